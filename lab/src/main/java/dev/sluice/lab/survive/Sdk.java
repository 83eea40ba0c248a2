package dev.sluice.lab.survive;

import dev.sluice.lab.load.SdkClient.Attempt;
import dev.sluice.lab.load.SdkClient.Ending;
import dev.sluice.lab.load.SdkRetryPolicy;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// An application that calls by [SdkRetryPolicy]. An SDK knows one provider, so that half of the
/// applications use one and half the other.
///
/// @param bases one for each provider
record Sdk(ChatClient client, List<URI> bases) implements Application {

  @Override
  public void call(ApplicationCall call) throws InterruptedException {
    var policy = new SdkRetryPolicy(ThreadLocalRandom.current());
    URI base = bases.get(call.number() % bases.size());
    for (int retried = 0; ; retried++) {
      Attempt attempt = client.send(base, call);
      long now = client.clock().nanos();
      if (attempt.ending() != Ending.ANSWERED && attempt.status() != 429) {
        call.loses(now);
      }
      if (retried == SdkRetryPolicy.RETRIES || call.hasToken() || !attempt.isRetried()) {
        call.ends(attempt.ending(), attempt.code(), now);
        return;
      }
      TimeUnit.NANOSECONDS.sleep(policy.delay(attempt.headers(), retried).toNanos());
    }
  }
}
