package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.survive.CallRecord.End;
import dev.sluice.lab.survive.Http.Attempt;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// The default policy of the official SDKs: up to two retries of what never began to answer, by
/// status alone, after half a second, doubled, less up to a quarter; or as long as the provider
/// says. An SDK knows one provider, so that half of the applications use one and half the other.
///
/// @param bases one for each provider
record Sdk(Http http, List<URI> bases, Clock clock) implements Application {
  private static final int RETRIES = 2;
  private static final double BASE_SECONDS = 0.5;
  private static final double LONGEST_SECONDS = 8;
  private static final double LONGEST_HINT_SECONDS = 60;

  @Override
  public void call(CallRecord call) throws InterruptedException {
    URI base = bases.get(call.number() % bases.size());
    for (int retried = 0; ; retried++) {
      Attempt attempt = http.send(base, call);
      long now = clock.nanos();
      if (attempt.end() != End.ANSWERED && attempt.status() != 429) {
        call.loses(now);
      }
      if (retried == RETRIES || call.hasToken() || !isRetried(attempt)) {
        call.ends(attempt.end(), attempt.code(), now);
        return;
      }
      TimeUnit.NANOSECONDS.sleep(delay(attempt, retried).toNanos());
    }
  }

  private static boolean isRetried(Attempt attempt) {
    int status = attempt.status();
    return attempt.end() == End.BROKEN
        || (attempt.end() == End.ERROR
            && (status == 408 || status == 409 || status == 429 || status >= 500));
  }

  private static Duration delay(Attempt attempt, int retried) {
    double seconds =
        hint(attempt)
            .orElseGet(
                () ->
                    Math.min(BASE_SECONDS * (1 << retried), LONGEST_SECONDS)
                        * (1 - ThreadLocalRandom.current().nextDouble() / 4));
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static Optional<Double> hint(Attempt attempt) {
    return attempt
        .headers()
        .firstValue("retry-after-ms")
        .map(ms -> Double.parseDouble(ms) / 1000)
        .or(() -> attempt.headers().firstValue("retry-after").map(Double::parseDouble))
        .filter(seconds -> seconds > 0 && seconds <= LONGEST_HINT_SECONDS);
  }
}
