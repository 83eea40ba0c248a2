package dev.sluice;

import dev.sluice.call.Call;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.pipeline.CallExecutor;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.transport.loop.Loops;

/// A gateway as its edges see it: the server, and the HTTP APIs in process, which read requests by
/// themselves and start their calls on loops of their choice. It is no API for applications, and
/// may change with any release. Safe for any thread.
public final class GatewayEdge {
  private final CallExecutor engine;
  private final Loops loops;
  private final MemoryBudget memory;
  private final DirectCalls calls;

  GatewayEdge(CallExecutor engine, Loops loops, MemoryBudget memory, DirectCalls calls) {
    this.engine = engine;
    this.loops = loops;
    this.memory = memory;
    this.calls = calls;
  }

  /// Returns the edge of a gateway.
  public static GatewayEdge of(Gateway gateway) {
    return gateway.edge();
  }

  /// Starts a call, by the rules of [CallExecutor#start].
  public CallHandle start(Call call, ClientResponse response) {
    return engine.start(call, response);
  }

  /// Returns the engine that runs the calls.
  public CallExecutor engine() {
    return engine;
  }

  /// Returns the event loops, for an edge's own sockets.
  public Loops loops() {
    return loops;
  }

  /// Returns the budget of all memory that grows with what peers send.
  public MemoryBudget memory() {
    return memory;
  }

  /// Checks that the calling thread may wait for the answer of a call, as [Gateway#call] does. An
  /// edge asks before it lets a thread of the application's wait for what it has started.
  ///
  /// @throws IllegalStateException if the thread would wait for itself: on a loop, in
  ///   [dev.sluice.call.pipeline.Observer#noticed] or
  ///   [dev.sluice.call.pipeline.Observer#credentialChanged]
  public void checkMayWait() {
    calls.checkMayWait();
  }

  /// Watches over an answer that an edge gives to the application to read and to close. If it
  /// becomes garbage while its call runs, the call is cancelled, and the log says so once.
  ///
  /// @param answer what the application holds as long as it reads
  /// @param unread does not reach `answer`
  public void watch(Object answer, UnreadAnswer unread) {
    calls.watch(answer, unread);
  }

  /// What is left of an answer when the application has forgotten it: the way to its call. It must
  /// not reach what the application holds, which would never be garbage then. Safe for any thread.
  public interface UnreadAnswer {
    /// Whether the call has ended, or was left: there is nothing to cancel.
    boolean isOver();

    /// Cancels the call. Any number of times.
    void leave();

    /// Keeps the watch over the answer for as long as the call runs, and no longer.
    void keep(Object watch);
  }
}
