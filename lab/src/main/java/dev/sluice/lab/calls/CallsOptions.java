package dev.sluice.lab.calls;

import java.nio.file.Path;
import java.util.Optional;

/// How long to look.
///
/// @param seconds of each of the four loads, at least 1
/// @param rate calls a second, at least 2
/// @param json where the results are written too
public record CallsOptions(int seconds, int rate, Optional<Path> json) {
  public CallsOptions {
    if (seconds < 1) {
      throw new IllegalArgumentException(seconds + " seconds: at least 1 is needed");
    }
    if (rate < 2) {
      throw new IllegalArgumentException(
          "a rate of " + rate + " calls a second: at least 2 are needed");
    }
  }
}
