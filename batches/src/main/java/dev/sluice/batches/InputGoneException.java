package dev.sluice.batches;

import java.io.IOException;

/// The row of the input of a batch is gone.
final class InputGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  InputGoneException(String id) {
    super("the input file " + id + " is gone: bring it again");
  }
}
