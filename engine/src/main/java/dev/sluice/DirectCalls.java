package dev.sluice;

import dev.sluice.GatewayEdge.UnreadAnswer;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.runtime.Loop;
import dev.sluice.internal.engine.Engine;
import dev.sluice.memory.HeapBudget;
import dev.sluice.transport.loop.Loops;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/// The calls that an application makes on threads of its own, and waits for. Safe for any thread.
final class DirectCalls {
  private final Loops loops;
  private final List<Loop> each;
  private final Engine engine;
  private final HeapBudget memory;
  private final RequestCalls calls;
  private final ForgottenAnswers forgotten;
  private volatile boolean closed;

  DirectCalls(
      Loops loops,
      Engine engine,
      HeapBudget memory,
      RequestCalls calls,
      ForgottenAnswers forgotten) {
    this.loops = loops;
    this.each = loops.all();
    this.engine = engine;
    this.memory = memory;
    this.calls = calls;
    this.forgotten = forgotten;
  }

  /// Makes the call of a request and waits until its answer begins.
  ///
  /// @throws CallFailedException if there is no answer
  /// @throws IllegalStateException on a thread that must not wait
  Answer call(Request request) throws InterruptedException {
    checkMayWait();
    Loop loop = loops.next();
    var pipe = new AnswerPipe(loop);
    CallHandle running = start(request, loop, pipe);
    try {
      var content = new AnswerContent(pipe, running, memory);
      var answer = new Answer(request.operation(), content, pipe.awaitStart());
      forgotten.watch(answer, content);
      return answer;
    } catch (InterruptedException left) {
      running.leave();
      pipe.close();
      throw left;
    }
  }

  private CallHandle start(Request request, Loop loop, AnswerPipe pipe) {
    if (closed) {
      throw CallFailedException.closed();
    }
    try {
      return engine.start(calls.of(request, loop), pipe);
    } catch (RejectedExecutionException _) {
      throw CallFailedException.closed();
    }
  }

  /// Checks that the calling thread may wait for a call.
  ///
  /// @throws IllegalStateException if the call would wait for the thread
  void checkMayWait() {
    if (GuardedObserver.NOTICE.isBound()) {
      throw new IllegalStateException(
          "a call from an observer's noticed or credentialChanged would wait for itself: hand it to"
              + " a thread of the application's");
    }
    if (isLoop()) {
      throw new IllegalStateException(
          "a call from an event loop would wait for itself: make it on a thread that may wait");
    }
  }

  /// Whether the calling thread is one of the loops.
  private boolean isLoop() {
    if (Thread.currentThread().isVirtual()) {
      return false;
    }
    for (Loop loop : each) {
      if (loop.inLoop()) {
        return true;
      }
    }
    return false;
  }

  /// Checks that the calling thread may wait for the end of all calls. It is more than
  /// [#checkMayWait()] asks: a call may wait for another one, but not for itself.
  ///
  /// @param what the method that waits
  /// @throws IllegalStateException if one of the calls would wait for the thread
  void checkMayWaitForAll(String what) {
    if (isLoop() || engine.isCallThread() || GuardedObserver.NOTICE.isBound()) {
      throw new IllegalStateException(
          what
              + " was called by a callback of the gateway, for whose call it would wait: call it on"
              + " a thread of the application's");
    }
  }

  /// Watches over an answer, by the rules of [GatewayEdge#watch].
  void watch(Object answer, UnreadAnswer unread) {
    forgotten.watch(answer, unread);
  }

  /// Ends the watch over answers; calls fail from now on.
  void close() {
    closed = true;
    forgotten.close();
  }
}
