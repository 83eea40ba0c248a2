package dev.sluice.cli.litellm;

import dev.sluice.config.yaml.FilePosition;

/// An entry of `model_list` cannot be carried over; the message says why, on one line.
final class NoCounterpart extends Exception {
  private final transient FilePosition position;

  NoCounterpart(FilePosition position, String message) {
    super(message);
    this.position = position;
  }

  FilePosition position() {
    return position;
  }
}
