package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.Requests.HOST;
import static dev.sluice.lab.hostile.Requests.chat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// The cases H34 to H37: a provider's words, and names of clients, that reach those who must not
/// see them. Each case runs with much memory, as in 512 MiB, and as in 300 MiB.
final class SecretCases {
  private static final int INVENTED = 300;

  /// Twenty lines tell of models, and a few of the provider.
  private static final int LINES_MOST = 30;

  private SecretCases() {}

  static List<HostileCase> all() {
    return Setup.SIZES.stream().flatMap(SecretCases::with).toList();
  }

  private static Stream<HostileCase> with(Setup setup) {
    return Stream.of(
        new HostileCase(
            "H34", "errors with our key, escaped", "no key", setup, SecretCases::escaped),
        new HostileCase(
            "H35", "names that cannot be seen", "400, no such line", setup, SecretCases::names),
        new HostileCase("H36", "a # in a target", "400, closed", setup, SecretCases::fragment),
        new HostileCase("H37", "300 forbidden models", "few lines", setup, SecretCases::invented));
  }

  private static AttackResult escaped(Site site) throws IOException {
    for (int status : new int[] {200, 400, 404, 422, 500, 503}) {
      RawAnswer whole = site.call(chat("answers/escaped-" + status, "hello"));
      RawAnswer stream = site.call(chat("answers/escaped-" + status, "hello", ",\"stream\":true"));
      for (RawAnswer answer : List.of(whole, stream)) {
        if (answer.status() <= 0 || leaks(answer)) {
          return new AttackResult(false, status + ": " + answer.summary() + ", with our key");
        }
      }
    }
    return new AttackResult(true, "scrubbed");
  }

  private static boolean leaks(RawAnswer answer) {
    String seen = answer.body() + answer.header("openai-version");
    return EscapedWords.of(Setup.SECRET).stream().anyMatch(seen::contains)
        || seen.contains("127.0.0.1")
        || seen.contains("127\\u002e0.0.1");
  }

  private static AttackResult names(Site site) throws IOException {
    for (String hidden : List.of("\u202e", "\u200b", "\u2028", "\ufeff", "\u00ad", "\u2066")) {
      RawAnswer answer = site.call(chat("up/ok" + hidden + "x", "hello"));
      if (answer.status() != 400 || answer.body().contains(hidden)) {
        return new AttackResult(false, answer.summary());
      }
      if (site.said().contains(hidden)) {
        return new AttackResult(false, "on stderr as it is");
      }
    }
    return new AttackResult(true, "400");
  }

  private static AttackResult fragment(Site site) throws IOException {
    try (RawConnection client = site.connect()) {
      RawAnswer answer =
          client
              .write("GET /v1/models#" + Setup.FIRST_KEY + " HTTP/1.1\r\n" + HOST + "\r\n")
              .answer();
      boolean closed = answer.status() == 400 && client.ends();
      return new AttackResult(closed && !site.said().contains(Setup.FIRST_KEY), answer.summary());
    }
  }

  private static AttackResult invented(Site site) throws IOException {
    for (int i = 0; i < INVENTED; i++) {
      site.call(chat("sticky/forbidden-" + i, "hello"));
    }
    long lines = site.said().lines().filter(line -> line.contains("sticky")).count();
    return new AttackResult(lines > 0 && lines <= LINES_MOST, lines + " lines");
  }
}
