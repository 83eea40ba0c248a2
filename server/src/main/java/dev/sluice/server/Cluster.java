package dev.sluice.server;

import dev.sluice.accounts.budget.SharedLimits;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.share.Sharing;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The membership of this process in a cluster. The server knows of none by itself: the program
/// that starts it may bring one.
///
/// @param sharing what the engine shares with other gateways
/// @param limits the limits of keys, which all gateways keep to together
/// @param meters how the membership stands
/// @param status how it stands now; any thread, never waits
/// @param configured takes each configuration that holds, the first included
/// @param begin joins; called once, with whoever is told in words what an operator should know
/// @param end signs off; called when no call runs any more
public record Cluster(
    Sharing sharing,
    SharedLimits limits,
    MeterBinder meters,
    Supplier<ClusterStatus> status,
    Consumer<SluiceConfig> configured,
    Consumer<Consumer<String>> begin,
    Runnable end) {}
