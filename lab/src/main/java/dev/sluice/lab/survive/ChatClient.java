package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.SdkClient;
import dev.sluice.lab.load.SdkClient.Attempt;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/// A client that makes the chats of an arm and notes their times. Safe for any number of threads;
/// blocks the calling one.
record ChatClient(SdkClient client, Clock clock) implements AutoCloseable {

  ChatClient(Clock clock) {
    this(new SdkClient(Map.of()), clock);
  }

  /// Makes an attempt for `call`, and waits until its answer has ended. SDKs give up after ten
  /// minutes, which is longer than any run.
  ///
  /// @param base such as `http://127.0.0.1:8080/v1`
  Attempt send(URI base, ApplicationCall call) throws InterruptedException {
    call.begins(clock.nanos());
    return client.send(
        URI.create(base + "/chat/completions"),
        body(call),
        call.isStream(),
        () -> call.token(clock.nanos()));
  }

  @Override
  public void close() {
    client.close();
  }

  private static String body(ApplicationCall call) {
    return String.format(
        Locale.ROOT,
        """
        {"model": "%s", "stream": %s, "user": "%s", "messages": \
        [{"role": "user", "content": "How does a lock on a canal work?"}]}\
        """,
        FaultSchedule.MODEL,
        call.isStream(),
        call.name());
  }
}
