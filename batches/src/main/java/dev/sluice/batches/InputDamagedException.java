package dev.sluice.batches;

import java.io.IOException;

/// The input of a batch is another than it was when it was validated.
final class InputDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  /// @param what has become of a line
  InputDamagedException(String what) {
    super("a line of the input that was in order " + what + ": bring the file again");
  }
}
