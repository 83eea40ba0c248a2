package dev.sluice.accounts;

import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.call.runtime.Bugs;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The keeper of the last copy of a store's keys: it is written whenever the keys have changed, and
/// again where that has failed. A disk may take seconds for it, in which other keys may be revoked:
/// what is found by a look is written by a thread of the keeper's own. Safe for any thread.
final class CopyKeeper implements AutoCloseable {
  private static final Duration LAST_COPY = Duration.ofSeconds(10);

  private final KeyCopy copy;
  private final String store;
  private final Supplier<KeyRing> now;
  private final BlockingQueue<Boolean> asked = new ArrayBlockingQueue<>(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-keys-copy").unstarted(this::run);
  private volatile Optional<String> trouble = Optional.empty();

  /// The keys that the copy holds, if this process has written it; guarded by the lock.
  private @Nullable KeyRing written;

  /// @param store its name in messages
  /// @param now the keys that hold
  CopyKeeper(KeyCopy copy, String store, Supplier<KeyRing> now) {
    this.copy = copy;
    this.store = store;
    this.now = now;
  }

  /// Begins to write what [#keepSoon] asks for.
  void begin() {
    thread.start();
  }

  /// Why the copy is older than the keys, as the last attempt to write it says; empty where it is
  /// not.
  Optional<String> trouble() {
    return trouble;
  }

  /// Writes the keys that hold, unless the copy has them. Waits for the disk.
  synchronized void keep() {
    KeyRing ring = now.get();
    if (ring == written) {
      return;
    }
    try {
      copy.write(ring);
      written = ring;
      trouble = Optional.empty();
    } catch (IOException e) {
      trouble =
          Optional.of(
              "the copy of the keys of the store %s cannot be written, and a start without the store would go by an older one: free some room, or see that its folder may be written (%s)"
                  .formatted(store, e.getMessage()));
    }
  }

  /// Lets the keys that hold be written, and does not wait.
  void keepSoon() {
    boolean _ = asked.offer(true);
  }

  /// Writes the copy where it could not be written the last time. Waits for the disk then.
  void repeat() {
    if (trouble.isPresent()) {
      keep();
    }
  }

  private void run() {
    try {
      while (true) {
        Boolean _ = asked.take();
        keepOrReport();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepOrReport() {
    try {
      keep();
    } catch (RuntimeException bug) {
      Bugs.report("a bug keeps the copy of the keys from being written", bug);
    }
  }

  /// Writes what was asked for, and ends. An interrupt ends what its thread writes: it is written
  /// here once more.
  @Override
  public void close() {
    boolean running = thread.isAlive();
    boolean waits = !asked.isEmpty();
    thread.interrupt();
    try {
      boolean ended = !running || thread.join(LAST_COPY);
      if (ended && (waits || trouble.isPresent())) {
        keepOrReport();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
