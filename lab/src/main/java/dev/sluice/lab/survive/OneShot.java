package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import java.net.URI;

/// Sends each call once and takes what comes.
record OneShot(Http http, URI base, Clock clock) implements Application {

  @Override
  public void call(CallRecord call) throws InterruptedException {
    Http.Attempt attempt = http.send(base, call);
    call.ends(attempt.end(), attempt.code(), clock.nanos());
  }
}
