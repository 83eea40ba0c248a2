package dev.sluice.accounts;

import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeyRings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The listeners of the snapshot of keys. They are told one after the other: what each is told last
/// is the snapshot that holds. Safe for any thread that may wait.
final class KeyListeners {
  private final KeyRings rings;
  private final ReentrantLock lock = new ReentrantLock();

  /// The listeners; guarded by the lock.
  private final List<Consumer<KeyRing>> listeners = new ArrayList<>();

  KeyListeners(KeyRings rings) {
    this.rings = rings;
  }

  /// Tells a listener of the snapshot that holds, and of those that come.
  void add(Consumer<KeyRing> listener) {
    lock.lock();
    try {
      listeners.add(listener);
      listener.accept(rings.now());
    } finally {
      lock.unlock();
    }
  }

  /// Tells all listeners of the snapshot that holds. It is read under the lock: a thread that was
  /// late would tell an older one last.
  void tell() {
    lock.lock();
    try {
      KeyRing now = rings.now();
      listeners.forEach(listener -> listener.accept(now));
    } finally {
      lock.unlock();
    }
  }
}
