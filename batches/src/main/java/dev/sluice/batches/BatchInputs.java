package dev.sluice.batches;

import java.io.IOException;

/// Where the inputs of batches come from. Waits.
interface BatchInputs {
  /// Opens the input of a batch, also where its client has deleted it meanwhile.
  ///
  /// @throws IOException if it is gone, or cannot be read
  Opened open(Batch batch) throws IOException, InterruptedException;

  /// An input that is open.
  interface Opened extends BatchInput, AutoCloseable {
    @Override
    void close();
  }
}
