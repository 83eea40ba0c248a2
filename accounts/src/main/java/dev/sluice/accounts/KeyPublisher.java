package dev.sluice.accounts;

import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeyRings;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The way of a snapshot of keys to all that go by it: calls are judged by it at once, then running
/// calls of keys that were cut end, listeners are told, and the copy on disk follows. Only the
/// first is done under the lock, so that no revocation waits for what the one before it has begun.
/// Safe for any thread that may wait.
final class KeyPublisher {
  private final KeyRings rings;
  private final CopyKeeper copies;
  private final KeyListeners listeners;
  private final List<Consumer<Set<String>>> cuts = new CopyOnWriteArrayList<>();

  KeyPublisher(KeyRings rings, CopyKeeper copies) {
    this.rings = rings;
    this.copies = copies;
    this.listeners = new KeyListeners(rings);
  }

  void onCut(Consumer<Set<String>> listener) {
    cuts.add(listener);
  }

  void onChange(Consumer<KeyRing> listener) {
    listeners.add(listener);
  }

  /// Publishes the snapshot of a store that was opened just now, and may be an older one. Its copy
  /// is written when this returns; listeners are told by [#tell].
  void opened(KeyRing next) {
    cut(next.cutSince(use(next)));
    copies.keep();
  }

  /// Lets calls be judged by a snapshot.
  ///
  /// @return the one that held before
  private synchronized KeyRing use(KeyRing next) {
    KeyRing before = rings.now();
    rings.use(next);
    copies.keepSoon();
    return before;
  }

  /// Publishes what a change of this process has come to. Its copy is written when this returns.
  void changed(KeyRing next) {
    cut(useNewer(next));
    listeners.tell();
    copies.keep();
  }

  /// Publishes a snapshot that was read. What was published before a look begins is in the store
  /// when the look reads it, unless an older state of the store was restored since.
  ///
  /// @param known the snapshot that held when the look began
  /// @param holds whether the store that it was read from is the one in use
  void read(KeyRing read, KeyRing known, BooleanSupplier holds) {
    cut(useRead(read, known, holds));
    listeners.tell();
  }

  private synchronized Set<String> useRead(KeyRing read, KeyRing known, BooleanSupplier holds) {
    if (!holds.getAsBoolean()) {
      return Set.of();
    }
    return rings.now() == known ? read.cutSince(use(read)) : useNewer(read);
  }

  private synchronized Set<String> useNewer(KeyRing next) {
    return next.revision() > rings.now().revision() ? next.cutSince(use(next)) : Set.of();
  }

  /// Tells listeners of the snapshot that holds.
  void tell() {
    listeners.tell();
  }

  /// Ends the running calls of keys.
  ///
  /// @param ids of the keys
  void cut(Set<String> ids) {
    if (!ids.isEmpty()) {
      cuts.forEach(listener -> listener.accept(ids));
    }
  }
}
