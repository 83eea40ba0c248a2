package dev.sluice.server.http2;

import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// What a connection of HTTP/2 is to keep to.
///
/// @param client its client's address
/// @param shared whether it is a proxy's, whose streams are those of several clients
/// @param clients the budgets of all clients of its loop
/// @param header how long its beginning, and a header block, may take to arrive
/// @param stall how long the client may take nothing of what waits for it
/// @param idle how long it is kept without a stream
/// @param linger how long it is still read when the server ends it
/// @param clock the time
/// @param leaving whether its client is asked to leave with the next stream
/// @param ended told when it is ended for its client's fault
public record Http2Terms(
    String client,
    boolean shared,
    ClientBudgets clients,
    Duration header,
    Duration stall,
    Duration idle,
    Duration linger,
    Clock clock,
    BooleanSupplier leaving,
    Runnable ended) {}
