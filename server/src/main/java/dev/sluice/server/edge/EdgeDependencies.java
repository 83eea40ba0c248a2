package dev.sluice.server.edge;

import dev.sluice.api.ModelSource;
import dev.sluice.api.RetryHint;
import dev.sluice.call.Payer;
import dev.sluice.call.pipeline.CallExecutor;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.EdgeObserver;
import dev.sluice.server.memory.UploadRoom;
import io.netty.channel.EventLoop;
import java.util.function.Function;

/// The dependencies of a connection that makes calls of its requests; shared by all of them.
///
/// @param engine takes the calls
/// @param models knows which models there are
/// @param memory for bodies
/// @param uploads of that memory, for large bodies
/// @param unsent of direct memory, for what clients have not taken of their answers
/// @param observer notified of requests that never become calls
/// @param loops the engine's view of an event loop
/// @param comeBack decides when clients are to repeat a call that failed for a temporary cause
/// @param clock the time
/// @param payers who pays for a client's calls
/// @param room for requests that the gateway answers itself
public record EdgeDependencies(
    CallExecutor engine,
    ModelSource models,
    MemoryBudget memory,
    UploadRoom uploads,
    MemoryBudget unsent,
    EdgeObserver observer,
    Function<EventLoop, Loop> loops,
    RetryHint comeBack,
    Clock clock,
    Function<Client, Payer> payers,
    ResourceRoom room) {

  /// Dependencies of connections that have all of that room.
  public EdgeDependencies(
      CallExecutor engine,
      ModelSource models,
      MemoryBudget memory,
      UploadRoom uploads,
      MemoryBudget unsent,
      EdgeObserver observer,
      Function<EventLoop, Loop> loops,
      RetryHint comeBack,
      Clock clock,
      Function<Client, Payer> payers) {
    this(
        engine,
        models,
        memory,
        uploads,
        unsent,
        observer,
        loops,
        comeBack,
        clock,
        payers,
        new ResourceRoom());
  }
}
