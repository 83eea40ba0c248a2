package dev.sluice.server.view;

import dev.sluice.call.runtime.Clock;
import dev.sluice.config.GatewayConfig;
import dev.sluice.report.Reporter;
import dev.sluice.server.log.LatestNotices;
import dev.sluice.stats.GatewayStats;
import java.util.List;
import java.util.function.Supplier;

/// The sources that the views read; the views own none of them.
///
/// @param version of the program
/// @param url the base address for clients
/// @param config what calls pass
/// @param stats what the engine holds
/// @param waits the calls that had to wait
/// @param notices what an operator was told
/// @param store whether there is a store of teams and keys
/// @param files whether files of clients are kept here
/// @param nodes whether the gateway is one of several that see each other in the store
/// @param sections the configuration in words
/// @param glance what is shown of a report of the last minutes; made up when it is asked
/// @param began when the process began to serve, on [Clock#nanos]
public record ViewSources(
    String version,
    Supplier<String> url,
    GatewayConfig config,
    GatewayStats stats,
    RecentWaits waits,
    LatestNotices notices,
    boolean store,
    boolean files,
    boolean nodes,
    Supplier<List<ConfigSection>> sections,
    Supplier<Reporter.Glance> glance,
    Clock clock,
    long began) {}
