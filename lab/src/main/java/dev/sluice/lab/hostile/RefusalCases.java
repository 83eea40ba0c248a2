package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.Requests.chat;
import static dev.sluice.lab.hostile.Requests.post;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// H31 to H33: what a provider says to one call, or of one model, and what it is to all others; by
/// how much memory the process has, with honest calls beside it.
final class RefusalCases {
  private static final int HELD_MOST = 1_024;
  private static final long HONEST_WITHIN_MILLIS = 2_000;
  private static final long HONEST_EVERY_MILLIS = 20;
  private static final String WORDS = "requires more credits, or fewer max_tokens";

  private RefusalCases() {}

  static List<HostileCase> all() {
    return Setup.SIZES.stream().flatMap(RefusalCases::of).toList();
  }

  private static Stream<HostileCase> of(Setup setup) {
    return Stream.of(
        of("H31", "429 for one name", "other names served", setup, RefusalCases::oneName),
        of("H31", "429 for 1,200 names", "other names served", setup, RefusalCases::names),
        of("H32", "402 for 200,000 tokens", "smaller ones served", setup, RefusalCases::cost),
        of("H33", "an error amid a response", "told, and an end", setup, RefusalCases::amid));
  }

  private static HostileCase of(
      String code, String sent, String expected, Setup setup, Attack attack) {
    return new HostileCase(code, sent, expected, setup, site -> besideHonest(site, attack));
  }

  /// The attack, while honest calls come one after the other, a moment apart. Without a pause they
  /// would take a processor from the gateway that is attacked.
  private static AttackResult besideHonest(Site site, Attack attack)
      throws IOException, InterruptedException {
    var over = new CountDownLatch(1);
    var honest = new FutureTask<>(() -> honest(site, over));
    Thread.ofVirtual().start(honest);
    AttackResult result;
    try {
      result = attack.drive(site);
    } finally {
      over.countDown();
    }
    try {
      return result.and(honest.get());
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    }
  }

  private static AttackResult honest(Site site, CountDownLatch over)
      throws IOException, InterruptedException {
    AttackResult result;
    do {
      result = site.honestWithin(HONEST_WITHIN_MILLIS);
    } while (result.right() && !over.await(HONEST_EVERY_MILLIS, TimeUnit.MILLISECONDS));
    return result;
  }

  /// Finds whether a provider that is told to stay away for 90 s for one name, among 300 invented
  /// ones, serves five others, and is asked for that name no more.
  private static AttackResult oneName(Site site) throws IOException {
    try (RawConnection client = site.connect()) {
      guess(client, 300);
      String name = later(site, 0);
      AttackResult result = status(client, "fresh/" + name, 429);
      for (int i = 0; i < 5; i++) {
        result = result.and(status(client, "fresh/real-" + i, 200));
      }
      result = result.and(status(client, "fresh/" + name, 429));
      return result.and(asked(site, name, 1));
    }
  }

  private static void guess(RawConnection client, int names) throws IOException {
    for (int i = 0; i < names; i++) {
      status(client, "fresh/missing-" + i, 404);
    }
  }

  /// More names are told so than are kept: others are served, the last ones stay held, and the
  /// first one costs the provider one more call.
  private static AttackResult names(Site site) throws IOException {
    int names = 1_200;
    try (RawConnection client = site.connect()) {
      AttackResult result = new AttackResult(true, "");
      for (int i = 1; i <= names && result.right(); i++) {
        result = status(client, "fresh/" + later(site, i), 429);
      }
      result = result.and(status(client, "fresh/never-asked", 200));
      String kept = later(site, names - HELD_MOST + 1);
      result = result.and(status(client, "fresh/" + kept, 429)).and(asked(site, kept, 1));
      String forgotten = later(site, 1);
      result = result.and(status(client, "fresh/" + forgotten, 429));
      return result.and(asked(site, forgotten, 2));
    }
  }

  private static AttackResult status(RawConnection client, String model, int status)
      throws IOException {
    return AttackResult.status(client.write(post(chat(model, "hello"))).answer(), status);
  }

  /// A name that is told to come later, and that no other process has asked for.
  private static String later(Site site, int number) {
    return "later-" + site.pid() + "-" + number;
  }

  private static AttackResult asked(Site site, String model, long times) {
    long calls = site.provider().calls(model);
    return new AttackResult(calls == times, model + " was asked " + calls + " times");
  }

  /// A call for more than the credit pays for, which speaks of that itself: once short, once too
  /// long for its words to be compared.
  private static AttackResult cost(Site site) throws IOException {
    AttackResult result = new AttackResult(true, "");
    for (int words : List.of(1, 20_000)) {
      RawAnswer refused = site.call(costly(words));
      boolean told = refused.status() == 402 && refused.body().contains(WORDS);
      result = result.and(new AttackResult(told, refused.summary()));
      for (int i = 0; i < 5; i++) {
        String small = chat("paid/afford-1234", "hello", ",\"max_tokens\":100");
        result = result.and(AttackResult.status(site.call(small), 200));
      }
    }
    return result;
  }

  private static String costly(int words) {
    return """
        {"model":"paid/afford-1234","max_tokens":200000,\
        "messages":[{"role":"user","content":"This request %s%s"}]}"""
        .formatted(WORDS, " word".repeat(words));
  }

  /// A stream of the Responses API ends well behind the error, one of a chat does not.
  private static AttackResult amid(Site site) throws IOException {
    RawAnswer response = stream(site, "/v1/responses", "\"input\":\"hello\"");
    RawAnswer chat =
        stream(site, Requests.CHAT, "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]");
    boolean told = response.body().contains("response.failed") && response.complete();
    boolean cut = chat.body().contains("\"error\"") && !chat.complete();
    return new AttackResult(told, "response: " + response.summary())
        .and(new AttackResult(cut, "chat: " + chat.summary()));
  }

  private static RawAnswer stream(Site site, String path, String content) throws IOException {
    String body = "{\"model\":\"up/fails\",\"stream\":true," + content + "}";
    String head = "POST " + path + " HTTP/1.1\r\n" + Requests.HOST + Requests.JSON;
    String length = "Content-Length: " + body.length() + "\r\n\r\n";
    try (RawConnection client = site.connect()) {
      return client.write(head + length + body).answer();
    }
  }
}
