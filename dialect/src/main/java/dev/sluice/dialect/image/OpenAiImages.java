package dev.sluice.dialect.image;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.json.JsonReader.NotJsonException;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The client's form of pictures: OpenAI's `/v1/images/generations`.
/// https://platform.openai.com/docs/api-reference/images/create
final class OpenAiImages {
  private static final JsonReader REQUESTS = JsonReader.of();

  /// What is carried, or refused by its value.
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "prompt",
          "n",
          "size",
          "output_format",
          "output_compression",
          "response_format",
          "stream");

  /// What leaves the choice to the provider.
  private static final Set<String> OPEN = Set.of("auto", "");

  private static final String TYPE = "image/";
  private static final long MOST = 10;

  private OpenAiImages() {}

  static ImageRequest decodeRequest(byte[] body, HeapMeter meter) {
    JsonNode top = read(body, meter);
    String prompt = top.string("prompt");
    if (prompt == null) {
      throw new Untranslatable("prompt", "is missing: say what is to be drawn");
    }
    if (top.isTrue("stream")) {
      throw new Untranslatable("stream", "the target draws pictures whole");
    }
    if ("url".equals(top.string("response_format"))) {
      throw new Untranslatable("response_format", "the target answers with the picture itself");
    }
    return new ImageRequest(
        prompt,
        number(top, "n", 1, MOST).orElse(1L),
        word(top, "size"),
        word(top, "output_format").map(word -> TYPE + word),
        number(top, "output_compression", 0, 100),
        others(top));
  }

  private static JsonNode read(byte[] body, HeapMeter meter) {
    try {
      return REQUESTS.read(body, meter);
    } catch (NotJsonException e) {
      throw new Untranslatable("", "cannot be read: " + e.getMessage());
    }
  }

  private static Optional<String> word(JsonNode top, String name) {
    return Optional.ofNullable(top.string(name)).filter(word -> !OPEN.contains(word));
  }

  private static Optional<Long> number(JsonNode top, String name, long least, long most) {
    JsonNode value = top.get(name);
    if (value == null) {
      return Optional.empty();
    }
    long number = top.number(name, -1);
    if (number < least || number > most) {
      throw new Untranslatable(value, "must be a whole number, %d to %d".formatted(least, most));
    }
    return Optional.of(number);
  }

  /// The paths of what the target cannot be told, but for what leaves the choice to it.
  private static List<String> others(JsonNode top) {
    return top.children().stream()
        .filter(child -> !KNOWN.contains(child.name()) && !isOpen(child))
        .map(JsonNode::path)
        .toList();
  }

  private static boolean isOpen(JsonNode value) {
    return value.is(JsonKind.NULL)
        || (value.is(JsonKind.STRING) && OPEN.contains(value.text()))
        || (value.name().equals("partial_images") && value.text().equals("0"));
  }

  /// Writes an answer. No form of Google's says when a picture was made.
  static byte[] encodeAnswer(ImageReply reply, HeapMeter meter) {
    int size = reply.pictures().stream().mapToInt(one -> one.end() - one.start()).sum();
    var out = new JsonOutput(size + 512, meter);
    out.open('{').field("created", 0);
    pictures(out, reply.pictures());
    reply
        .format()
        .filter(type -> type.startsWith(TYPE))
        .ifPresent(type -> out.field("output_format", type.substring(TYPE.length())));
    reply.usage().ifPresent(tokens -> usage(out, tokens));
    return out.close('}').bytes();
  }

  private static void pictures(JsonOutput out, List<JsonNode> pictures) {
    out.name("data").open('[');
    for (JsonNode picture : pictures) {
      out.open('{').field("b64_json", picture.text()).close('}');
    }
    out.close(']');
  }

  private static void usage(JsonOutput out, ImageReply.Tokens tokens) {
    out.name("usage").open('{').field("input_tokens", tokens.input());
    out.field("output_tokens", tokens.output());
    out.field("total_tokens", tokens.input() + tokens.output());
    out.name("input_tokens_details").open('{').field("text_tokens", tokens.input() - tokens.seen());
    out.field("image_tokens", tokens.seen()).close('}');
    out.name("output_tokens_details").open('{').field("image_tokens", tokens.drawn());
    out.field("text_tokens", tokens.output() - tokens.drawn()).close('}').close('}');
  }
}
