package dev.sluice.server.edge;

import dev.sluice.Gateway;
import dev.sluice.call.Clock;
import dev.sluice.call.Loop;
import dev.sluice.transport.Bodies;
import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// What a connection needs to make calls of its requests; shared by all of them.
///
/// @param gateway takes the calls
/// @param scan reads their bodies
/// @param pool platform threads, for what would hold an event loop for too long
/// @param bodies the bound on all bodies together
/// @param loops the engine's view of an event loop
/// @param clock the time
public record Calls(
    Gateway gateway,
    Scan scan,
    Executor pool,
    Bodies bodies,
    Function<EventLoop, Loop> loops,
    Clock clock) {}
