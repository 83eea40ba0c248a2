package dev.sluice.internal.retry;

import dev.sluice.call.Call;
import dev.sluice.call.runtime.Loop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// The waiting of a call's thread.
@FunctionalInterface
public interface Pause {

  /// Returns after `wait`, never earlier.
  ///
  /// @throws InterruptedException if the caller has left
  void pause(Call call, Duration wait) throws InterruptedException;

  /// The pause by a timer of the call's loop: many calls may wait at the same time.
  Pause ON_LOOP =
      (call, wait) -> {
        var over = new CountDownLatch(1);
        Loop.Timer timer = call.loop().schedule(wait, over::countDown);
        try {
          over.await();
        } finally {
          timer.cancel();
        }
      };
}
