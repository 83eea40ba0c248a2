package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.SdkRetryPolicy;
import dev.sluice.lab.survive.CallRecord.End;
import dev.sluice.lab.survive.Http.Attempt;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Calls by [SdkRetryPolicy]. An SDK knows one provider, so that half of the applications use one
/// and half the other.
///
/// @param bases one for each provider
record Sdk(Http http, List<URI> bases, Clock clock) implements Application {

  @Override
  public void call(CallRecord call) throws InterruptedException {
    var policy = new SdkRetryPolicy(ThreadLocalRandom.current());
    URI base = bases.get(call.number() % bases.size());
    for (int retried = 0; ; retried++) {
      Attempt attempt = http.send(base, call);
      long now = clock.nanos();
      if (attempt.end() != End.ANSWERED && attempt.status() != 429) {
        call.loses(now);
      }
      if (retried == SdkRetryPolicy.RETRIES || call.hasToken() || !isRetried(attempt)) {
        call.ends(attempt.end(), attempt.code(), now);
        return;
      }
      TimeUnit.NANOSECONDS.sleep(policy.delay(attempt.headers(), retried).toNanos());
    }
  }

  private static boolean isRetried(Attempt attempt) {
    return attempt.end() == End.BROKEN
        || (attempt.end() == End.ERROR && SdkRetryPolicy.isRetried(attempt.status()));
  }
}
