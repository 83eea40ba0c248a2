package dev.sluice.lab.affinity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// The calls of coding agents over an hour: sessions of 5 to 25 turns with about 10 s between two,
/// each behind the same system prompt and tools (16 KB together), with a first message of 16 to 64
/// KB that is the session's own, and 1 to 4 KB more a turn.
final class AgentMix {
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final String SHARED =
      """
      "tools":[{"type":"function","function":{"name":"shell","description":"%s"}}],\
      "messages":[{"role":"system","content":"%s"}"""
          .formatted(words("tool", 8_000), words("rule", 8_000));

  /// One call of a session.
  ///
  /// @param turn from 0
  /// @param before how many bytes the call before it had
  record Ask(int session, int turn, long at, String body, int before) {}

  private final SplittableRandom random;
  private final List<Ask> calls = new ArrayList<>();

  private AgentMix(SplittableRandom random) {
    this.random = random;
  }

  /// Returns all calls, in the order of their arrival.
  ///
  /// @param sessions how many begin in the hour
  static List<Ask> calls(int sessions, long seed) {
    var mix = new AgentMix(new SplittableRandom(seed));
    for (int session = 0; session < sessions; session++) {
      mix.session(session);
    }
    mix.calls.sort(Comparator.comparingLong(Ask::at));
    return mix.calls;
  }

  private void session(int session) {
    long at = random.nextLong(HOUR);
    int turns = random.nextInt(5, 26);
    String first = words("s" + session, random.nextInt(16_000, 64_000));
    var messages = new StringBuilder(SHARED).append(message("user", first));
    int before = 0;
    for (int turn = 0; turn < turns; turn++) {
      String body = "{\"model\":\"m\"," + messages + "]}";
      calls.add(new Ask(session, turn, at, body, before));
      before = messages.length();
      at += (long) (-Math.log(1 - random.nextDouble()) * Duration.ofSeconds(10).toNanos());
      messages.append(message("assistant", words("t" + turn, random.nextInt(1_000, 4_000))));
    }
  }

  private static String message(String role, String content) {
    return ",{\"role\":\"" + role + "\",\"content\":\"" + content + "\"}";
  }

  private static String words(String seed, int length) {
    var text = new StringBuilder(length + 16);
    for (int i = 0; text.length() < length; i++) {
      text.append(seed).append(i).append(' ');
    }
    return text.toString();
  }
}
