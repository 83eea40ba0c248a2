package dev.sluice.batches;

import dev.sluice.batches.delegate.Part;
import dev.sluice.batches.delegate.RemoteBatches;
import dev.sluice.batches.delegate.RemoteFailure;
import java.util.function.Consumer;

/// The files that a provider has of a batch.
///
/// @param trouble is told which of them cannot be removed
record RemoteFiles(RemoteBatches remote, Consumer<String> trouble) {
  /// Removes those of a part, of which nothing more is expected.
  void remove(Part part) throws InterruptedException {
    for (String file : part.results()) {
      remove(file);
    }
    if (!part.file().isEmpty()) {
      remove(part.file());
    }
  }

  private void remove(String file) throws InterruptedException {
    try {
      remote.remove(file);
    } catch (RemoteFailure why) {
      if (why.kind() != RemoteFailure.Kind.MISSING) {
        trouble.accept("its file %s is left at the provider: %s".formatted(file, why.getMessage()));
      }
    }
  }
}
