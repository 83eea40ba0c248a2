package dev.sluice.provider.answer;

import dev.sluice.dialect.json.JsonStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/// A whole chat with everything in it that there is, and the same as a stream cut into deltas of
/// any size.
public final class RandomAnswer {
  private static final String[] TEXTS = {
    "a", "\"", "\\", "\n", "é", "😀", "\u0001", "{\"x\":[", "]}", " "
  };

  private final Random random;
  private final List<StringJoiner> wholes = new ArrayList<>();

  /// Each choice's deltas in their order.
  private final List<List<String>> deltas = new ArrayList<>();

  public final String whole;
  public final String stream;

  public RandomAnswer(long seed) {
    random = new Random(seed);
    int choices = 1 + random.nextInt(3);
    for (int i = 0; i < choices; i++) {
      choice(i);
    }
    String fixed =
        "\"id\":\"c\",\"created\":" + random.nextInt() + ",\"model\":\"m\",\"x\":{\"y\":[1.50]}";
    String usage = "{\"prompt_tokens\":3,\"completion_tokens\":4}";
    StringJoiner all = new StringJoiner(",", "[", "]");
    wholes.forEach(choice -> all.add(choice.toString()));
    whole =
        "{\"object\":\"chat.completion\","
            + fixed
            + ",\"usage\":"
            + usage
            + ",\"choices\":"
            + all
            + "}";
    stream = events(fixed, usage);
  }

  private String events(String fixed, String usage) {
    StringBuilder events = new StringBuilder();
    String head = "data: {\"object\":\"chat.completion.chunk\"," + fixed + ",\"choices\":[";
    while (deltas.stream().anyMatch(rest -> !rest.isEmpty())) {
      StringJoiner choices = new StringJoiner(",");
      do {
        List<String> some = deltas.get(random.nextInt(deltas.size()));
        if (!some.isEmpty()) {
          choices.add(some.removeFirst());
        }
      } while (choices.length() == 0 || (deltas.size() > 1 && random.nextInt(9) == 0));
      events.append(head).append(choices).append("],\"usage\":null}\n\n");
      if (random.nextInt(9) == 0) {
        events.append(": keep-alive\n\n");
      }
    }
    return events
        .append(head)
        .append("],\"usage\":")
        .append(usage)
        .append("}\n\ndata: [DONE]\n\n")
        .toString();
  }

  private void choice(int index) {
    List<String> parts = new ArrayList<>();
    StringJoiner message = new StringJoiner(",", "{", "}").add("\"role\":\"assistant\"");
    text("content", message, parts);
    for (String name : List.of("refusal", "reasoning_content", "reasoning", "unknown")) {
      if (random.nextInt(3) == 0) {
        text(name, message, parts);
      }
    }
    toolCalls(message, parts);
    list("annotations", message, parts);
    List<String> events = new ArrayList<>();
    String at = "{\"index\":" + index + ",\"delta\":{";
    events.add(at + "\"role\":\"assistant\"},\"finish_reason\":null}");
    parts.forEach(part -> events.add(at + part + "},\"finish_reason\":null}"));
    String probabilities = probabilities(events, at);
    events.add(at + "},\"finish_reason\":\"stop\"}");
    deltas.add(events);
    wholes.add(
        new StringJoiner(",", "{", "}")
            .add("\"index\":" + index)
            .add("\"message\":" + message)
            .add(probabilities + "\"finish_reason\":\"stop\""));
  }

  private void text(String name, StringJoiner message, List<String> parts) {
    StringBuilder all = new StringBuilder();
    int pieces = 1 + random.nextInt(5);
    for (int i = 0; i < pieces; i++) {
      String piece = text();
      all.append(piece);
      parts.add("\"" + name + "\":" + JsonStrings.quote(piece));
    }
    message.add("\"" + name + "\":" + JsonStrings.quote(all.toString()));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.toString();
  }

  private void toolCalls(StringJoiner message, List<String> parts) {
    int calls = random.nextInt(4);
    StringJoiner all = new StringJoiner(",", "[", "]");
    for (int i = 0; i < calls; i++) {
      String id = "\"id\":\"call_" + i + "\",\"type\":\"function\"";
      String open = "\"tool_calls\":[{\"index\":" + i + ",";
      parts.add(open + id + ",\"function\":{\"name\":\"f" + i + "\",\"arguments\":\"\"}}]");
      StringBuilder arguments = new StringBuilder();
      for (int k = random.nextInt(4); k > 0; k--) {
        String piece = text();
        arguments.append(piece);
        parts.add(open + "\"function\":{\"arguments\":" + JsonStrings.quote(piece) + "}}]");
      }
      all.add(
          "{"
              + id
              + ",\"function\":{\"name\":\"f"
              + i
              + "\",\"arguments\":"
              + JsonStrings.quote(arguments.toString())
              + "}}");
    }
    if (calls > 0) {
      message.add("\"tool_calls\":" + all);
    }
  }

  private void list(String name, StringJoiner message, List<String> parts) {
    int elements = random.nextInt(3);
    StringJoiner all = new StringJoiner(",", "[", "]");
    for (int i = 0; i < elements; i++) {
      String element =
          "{\"n\":" + random.nextInt(9) + ",\"t\":[" + JsonStrings.quote(text()) + "]}";
      all.add(element);
      parts.add("\"" + name + "\":[" + element + "]");
    }
    if (elements > 0) {
      message.add("\"" + name + "\":" + all);
    }
  }

  private String probabilities(List<String> events, String at) {
    StringJoiner content = new StringJoiner(",", "[", "]");
    int tokens = random.nextInt(4);
    for (int i = 0; i < tokens; i++) {
      String token =
          "{\"token\":"
              + JsonStrings.quote(text())
              + ",\"logprob\":-"
              + random.nextInt(9)
              + ".10e-1}";
      content.add(token);
      events.add(
          at
              + "},\"logprobs\":{\"content\":["
              + token
              + "],\"refusal\":null},\"finish_reason\":null}");
    }
    return tokens == 0 ? "" : "\"logprobs\":{\"content\":" + content + ",\"refusal\":null},";
  }
}
