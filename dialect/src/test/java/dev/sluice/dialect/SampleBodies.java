package dev.sluice.dialect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Requests of Chat Completions as clients send them, and the worst that anybody could.
final class SampleBodies {
  private static final int MEGABYTE = 1 << 20;

  /// Large ones are so many times smaller than in the long form: what is counted of a text and what
  /// is built of it grow together.
  private static final int SMALLER = System.getProperty("sluice.long") == null ? 8 : 1;

  /// How large the worst ones are, in bytes.
  static final int WORST = MEGABYTE / SMALLER;

  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\",\"description\":\"An"
          + " absolute path\"},"
          + "\"limit\":{\"type\":\"integer\"},\"kind\":{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}},"
          + "\"required\":[\"path\"]}";

  private SampleBodies() {}

  /// Ten usual ones.
  static Map<String, String> usual() {
    var all = new LinkedHashMap<String, String>();
    all.put("a question", chat(user("\"What is the capital of France?\"")));
    all.put("a large picture", chat(user(picture(8 * WORST))));
    all.put("ten pictures", chat(several(10, i -> turn(i, picture(100_000 / SMALLER)))));
    all.put("a large document", chat(user(document(4 * WORST))));
    all.put("a long history", chat(several(many(20_001), i -> turn(i, words(i)))));
    all.put(
        "200 tools", chat(user("\"Hi\""), ",\"tools\":[" + several(200, SampleBodies::tool) + "]"));
    all.put("source code", chat(user(code(WORST))));
    all.put("Chinese", chat(user("\"" + "漢字假名".repeat(WORST / 12) + "\"")));
    all.put("500 calls of tools", chat(user("\"Go\"") + "," + several(500, SampleBodies::call)));
    all.put(
        "a long prompt of the system",
        chat(
            "{\"role\":\"system\",\"content\":"
                + code(200_000)
                + "},"
                + several(21, i -> turn(i, words(i)))));
    return all;
  }

  /// The worst, each of about [#WORST].
  static Map<String, String> worst() {
    var all = new LinkedHashMap<String, String>();
    String hi = user("\"Hi\"");
    all.put("unknown ones", chat(hi, ",\"zz\":" + array("1")));
    all.put("unknown nests", chat(hi, ",\"zz\":" + array("[[[[[[[[]]]]]]]]")));
    all.put(
        "unknown members",
        chat(hi, ",\"zz\":{" + list(many(300_000), i -> "\"" + i + "\":0") + "}"));
    all.put("messages of a letter", chat(several(many(30_001), i -> turn(i, "\"a\""))));
    all.put("parts of a letter", chat(user("[" + several(many(30_000), i -> text("a")) + "]")));
    all.put(
        "empty parts",
        chat(user("[" + several(many(30_000), i -> text("")) + "," + text("a") + "]")));
    all.put("names that are dropped", chat(several(many(20_001), SampleBodies::named)));
    all.put("escaped letters", chat(user("\"" + "\\u0061".repeat(WORST / 6) + "\"")));
    all.put("escaped Chinese", chat(user("\"" + "\\u4e00".repeat(WORST / 6) + "\"")));
    all.put("characters to escape", chat(user("\"" + "\\u0001".repeat(WORST / 6) + "\"")));
    all.put(
        "tools without anything",
        chat(hi, ",\"tools\":[" + several(many(15_000), i -> bare(i, "")) + "]"));
    all.put("a schema of ones", chat(hi, schema("\"enum\":" + array("1"))));
    all.put(
        "a schema of schemas",
        chat(hi, schema("\"properties\":{" + list(many(100_000), i -> "\"" + i + "\":{}") + "}")));
    all.put(
        "a schema of definitions",
        chat(hi, schema("\"$defs\":{" + list(many(100_000), i -> "\"" + i + "\":{}") + "}")));
    return all;
  }

  /// Answers of Chat Completions.
  static Map<String, String> answers() {
    var all = new LinkedHashMap<String, String>();
    all.put("a word", answer("\"content\":\"Paris\""));
    all.put("source code", answer("\"content\":" + code(WORST)));
    all.put("Chinese", answer("\"content\":\"" + "漢字假名".repeat(WORST / 12) + "\""));
    all.put("escaped letters", answer("\"content\":\"" + "\\u0061".repeat(WORST / 6) + "\""));
    all.put(
        "1,000 calls",
        answer("\"content\":null,\"tool_calls\":[" + several(1000, SampleBodies::called) + "]"));
    return all;
  }

  /// A whole answer of which all parts but the first are of no kind that is known.
  static String unknownParts(WireDialect provider) {
    String some = ",{\"z\":1}".repeat(WORST / 8);
    return switch (provider) {
      case ANTHROPIC ->
          "{\"content\":["
              + text("a")
              + some.replace("\"z\":1", "")
              + "],\"stop_reason\":\"end_turn\"}";
      case RESPONSES ->
          "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":["
              + "{\"type\":\"output_text\",\"text\":\"a\"}"
              + some.replace("\"z\":1", "")
              + "]}]}";
      case GEMINI ->
          "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}"
              + some
              + "]},\"finishReason\":\"STOP\"}]}";
      case CHAT -> throw new IllegalArgumentException("its answers have no parts");
    };
  }

  private static String answer(String message) {
    return "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
        + message
        + "},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";
  }

  private static String called(int i) {
    return "{\"id\":\"call_"
        + i
        + "\",\"type\":\"function\",\"function\":{\"name\":\"read\",\"arguments\":"
        + "\"{\\\"path\\\":\\\"/a/b/"
        + i
        + "\\\"}\"}}";
  }

  private static String schema(String inside) {
    return ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":true,"
        + "\"parameters\":{\"type\":\"object\","
        + inside
        + "}}}]";
  }

  private static String chat(String messages) {
    return chat(messages, "");
  }

  private static String chat(String messages, String more) {
    return "{\"model\":\"m\",\"messages\":[" + messages + "]" + more + "}";
  }

  private static String user(String content) {
    return turn(0, content);
  }

  private static String turn(int i, String content) {
    String role = i % 2 == 0 || content.startsWith("[") ? "user" : "assistant";
    return "{\"role\":\"" + role + "\",\"content\":" + content + "}";
  }

  private static String named(int i) {
    return turn(i, "\"a\"").replace("}", ",\"name\":\"b\"}");
  }

  private static String text(String words) {
    return "{\"type\":\"text\",\"text\":\"" + words + "\"}";
  }

  private static String words(int i) {
    return "\"Some words of a conversation that goes on for long, in their number " + i + "\"";
  }

  private static String picture(int size) {
    return "["
        + text("What is this?")
        + ",{\"type\":\"image_url\",\"image_url\":{\"url\":"
        + "\"data:image/png;base64,"
        + "iVBORw0K".repeat(size / 8)
        + "\"}}]";
  }

  private static String document(int size) {
    return "[{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":"
        + "\"data:application/pdf;base64,"
        + "JVBERi0x".repeat(size / 8)
        + "\"}}]";
  }

  private static String code(int size) {
    String line = "  if (a[i] == \\\"x\\\") {\\n\\treturn b; // and so on, as it goes\\n  }\\n";
    return "\"" + line.repeat(size / line.length()) + "\"";
  }

  private static String tool(int i) {
    return bare(
        i,
        ",\"description\":\"Reads a file, or a part of one, and says what it is.\",\"parameters\":"
            + SCHEMA);
  }

  private static String bare(int i, String more) {
    return "{\"type\":\"function\",\"function\":{\"name\":\"t" + i + "\"" + more + "}}";
  }

  private static String call(int i) {
    return "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_"
        + i
        + "\",\"type\":\"function\",\"function\":{\"name\":\"read\",\"arguments\":"
        + "\"{\\\"path\\\":\\\"/a/b/"
        + i
        + "\\\"}\"}}]},"
        + "{\"role\":\"tool\",\"tool_call_id\":\"call_"
        + i
        + "\",\"content\":"
        + code(2_000)
        + "}";
  }

  private static String several(int count, IntFunction<String> each) {
    return list(count, each);
  }

  private static String list(int count, IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(","));
  }

  private static String array(String element) {
    return array(element, WORST);
  }

  /// An array of about `size` bytes.
  static String array(String element, int size) {
    return "[" + (element + ",").repeat(size / (element.length() + 1)) + element + "]";
  }

  /// Odd, since turns begin and end with the user's.
  private static int many(int full) {
    return SMALLER == 1 ? full : full / SMALLER | 1;
  }
}
