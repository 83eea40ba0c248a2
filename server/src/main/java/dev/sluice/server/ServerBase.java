package dev.sluice.server;

import dev.sluice.accounts.Accounts;
import dev.sluice.api.ModelSource;
import dev.sluice.call.Payer;
import dev.sluice.call.pipeline.CallExecutor;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.AdminWrites;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.EdgeObserver;
import dev.sluice.server.edge.HeadRules;
import dev.sluice.server.edge.Resources;
import dev.sluice.server.jwt.TokenListener;
import dev.sluice.transport.loop.Loops;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The dependencies of the server; all belong to the caller, and outlive the server.
///
/// @param engine takes the calls
/// @param models knows which models there are
/// @param heads what of the heads of requests goes on with their calls
/// @param loops own the sockets
/// @param memory for what grows with what peers send
/// @param metrics all metrics in a format, by its media type
/// @param observer notified of requests that never become calls, and of claims that are ignored
/// @param api the admin listener's pages beside health and metrics
/// @param writes what operators may change
/// @param accounts teams and keys of a store, where there is one
/// @param payers who pays for a client's calls
/// @param tokens notified of what becomes of callers' tokens
/// @param trouble what does not work, although new calls are welcome
/// @param resources what the gateway answers itself
record ServerBase(
    CallExecutor engine,
    ModelSource models,
    HeadRules heads,
    Loops loops,
    MemoryBudget memory,
    UnaryOperator<String> metrics,
    EdgeObserver observer,
    AdminPages.Source api,
    AdminWrites writes,
    Optional<Accounts> accounts,
    Function<Client, Payer> payers,
    TokenListener tokens,
    Supplier<Optional<String>> trouble,
    Resources resources) {}
