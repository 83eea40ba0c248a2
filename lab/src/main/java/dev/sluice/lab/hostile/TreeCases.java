package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.Requests.chat;
import static dev.sluice.lab.hostile.Requests.post;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// H18: texts of which a translation would build a tree many times their size, from a client and
/// from a provider, at the memory that a process has by default, in 512 MiB and in 300 MiB. The
/// process must live, and honest calls beside the attack are served within their bound.
final class TreeCases {
  private static final int MEGABYTE = 1 << 20;
  private static final List<Integer> ALLOWED = List.of(200, 400, 408, 413, 502, 503);
  private static final long HONEST_MILLIS = 5_000;
  private static final int HONEST_CALLS = 3;

  private TreeCases() {}

  static List<HostileCase> all() {
    return Setup.SIZES.reversed().stream().flatMap(TreeCases::all).toList();
  }

  private static Stream<HostileCase> all(Setup setup) {
    return Stream.of(
        each(setup, "8 MiB of ones that nobody knows", 1, () -> unknown(8)),
        each(setup, "30 MiB of ones, twice at once", 2, () -> unknown(30)),
        each(setup, "8 MiB of ones as messages", 1, TreeCases::messages),
        each(setup, "8 MiB of ones in a tool's schema", 1, TreeCases::schema),
        each(
            setup,
            "an answer with 8 MiB of ones",
            1,
            () -> chat("spoken/messages-ones-8", "hello")),
        each(
            setup,
            "8 MiB of ones as an answer's content",
            1,
            () -> chat("spoken/messages-content-8", "hello")),
        each(
            setup,
            "an event with 7 MiB of ones",
            1,
            () -> chat("spoken/messages-content-7", "hello", ",\"stream\":true")));
  }

  /// @param body made when it is sent: all of them together are hundreds of megabytes
  private static HostileCase each(Setup setup, String sent, int count, Supplier<String> body) {
    return new HostileCase(
        "H18", sent, "lives, others served", setup, site -> drive(site, count, post(body.get())));
  }

  private static String ones(int megabytes) {
    return "[" + "1,".repeat(megabytes * MEGABYTE / 2) + "1]";
  }

  private static String unknown(int megabytes) {
    return chat("spoken/messages-ok", "hello", ",\"zz\":" + ones(megabytes));
  }

  private static String messages() {
    return "{\"model\":\"spoken/messages-ok\",\"messages\":" + ones(8) + "}";
  }

  private static String schema() {
    String tool = "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":";
    String parameters = "{\"type\":\"object\",\"enum\":" + ones(8) + "}";
    return chat("spoken/messages-ok", "hello", ",\"tools\":[" + tool + parameters + "}}]");
  }

  private static AttackResult drive(Site site, int count, byte[] request)
      throws IOException, InterruptedException {
    List<RawAnswer> answers;
    AttackResult beside;
    try (ManyClients crowd = ManyClients.of(count, site)) {
      crowd.each(client -> Thread.ofVirtual().start(() -> client.write(request)));
      beside = honest(site);
      answers = crowd.together(client -> client.patience(30_000).answer());
    }
    for (RawAnswer answer : answers) {
      if (!ALLOWED.contains(answer.status())) {
        return new AttackResult(false, answer.summary());
      }
    }
    return beside.and(new AttackResult(true, answers.getFirst().summary()));
  }

  /// Honest calls while the attack is under way.
  private static AttackResult honest(Site site) throws IOException {
    for (int i = 0; i < HONEST_CALLS; i++) {
      AttackResult result = site.honestWithin(HONEST_MILLIS);
      if (!result.right()) {
        return result;
      }
    }
    return new AttackResult(true, "");
  }
}
