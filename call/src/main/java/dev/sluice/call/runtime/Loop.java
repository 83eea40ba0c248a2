package dev.sluice.call.runtime;

import java.time.Duration;

/// The event loop that owns a call's sockets: one thread that moves bytes, runs timers, and carries
/// the virtual threads of its calls. Safe for any thread.
public interface Loop {

  /// Runs `task` on the loop, in the order of submission. It must not block.
  void execute(Runnable task);

  /// Runs `task` on the loop after `delay`. Cheap, and meant for timers in mass.
  Timer schedule(Duration delay, Runnable task);

  /// Whether the calling code runs as the loop itself. Always false in a virtual thread, even in
  /// one that the loop carries.
  boolean inLoop();

  /// Starts a virtual thread for a call. Where the JDK allows it the loop carries the thread, so
  /// that a decision wakes no other thread.
  ///
  /// @return the thread; interrupting it means that its caller has left
  Thread start(String name, Runnable task);

  /// Starts a virtual thread for a call that nobody waits for. Where the loop carries the thread,
  /// one such thread goes on at a time, behind what else the loop has to do at that moment.
  ///
  /// @return the thread; interrupting it means that its caller has left
  default Thread startLast(String name, Runnable task) {
    return start(name, task);
  }

  /// A timer that has been set.
  @FunctionalInterface
  interface Timer {

    /// Cancels the timer, if it has not run yet. Safe for any thread, any number of times.
    void cancel();
  }
}
