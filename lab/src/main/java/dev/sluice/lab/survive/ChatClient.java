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
/// @param client for all calls but those of the other tenant
/// @param other for those: a job that makes seven of eight calls, nine in ten of which crash a
///   provider
/// @param crashing whether there is such a tenant
record ChatClient(SdkClient client, SdkClient other, boolean crashing, Clock clock)
    implements AutoCloseable {
  /// The beginning of the text that crashes a provider.
  static final String CRASHES = "a lock without gates";

  /// What makes the text longer than others.
  private static final String LONG = " and".repeat(500);

  ChatClient(boolean crashing, Clock clock) {
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
    return (isOfOther(call) ? other : client)
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

  /// Whether a call is one of the tenant whose other calls crash a provider.
  boolean isOfOther(ApplicationCall call) {
    return crashing && call.number() % 8 != 0;
  }

  /// Whether a call is one that crashes a provider.
  boolean crashes(ApplicationCall call) {
    return isOfOther(call) && call.number() % 10 != 3;
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
        crashes(call) ? CRASHES + LONG : "a lock on a canal");
  }
}
