package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.Requests.DETERMINISTIC;
import static dev.sluice.lab.hostile.Requests.chat;
import static dev.sluice.lab.hostile.Requests.post;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// H5 to H8, H10 to H13 and H17: attacks that shut a model, a credential or the gateway to all
/// other clients.
final class LockoutCases {
  private static final List<String> PHRASES =
      List.of(
          "credit balance is too low",
          "api key not valid",
          "insufficient balance",
          "try again in 20h",
          "you exceeded your current quota");

  /// The lowest status of an error that may be about more than its call, but never about another
  /// model.
  private static final int THROTTLED = 429;

  private static final List<Integer> STATUSES = List.of(400, 404, 422, 429, 500, 503);

  private LockoutCases() {}

  static List<HostileCase> all() {
    return List.of(
        open("H5", "max_tokens of 2^63 - 2", site -> overflow(site, "limited/ok")),
        open("H5", "max_tokens of 2^63 - 2, refused", site -> overflow(site, "limited/echo-400")),
        open(
            "H5",
            "max_tokens of 2^63 - 2, no limit",
            site -> AttackResult.status(site.call(largest("up/ok")), 200)),
        open("H6", "90 errors that echo bad words", LockoutCases::words),
        open("H7", "402 for one call", site -> aside(site, "pay-1", "paid")),
        open("H7", "429 with a limit of 0 for one model", site -> aside(site, "zero-1", "paid")),
        open("H8", "500s of 12 invented names", LockoutCases::outage),
        open("H8", "300 invented names", LockoutCases::invented),
        new HostileCase(
            "H10", "another key's kept answer", "not served", Setup.KEYED, LockoutCases::kept),
        new HostileCase(
            "H10",
            "another's tenant named by a key",
            "not served",
            Setup.KEYED,
            LockoutCases::claimed),
        new HostileCase(
            "H10",
            "a flood that claims critical",
            "another waits < 2 s",
            Setup.NAMED,
            LockoutCases::critical),
        open("H11", "a flood of 200 small calls", LockoutCases::flood),
        new HostileCase(
            "H12",
            "400 connections, 128 descriptors",
            "200 or 503 each, recovers",
            Setup.FEW_FILES,
            LockoutCases::descriptors),
        open(
            "H13",
            "a foreign Host",
            Attack.request(foreign("Host: evil.example\r\n"), 400, 403, 421)),
        open(
            "H13",
            "a foreign Origin",
            Attack.request(
                foreign(Requests.HOST + "Origin: http://evil.example\r\n"), 400, 403, 421)),
        open("H13", "a foreign Host at admin", LockoutCases::foreignAdmin),
        open("H17", "e*mb as a model", LockoutCases::star));
  }

  private static HostileCase open(String code, String sent, Attack attack) {
    return HostileCase.open(code, sent, expected(code), attack);
  }

  private static String expected(String code) {
    return switch (code) {
      case "H13" -> "refused";
      case "H17" -> "an error that names it";
      case "H11" -> "another waits < 2 s";
      default -> "others served";
    };
  }

  private static String largest(String model) {
    return chat(model, "word ".repeat(600), ",\"max_tokens\":9223372036854775806");
  }

  /// The next call of the same model is served, ten times.
  private static AttackResult overflow(Site site, String model) throws IOException {
    RawAnswer first = site.call(largest(model));
    AttackResult result = answered(first);
    for (int i = 0; i < 10; i++) {
      String next = chat(model, "hello");
      result = result.and(AttackResult.status(site.call(next, "x-sluice-deadline-ms: 1000"), 200));
    }
    return result;
  }

  private static AttackResult answered(RawAnswer answer) {
    return new AttackResult(answer.status() > 0, answer.summary());
  }

  private static AttackResult words(Site site) throws IOException {
    for (String provider : List.of("anthropic", "gemini", "deepseek")) {
      for (int status : STATUSES) {
        for (String phrase : PHRASES) {
          AttackResult result = words(site, provider, status, phrase);
          if (!result.right()) {
            return result;
          }
        }
      }
    }
    return new AttackResult(true, "others served");
  }

  private static AttackResult words(Site site, String provider, int status, String phrase)
      throws IOException {
    String model = provider + "/echo-" + status;
    site.call(chat(model, phrase), "x-sluice-deadline-ms: 500");
    RawAnswer other =
        site.call(
            chat(status < THROTTLED ? model : provider + "/ok", "hello"),
            "x-sluice-deadline-ms: 1000");
    return new AttackResult(
        other.status() == 200 && !other.body().contains(phrase),
        "after " + provider + ", " + status + ", " + phrase + ": " + other.summary());
  }

  /// Finds whether another model of a credential is served after one model's call was refused.
  private static AttackResult aside(Site site, String model, String provider) throws IOException {
    AttackResult before =
        AttackResult.status(site.call(chat(provider + "/m-" + model, "hello")), 200);
    site.call(chat(provider + "/" + model, "dear"));
    return before.and(AttackResult.status(site.call(chat(provider + "/m-" + model, "hello")), 200));
  }

  private static AttackResult outage(Site site) throws IOException {
    AttackResult before = AttackResult.status(site.call(chat("fresh/known", "hello")), 200);
    for (int i = 0; i < 12; i++) {
      site.call(chat("fresh/boom-" + i, "hello"));
    }
    return before.and(AttackResult.status(site.call(chat("fresh/known", "hello")), 200));
  }

  private static AttackResult invented(Site site) throws IOException {
    for (int i = 0; i < 300; i++) {
      site.call(chat("fresh/new-" + i, "hello"));
    }
    return AttackResult.status(site.call(chat("fresh/known", "hello")), 200);
  }

  private static AttackResult kept(Site site) throws IOException {
    String call = chat("cached/ok", "whose is it", DETERMINISTIC);
    site.callAs(Setup.FIRST_KEY, call);
    return unshared(site.callAs(Setup.SECOND_KEY, call));
  }

  private static AttackResult claimed(Site site) throws IOException {
    String call = chat("cached/ok", "whose is that", DETERMINISTIC);
    site.callAs(Setup.FIRST_KEY, call, "x-sluice-tenant: shared");
    return unshared(site.callAs(Setup.SECOND_KEY, call, "x-sluice-tenant: shared"));
  }

  private static AttackResult unshared(RawAnswer answer) {
    String cache = answer.header("x-sluice-cache");
    return new AttackResult(
        answer.status() == 200 && cache.equals("miss"), answer.summary() + " " + cache);
  }

  private static AttackResult critical(Site site) throws IOException, InterruptedException {
    byte[] claim =
        post(
            chat("narrow/slow-20", "hello"),
            "Authorization: Bearer " + Setup.FIRST_KEY,
            "x-sluice-priority: critical");
    String key = "Authorization: Bearer " + Setup.SECOND_KEY;
    return beside(site, claim, post(chat("narrow/slow-20", "hello"), key));
  }

  private static AttackResult flood(Site site) throws IOException, InterruptedException {
    byte[] many = post(chat("narrow/slow-20", "hello"), "x-sluice-tenant: many");
    return beside(site, many, post(chat("narrow/slow-20", "hello"), "x-sluice-tenant: few"));
  }

  /// Five honest calls, one after the other, while 200 others wait for a target of 50 calls a
  /// second.
  private static AttackResult beside(Site site, byte[] flood, byte[] honest)
      throws IOException, InterruptedException {
    try (ManyClients crowd = ManyClients.of(200, site);
        RawConnection other = site.connect()) {
      crowd.each(client -> client.write(flood));
      TimeUnit.MILLISECONDS.sleep(300);
      long longest = 0;
      for (int i = 0; i < 5; i++) {
        long began = System.nanoTime();
        AttackResult answer = AttackResult.status(other.write(honest).answer(), 200);
        if (!answer.right()) {
          return answer;
        }
        longest = Math.max(longest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
      }
      return new AttackResult(longest < 2_000, "waited " + longest + " ms at most");
    }
  }

  private static AttackResult descriptors(Site site) throws IOException, InterruptedException {
    try (ManyClients crowd = ManyClients.of(400, site)) {
      crowd.each(client -> client.write(post(chat("up/slow-500", "hello"))));
      AttackResult accepted = firstAnswers(crowd);
      if (!accepted.right()) {
        return accepted;
      }
    }
    TimeUnit.SECONDS.sleep(2);
    return site.honest();
  }

  /// The first 20 have been accepted for sure.
  private static AttackResult firstAnswers(ManyClients crowd) throws IOException {
    for (RawConnection client : crowd.first(20)) {
      AttackResult answer = AttackResult.status(client.answer(), 200, 503);
      if (!answer.right()) {
        return answer;
      }
    }
    return new AttackResult(true, "200 or 503 each");
  }

  private static byte[] foreign(String headers) {
    return Requests.bytes("GET /v1/models HTTP/1.1\r\n" + headers + "\r\n");
  }

  private static AttackResult foreignAdmin(Site site) throws IOException {
    try (RawConnection client = site.admin()) {
      String request = "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n";
      return AttackResult.status(client.write(request).answer(), 400, 403, 421);
    }
  }

  private static AttackResult star(Site site) throws IOException, InterruptedException {
    Optional<String> said =
        ConfigCheck.of(site, Setup.OPEN.yaml(9).replace("\"fresh/*\"", "\"e*mb\""));
    return new AttackResult(
        said.isPresent() && said.get().startsWith("1 ") && said.get().contains("e*mb"),
        said.orElse("validate does not end"));
  }
}
