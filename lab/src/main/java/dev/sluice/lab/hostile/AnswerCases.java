package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.HostileCase.open;
import static dev.sluice.lab.hostile.Requests.DETERMINISTIC;
import static dev.sluice.lab.hostile.Requests.STREAM;
import static dev.sluice.lab.hostile.Requests.chat;
import static dev.sluice.lab.hostile.Requests.post;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// H14 to H16: answers and signals that are taken wrongly.
final class AnswerCases {
  private static final long SOON_MILLIS = 5_000;

  private AnswerCases() {}

  static List<HostileCase> all() {
    return List.of(
        open(
            "H14",
            "a whole answer, open after [DONE]",
            "200 within 5 s",
            site -> ended(site, chat("assembled/open", "hello"))),
        open(
            "H14",
            "a stream, open after [DONE]",
            "a clean end within 5 s",
            site -> ended(site, chat("up/open", "hello", STREAM))),
        new HostileCase(
            "H15",
            "SIGHUP without a terminal",
            "the call ends well, lives",
            Setup.SIGNALLED,
            AnswerCases::hangUp),
        open("H16", "an empty answer, twice", "not kept", AnswerCases::empty),
        open("H16", "a 400 that tells our key", "scrubbed", site -> scrubbed(site, 400)),
        open("H16", "a 451 that tells our key", "scrubbed", site -> scrubbed(site, 451)),
        open("H16", "a 503 that tells our key", "scrubbed", site -> scrubbed(site, 503)),
        open("H16", "${file:} of a fifo", "an error, soon", AnswerCases::fifo),
        open(
            "H16",
            "status 000",
            "502 or 503",
            site -> AttackResult.status(site.call(chat("answers/status-000", "hello")), 502, 503)),
        open(
            "H16",
            "a choice with an absurd index",
            "502",
            site -> AttackResult.status(site.call(chat("assembled/index", "hello")), 502)),
        open("H16", "x-stainless-retry-count: 9999", "retry-after <= 60", AnswerCases::retryCount),
        open("H16", "20 identical calls after an answer, 5 times", "hits", AnswerCases::hits));
  }

  private static AttackResult ended(Site site, String call) throws IOException {
    long began = System.nanoTime();
    RawAnswer answer = site.call(call);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    boolean clean = answer.complete() && !answer.body().contains("\"error\"");
    return AttackResult.status(answer, 200)
        .and(
            new AttackResult(
                clean && took < SOON_MILLIS, answer.summary() + " in " + took + " ms"));
  }

  private static AttackResult hangUp(Site site) throws IOException, InterruptedException {
    try (RawConnection client = site.connect()) {
      client.write(post(chat("up/slow-1000", "hello")));
      TimeUnit.MILLISECONDS.sleep(300);
      site.signal("HUP");
      return AttackResult.status(client.answer(), 200).and(site.honest());
    }
  }

  private static AttackResult empty(Site site) throws IOException {
    String call = chat("cached/empty-" + System.nanoTime(), "hello", DETERMINISTIC);
    site.call(call);
    String cache = site.call(call).header("x-sluice-cache");
    return new AttackResult(!cache.equals("hit"), "cache: " + cache);
  }

  private static AttackResult scrubbed(Site site, int status) throws IOException {
    RawAnswer answer = site.call(chat("answers/leak-" + status, "hello"));
    boolean leaks = answer.body().contains(Setup.SECRET);
    return new AttackResult(
        answer.status() > 0 && !leaks, answer.summary() + (leaks ? ", with our key" : ""));
  }

  private static AttackResult fifo(Site site) throws IOException, InterruptedException {
    Path fifo = site.folder().resolve("fifo");
    new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
    String yaml = Setup.OPEN.yaml(9).replace(Setup.SECRET, "${file:" + fifo + "}");
    Optional<String> said = ConfigCheck.of(site, yaml);
    return new AttackResult(
        said.isPresent() && said.get().startsWith("1 "), said.orElse("validate does not end"));
  }

  private static AttackResult retryCount(Site site) throws IOException {
    RawAnswer answer =
        site.call(chat("answers/boom-count", "hello"), "x-stainless-retry-count: 9999");
    String after = answer.header("retry-after");
    boolean sane = after.matches("\\d{1,9}") && Integer.parseInt(after) <= 60;
    return new AttackResult(sane, answer.summary() + ", retry-after: " + after);
  }

  private static AttackResult hits(Site site) throws IOException, InterruptedException {
    long misses = 0;
    for (int round = 0; round < 5; round++) {
      String call = chat("cached/ok", "round " + round + System.nanoTime(), DETERMINISTIC);
      misses += misses(site, call);
    }
    return new AttackResult(misses == 0, misses + " of 100 missed");
  }

  /// Returns how many of a crowd do not get the answer to `call` from the cache.
  private static long misses(Site site, String call) throws IOException, InterruptedException {
    try (ManyClients crowd = ManyClients.of(20, site)) {
      site.call(call);
      return crowd.together(client -> client.write(post(call)).answer()).stream()
          .filter(answer -> !answer.header("x-sluice-cache").equals("hit"))
          .count();
    }
  }
}
