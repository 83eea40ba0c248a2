package dev.sluice.accounts;

import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeyRing;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// The keeper of the last copy of a store's keys: it is written whenever the keys have changed, and
/// again where that has failed. Safe for any thread; waits for the disk.
final class CopyKeeper {
  private final KeyCopy copy;
  private final String store;
  private volatile Optional<String> trouble = Optional.empty();

  /// @param store its name in messages
  CopyKeeper(KeyCopy copy, String store) {
    this.copy = copy;
    this.store = store;
  }

  /// Why the copy is older than the keys, as the last attempt to write it says; empty where it is
  /// not.
  Optional<String> trouble() {
    return trouble;
  }

  /// Writes the copy.
  synchronized void keep(KeyRing ring) {
    try {
      copy.write(ring);
      trouble = Optional.empty();
    } catch (IOException e) {
      trouble =
          Optional.of(
              "the copy of the keys of the store %s cannot be written, and a start without the store would go by an older one: free some room, or see that its folder may be written (%s)"
                  .formatted(store, e.getMessage()));
    }
  }

  /// Writes the copy where it could not be written the last time.
  ///
  /// @param now the keys as they are then
  synchronized void repeat(Supplier<KeyRing> now) {
    if (trouble.isPresent()) {
      keep(now.get());
    }
  }
}
