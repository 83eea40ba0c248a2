package dev.sluice.lab.prove;

import dev.sluice.lab.load.SdkClient;
import dev.sluice.lab.load.SdkClient.Attempt;
import dev.sluice.lab.load.SdkRetryPolicy;
import dev.sluice.lab.prove.PlannedCallResult.End;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The part of an application that makes a call, and what it does when an attempt fails. Safe for
/// any number of threads; blocks the calling one.
sealed interface ApplicationClient {

  /// The last attempt of a call.
  ///
  /// @param attempts how many were made for it
  record Sent(Attempt last, int attempts) {
    private static final int OK = 200;

    End end() {
      return switch (last.ending()) {
        case ANSWERED -> End.ANSWERED;
        case CUT, BROKEN -> End.FAILED;
        case ERROR ->
            switch (last.status()) {
              case 429 -> End.LIMITED;
              case 504 -> End.TIMED_OUT;
              default -> End.FAILED;
            };
      };
    }

    /// Returns the stable word of the error with its status, or with the mark of an answer that had
    /// begun; empty where nothing went wrong.
    String code() {
      return switch (last.ending()) {
        case ANSWERED, BROKEN -> last.code();
        case CUT, ERROR -> (last.status() == OK ? "begun, " : last.status() + " ") + last.code();
      };
    }
  }

  /// Makes the client of applications that wait for an answer as long as `deadline`, and say so.
  static SdkClient http(Duration deadline) {
    return new SdkClient(Map.of("x-stainless-timeout", Long.toString(deadline.toSeconds())));
  }

  /// Makes one attempt for `call`.
  private static Attempt send(SdkClient http, URI base, PlannedCall call)
      throws InterruptedException {
    URI uri = URI.create(base + call.model().path());
    return http.send(uri, call.body(), call.streamed(), () -> {});
  }

  /// Makes a call and waits for its end.
  ///
  /// @param attempts counts the attempts that the client itself makes
  Sent call(PlannedCall call, AtomicInteger attempts) throws InterruptedException;

  /// An official SDK: it knows one provider, so that half of the applications use one and half the
  /// other, and retries by [SdkRetryPolicy].
  ///
  /// @param bases one for each provider
  record Sdk(SdkClient http, List<URI> bases) implements ApplicationClient {
    @Override
    public Sent call(PlannedCall call, AtomicInteger attempts) throws InterruptedException {
      var policy = new SdkRetryPolicy(ThreadLocalRandom.current());
      URI base = bases.get(call.number() % bases.size());
      for (int retried = 0; ; retried++) {
        attempts.incrementAndGet();
        Attempt attempt = send(http, base, call);
        if (retried == SdkRetryPolicy.RETRIES || !attempt.isRetried()) {
          return new Sent(attempt, retried + 1);
        }
        TimeUnit.NANOSECONDS.sleep(policy.delay(attempt.headers(), retried).toNanos());
      }
    }
  }

  /// An application with Sluice's base URL, and with its SDK's own retries off.
  record Gateway(SdkClient http, URI base) implements ApplicationClient {
    private static final String ATTEMPTS = "x-sluice-attempts";

    @Override
    public Sent call(PlannedCall call, AtomicInteger attempts) throws InterruptedException {
      attempts.incrementAndGet();
      Attempt attempt = send(http, base, call);
      int made = (int) attempt.headers().firstValueAsLong(ATTEMPTS).orElse(0);
      return new Sent(attempt, made);
    }
  }
}
