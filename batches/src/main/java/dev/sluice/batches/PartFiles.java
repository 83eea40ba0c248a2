package dev.sluice.batches;

import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.RemoteBatches;
import dev.sluice.batches.delegate.RemoteFailure;

/// The files that a part has at its provider, which are removed once nobody needs them. One that
/// cannot be removed is left: the provider forgets files by itself, too.
final class PartFiles {
  private PartFiles() {}

  /// Removes the files of a part, if nothing more is expected of its provider.
  static void removeIfOver(Part part, RemoteBatches remote) throws InterruptedException {
    if (part.isOver()) {
      remove(part, remote);
    }
  }

  /// Removes the files of a part.
  static void remove(Part part, RemoteBatches remote) throws InterruptedException {
    for (String file : part.results()) {
      remove(file, remote);
    }
    if (!part.file().isEmpty()) {
      remove(part.file(), remote);
    }
  }

  private static void remove(String file, RemoteBatches remote) throws InterruptedException {
    try {
      remote.remove(file);
    } catch (RemoteFailure left) {
      // It goes with time.
    }
  }
}
