package dev.sluice.lab.restart;

import java.time.Duration;

/// How much is done.
///
/// @param length how long calls are made; longer where a restart of both gateways is not over then
/// @param rate calls a second
/// @param delay how long a gateway that stops serves on (`server.drain_delay`)
public record RestartOptions(Duration length, int rate, Duration delay) {
  public RestartOptions {
    if (length.isNegative() || rate < RestartLab.STREAMED_OF) {
      throw new IllegalArgumentException(
          "--seconds must be at least 0, and --rate at least %d; they are %d and %d"
              .formatted(RestartLab.STREAMED_OF, length.toSeconds(), rate));
    }
    if (delay.isNegative() || delay.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("--delay must be 0s to 1h, is " + delay);
    }
  }
}
