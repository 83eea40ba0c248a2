package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.Requests.DETERMINISTIC;
import static dev.sluice.lab.hostile.Requests.STREAM;
import static dev.sluice.lab.hostile.Requests.chat;

import java.io.IOException;
import java.util.List;

/// H16: answers that say that they are over and are not, and ids that carry more than an id.
final class UnfinishedCases {
  private static final String SEALED = "f1_slc1_" + "A".repeat(4_000);

  private UnfinishedCases() {}

  static List<HostileCase> all() {
    return List.of(
        open("a stream, [DONE] without finish_reason", "an error, no [DONE]", UnfinishedCases::cut),
        open("the same, twice, with a cache", "not kept", UnfinishedCases::kept),
        open(
            "a sealed id of a call, straight",
            "200, the seal is taken off",
            site -> AttackResult.status(site.call(sealed(SEALED)), 200)),
        open(
            "an id that looks like a sealed one",
            "400, it passes",
            site -> AttackResult.status(site.call(sealed("f1_slc1_short")), 400)));
  }

  private static HostileCase open(String sent, String expected, Attack attack) {
    return HostileCase.open("H16", sent, expected, attack);
  }

  private static AttackResult cut(Site site) throws IOException {
    RawAnswer answer = site.call(chat("answers/unfinished-cut", "hello", STREAM));
    String body = answer.body();
    boolean told = body.contains("stream_truncated") && !body.contains("data: [DONE]");
    return new AttackResult(told, answer.summary() + (told ? ", told" : ", looks complete"));
  }

  private static AttackResult kept(Site site) throws IOException {
    String call = chat("cached/unfinished-" + System.nanoTime(), "hello", STREAM, DETERMINISTIC);
    site.call(call);
    String cache = site.call(call).header("x-sluice-cache");
    return new AttackResult(!cache.equals("hit"), "cache: " + cache);
  }

  /// A conversation of which the provider refuses what it sees of a seal.
  private static String sealed(String id) {
    return """
    {"model":"answers/seals","messages":[{"role":"user","content":"hello"},{"role":"assistant",\
    "content":null,"tool_calls":[{"id":"%s","type":"function","function":{"name":"get",\
    "arguments":"{}"}}]},{"role":"tool","tool_call_id":"%s","content":"one"}]}\
    """
        .formatted(id, id);
  }
}
