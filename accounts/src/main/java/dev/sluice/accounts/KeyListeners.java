package dev.sluice.accounts;

import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeyRings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The listeners that [Accounts] tells of each new [KeyRing], one after the other, so that the last
/// snapshot that each hears is the one in force. Listeners run under the lock, which no call takes.
/// Safe for any thread that may wait.
final class KeyListeners {
  private final KeyRings rings;

  /// The listeners; guarded by the lock.
  private final List<Consumer<KeyRing>> listeners = new ArrayList<>();

  KeyListeners(KeyRings rings) {
    this.rings = rings;
  }

  /// Tells a listener of the snapshot in force, and of each later one.
  synchronized void add(Consumer<KeyRing> listener) {
    listeners.add(listener);
    listener.accept(rings.now());
  }

  /// Tells all listeners of the snapshot in force. It is read under the lock, else a slow thread
  /// could tell an old snapshot after a new one.
  synchronized void tell() {
    KeyRing now = rings.now();
    listeners.forEach(listener -> listener.accept(now));
  }
}
