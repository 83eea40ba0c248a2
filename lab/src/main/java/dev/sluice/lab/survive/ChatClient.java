package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.SdkClient;
import dev.sluice.lab.load.SdkClient.Attempt;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/// A client that makes the chats of an arm and notes their times. Safe for any number of threads;
/// blocks the calling one.
///
/// @param client for all calls but those that crash a provider
/// @param other for those, of which each `crashing`-th call is one; of another tenant
/// @param crashing 0 for no such calls
record ChatClient(SdkClient client, SdkClient other, int crashing, Clock clock)
    implements AutoCloseable {
  /// The text that crashes a provider.
  static final String CRASHES = "a lock without gates";

  ChatClient(int crashing, Clock clock) {
    this(
        new SdkClient(Map.of()),
        new SdkClient(Map.of("x-sluice-tenant", "crashing")),
        crashing,
        clock);
  }

  /// Makes an attempt for `call`, and waits until its answer has ended. SDKs give up after ten
  /// minutes, which is longer than any run.
  ///
  /// @param base such as `http://127.0.0.1:8080/v1`
  Attempt send(URI base, ApplicationCall call) throws InterruptedException {
    call.begins(clock.nanos());
    return (crashes(call) ? other : client)
        .send(
        URI.create(base + "/chat/completions"),
        body(call),
        call.isStream(),
        () -> call.token(clock.nanos()));
  }

  @Override
  public void close() {
    client.close();
    other.close();
  }

  /// Whether a call is one that crashes a provider.
  boolean crashes(ApplicationCall call) {
    return crashing > 0 && call.number() % crashing == 0;
  }

  private String body(ApplicationCall call) {
    return String.format(
        Locale.ROOT,
        """
        {"model": "%s", "stream": %s, "user": "%s", "messages": \
        [{"role": "user", "content": "How does %s work?"}]}\
        """,
        FaultSchedule.MODEL,
        call.isStream(),
        call.name(),
        crashes(call) ? CRASHES : "a lock on a canal");
  }
}
