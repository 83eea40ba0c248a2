package dev.sluice.lab.survive;

import dev.sluice.lab.load.SdkClient.Attempt;
import java.net.URI;

/// An application that sends each call once and takes what comes.
record OneShot(ChatClient client, URI base) implements Application {

  @Override
  public void call(ApplicationCall call) throws InterruptedException {
    Attempt attempt = client.send(base, call);
    call.ends(attempt.ending(), attempt.code(), client.clock().nanos());
  }
}
