package dev.sluice.lab.load;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The default retry policy of the official SDKs (openai-python, openai-node): up to two retries of
/// an attempt that has not begun to answer, by its status alone, after half a second, doubled each
/// time up to 8 s, less a random part of up to a quarter; or after the time that the provider says,
/// if that is a minute at most.
///
/// @param random draws the jitter; used by the calling thread
public record SdkRetryPolicy(RandomGenerator random) {
  /// The most retries of a call.
  public static final int RETRIES = 2;

  private static final double BASE_SECONDS = 0.5;
  private static final double LONGEST_SECONDS = 8;
  private static final double LONGEST_HINT_SECONDS = 60;

  /// Whether an answer of this status is tried again.
  public static boolean isRetried(int status) {
    return status == 408 || status == 409 || status == 429 || status >= 500;
  }

  /// How long to wait before the next attempt.
  ///
  /// @param headers of the failed attempt's answer
  /// @param retried how many retries were made before
  public Duration delay(HttpHeaders headers, int retried) {
    double seconds =
        hint(headers)
            .orElseGet(
                () ->
                    Math.min(BASE_SECONDS * (1 << retried), LONGEST_SECONDS)
                        * (1 - random.nextDouble() / 4));
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static Optional<Double> hint(HttpHeaders headers) {
    return headers
        .firstValue("retry-after-ms")
        .map(ms -> Double.parseDouble(ms) / 1000)
        .or(() -> headers.firstValue("retry-after").map(Double::parseDouble))
        .filter(seconds -> seconds > 0 && seconds <= LONGEST_HINT_SECONDS);
  }
}
