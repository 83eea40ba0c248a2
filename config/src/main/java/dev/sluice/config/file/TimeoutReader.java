package dev.sluice.config.file;

import dev.sluice.config.policy.Bound;
import dev.sluice.config.policy.TimeoutConfig;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.time.Duration;

/// The reader of `timeout`.
final class TimeoutReader {
  private static final Type<Duration> PHASE = upTo(Duration.ofHours(1));

  private static final Type<Bound> FIRST_TOKEN =
      bound(TimeoutConfig.FIRST_TOKEN, "adaptive, or a range such as 3s..2m");
  private static final Type<Bound> STALL =
      bound(TimeoutConfig.STALL, "adaptive, or a range such as 8s..1m");

  private TimeoutReader() {}

  /// Reads `timeout`. Keys that the section leaves out are as in `otherwise`.
  static TimeoutConfig read(Section in, TimeoutConfig otherwise) {
    return new TimeoutConfig(
        in.get("connect", upTo(Duration.ofMinutes(1)), otherwise.connect()),
        in.get("first_token", FIRST_TOKEN, otherwise.firstToken()),
        in.get("stall", STALL, otherwise.stall()),
        in.get("total", upTo(Duration.ofHours(24)), otherwise.total()));
  }

  /// A duration, a range of them that a learned bound is held to, or `adaptive` for the usual
  /// range.
  private static Type<Bound> bound(Bound adaptive, String or) {
    return text -> text.equals("adaptive") ? adaptive : durations(text, or);
  }

  private static Bound durations(String text, String or) throws ConfigProblem {
    int dots = text.indexOf("..");
    try {
      return dots < 0
          ? new Bound.Fixed(PHASE.read(text))
          : range(PHASE.read(text.substring(0, dots)), PHASE.read(text.substring(dots + 2)));
    } catch (ConfigProblem e) {
      throw new ConfigProblem(e.getMessage() + " (or " + or + ")");
    }
  }

  private static Bound range(Duration floor, Duration ceiling) throws ConfigProblem {
    if (floor.compareTo(ceiling) > 0) {
      throw new ConfigProblem("must be a range that begins with the shorter duration");
    }
    return new Bound.Adaptive(floor, ceiling);
  }

  private static Type<Duration> upTo(Duration max) {
    return Types.duration(Duration.ofMillis(1), max);
  }
}
