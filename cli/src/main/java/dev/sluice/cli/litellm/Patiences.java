package dev.sluice.cli.litellm;

import dev.sluice.config.value.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Translates LiteLLM's times and repeats to `timeout` and `retry`.
///
/// LiteLLM's `timeout` bounds the wait for a whole answer, and each silence of a stream; here
/// `timeout.total` ends a stream, too. A short one therefore becomes `first_token`, which holds for
/// whole answers and for the beginnings of streams.
final class Patiences {
  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final Duration FLOOR = Duration.ofSeconds(3);
  private static final Duration LONGEST_TOKEN = Duration.ofHours(1);
  private static final Duration SHORTEST_OPEN = Duration.ofMillis(100);
  private static final Duration LONGEST_OPEN = Duration.ofHours(1);
  private static final int MOST_ATTEMPTS = 10;

  private Patiences() {}

  /// The `timeout` that holds for such patience; empty for the usual one.
  static Optional<String> timeout(Deployment.Patience patience) {
    List<String> parts = new ArrayList<>();
    Optional<Duration> total = patience.total();
    patience.stream().map(Patiences::range).ifPresent(parts::add);
    if (patience.stream().isEmpty()) {
      total
          .filter(time -> time.compareTo(SHORT) < 0)
          .ifPresent(time -> parts.add("first_token: " + Durations.show(time)));
    }
    total
        .filter(time -> time.compareTo(SHORT) >= 0)
        .ifPresent(time -> parts.add("total: " + Durations.show(time)));
    return parts.isEmpty() ? Optional.empty() : Optional.of("{" + String.join(", ", parts) + "}");
  }

  /// Whether a bound of whole answers is lost beside that of streams.
  static boolean losesTotal(Deployment.Patience patience) {
    return patience.stream().isPresent()
        && patience.total().filter(time -> time.compareTo(SHORT) < 0).isPresent();
  }

  /// A fixed bound would hold for whole answers, which `stream_timeout` does not mean.
  private static String range(Duration stream) {
    Duration ceiling = stream.compareTo(LONGEST_TOKEN) < 0 ? stream : LONGEST_TOKEN;
    Duration half = ceiling.dividedBy(2);
    Duration floor = half.compareTo(FLOOR) < 0 ? half : FLOOR;
    return "first_token: " + Durations.show(floor) + ".." + Durations.show(ceiling);
  }

  /// For how long a circuit stays open, within the bounds of `breaker.open`.
  static Duration open(Duration cooldown) {
    boolean tooLong = cooldown.compareTo(LONGEST_OPEN) > 0;
    Duration most = tooLong ? LONGEST_OPEN : cooldown;
    return most.compareTo(SHORTEST_OPEN) < 0 ? SHORTEST_OPEN : most;
  }

  /// Failures that LiteLLM allows before it leaves an entry alone.
  static Optional<Long> fails(Foreign in) {
    return in.number("allowed_fails")
        .filter(count -> count.signum() >= 0)
        .map(count -> count.min(BigDecimal.valueOf(1_000_000)).longValue());
  }

  /// Repeats that `key` allows, 0 included; a remark where it is no such number.
  static Optional<Long> retries(Foreign in, String key) {
    Optional<BigDecimal> number = in.number(key);
    Optional<Long> retries =
        number
            .filter(value -> value.signum() >= 0 && value.stripTrailingZeros().scale() <= 0)
            .map(value -> value.min(BigDecimal.valueOf(MOST_ATTEMPTS)).longValue());
    if (number.isPresent() && retries.isEmpty()) {
      in.remark(key, "must be a whole number from 0 on: left out");
    }
    return retries;
  }

  /// The `retry` that allows so many repeats, and one attempt at each rank of fallbacks.
  static String retry(long retries, int ranks) {
    long attempts = Math.min(MOST_ATTEMPTS, 1 + retries + ranks);
    return attempts == 1 ? "off" : "{attempts: " + attempts + "}";
  }
}
