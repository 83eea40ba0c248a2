package dev.sluice.server.config;

import dev.sluice.timeout.TimeoutConfig;
import java.time.Duration;
import java.util.Optional;

/// Reads `timeout`.
final class TimeoutReader {
  private static final Type<Duration> PHASE = upTo(Duration.ofHours(1));

  /// `adaptive` is empty.
  private static final Type<Optional<Duration>> ADAPTIVE =
      text -> {
        if (text.equals("adaptive")) {
          return Optional.empty();
        }
        try {
          return Optional.of(PHASE.read(text));
        } catch (Mistake e) {
          throw new Mistake(e.getMessage() + " (or adaptive)");
        }
      };

  private TimeoutReader() {}

  /// What the section leaves out is as in `otherwise`.
  static TimeoutConfig read(Section in, TimeoutConfig otherwise) {
    return new TimeoutConfig(
        in.get("connect", upTo(Duration.ofMinutes(1)), otherwise.connect()),
        in.get("first_token", ADAPTIVE, otherwise.firstToken()),
        in.get("stall", ADAPTIVE, otherwise.stall()),
        in.get("total", upTo(Duration.ofHours(24)), otherwise.total()));
  }

  private static Type<Duration> upTo(Duration max) {
    return Types.duration(Duration.ofMillis(1), max);
  }
}
