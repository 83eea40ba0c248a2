package dev.sluice.batches;

import java.io.IOException;

/// Nobody knows now whether the key of a batch may call, as while the store is away: it passes.
public final class KeyUnknownException extends IOException {
  private static final long serialVersionUID = 1L;

  /// A key that may be known later.
  public KeyUnknownException() {
    super("whether the key of the batch may call is not known now");
  }
}
