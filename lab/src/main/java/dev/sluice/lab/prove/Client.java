package dev.sluice.lab.prove;

import dev.sluice.lab.load.SdkRetryPolicy;
import dev.sluice.lab.prove.CallResult.End;
import dev.sluice.lab.prove.Http.Attempt;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The part of an application that makes a call, and what it does when an attempt fails. Safe for
/// any number of threads; blocks the calling one.
sealed interface Client {

  /// The last attempt of a call.
  ///
  /// @param attempts how many were made for it
  record Sent(Attempt last, int attempts) {}

  /// Makes a call and waits for its end.
  ///
  /// @param attempts counts the attempts that the client itself makes
  Sent call(PlannedCall call, AtomicInteger attempts) throws InterruptedException;

  /// An official SDK: it knows one provider, so that half of the applications use one and half the
  /// other, and retries by [SdkRetryPolicy].
  ///
  /// @param bases one for each provider
  record Sdk(Http http, List<URI> bases) implements Client {
    @Override
    public Sent call(PlannedCall call, AtomicInteger attempts) throws InterruptedException {
      var policy = new SdkRetryPolicy(ThreadLocalRandom.current());
      URI base = bases.get(call.number() % bases.size());
      for (int retried = 0; ; retried++) {
        attempts.incrementAndGet();
        Attempt attempt = http.send(base, call);
        if (retried == SdkRetryPolicy.RETRIES || !isRetried(attempt)) {
          return new Sent(attempt, retried + 1);
        }
        TimeUnit.NANOSECONDS.sleep(policy.delay(attempt.headers(), retried).toNanos());
      }
    }

    /// An answer that has begun is not retried.
    private static boolean isRetried(Attempt attempt) {
      return attempt.end() != End.ANSWERED
          && (attempt.status() == 0 || SdkRetryPolicy.isRetried(attempt.status()));
    }
  }

  /// The same application with Sluice's base URL and its SDK's own retries off.
  record Gateway(Http http, URI base) implements Client {
    private static final String ATTEMPTS = "x-sluice-attempts";

    @Override
    public Sent call(PlannedCall call, AtomicInteger attempts) throws InterruptedException {
      attempts.incrementAndGet();
      Attempt attempt = http.send(base, call);
      int made = (int) attempt.headers().firstValueAsLong(ATTEMPTS).orElse(0);
      return new Sent(attempt, made);
    }
  }
}
