package dev.sluice.share;

import java.util.function.Consumer;

/// The circuits of targets that several processes ask. Each process judges a target by its own
/// attempts, since one with a broken network must not close a target for all; what others have seen
/// makes it look sooner. Of a target that recovers one process at a time tries.
public interface SharedCircuits {

  /// Joins a circuit. It is forgotten once nothing else knows what is returned.
  ///
  /// @param name tells the target and what it is asked for from all others, alike in every process
  /// @param circuit told of others
  /// @param admission runs a change under the lock that guards the circuit, then asks for all
  ///   waiting calls again
  Member join(String name, Listener circuit, Consumer<Runnable> admission);

  /// This process's part. Under admission's lock: it neither waits nor takes a lock.
  interface Member {
    /// That of a process that is alone.
    Member ALONE =
        new Member() {
          @Override
          public long nextTry(long now) {
            return now;
          }

          @Override
          public void opened() {}

          @Override
          public void recovered() {}
        };

    /// Returns when this process may try a target that may have recovered; `now` if it may. If not,
    /// the others are asked, and admission asks again when they have answered.
    long nextTry(long now);

    /// Tells that the target has failed here, to all callers.
    void opened();

    /// Tells that the target has recovered here.
    void recovered();
  }

  /// Hears of others, of one change perhaps more than once. Under admission's lock.
  interface Listener {
    /// Notes that the target has failed at another process.
    void opened(long now);

    /// Notes that the target has recovered at another process.
    void recovered(long now);
  }
}
