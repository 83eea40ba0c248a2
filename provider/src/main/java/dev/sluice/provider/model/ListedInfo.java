package dev.sluice.provider.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.ModelInfo;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.json.JsonWalker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A reader of what a provider's own description of a model says of its sizes and kinds: OpenRouter
/// and Together (`context_length`, `architecture`, `top_provider`), Groq (`context_window`,
/// `max_completion_tokens`), Mistral (`max_context_length`), vLLM (`max_model_len`), Anthropic
/// (`max_input_tokens`, `max_tokens`) and Gemini (`inputTokenLimit`, `outputTokenLimit`).
public final class ListedInfo {
  private static final int DIGITS_MAX = 10;

  private enum Part {
    TYPE,
    CONTEXT,
    OUTPUT,
    /// Anthropic's bound of the output; elsewhere the same name may mean the context.
    MAX_TOKENS,
    READS,
    WRITES
  }

  private static final JsonSelector<Part> READS = JsonSelector.array(JsonSelector.kept(Part.READS));
  private static final JsonSelector<Part> WRITES =
      JsonSelector.array(JsonSelector.kept(Part.WRITES));
  private static final Map<String, JsonSelector<Part>> KINDS =
      Map.of("input_modalities", READS, "output_modalities", WRITES);

  private static final JsonSelector<Part> SHAPE =
      JsonSelector.object(
          Map.ofEntries(
              Map.entry("context_length", JsonSelector.kept(Part.CONTEXT)),
              Map.entry("context_window", JsonSelector.kept(Part.CONTEXT)),
              Map.entry("max_context_length", JsonSelector.kept(Part.CONTEXT)),
              Map.entry("max_model_len", JsonSelector.kept(Part.CONTEXT)),
              Map.entry("max_input_tokens", JsonSelector.kept(Part.CONTEXT)),
              Map.entry("inputTokenLimit", JsonSelector.kept(Part.CONTEXT)),
              Map.entry("max_completion_tokens", JsonSelector.kept(Part.OUTPUT)),
              Map.entry("max_output_tokens", JsonSelector.kept(Part.OUTPUT)),
              Map.entry("type", JsonSelector.kept(Part.TYPE)),
              Map.entry("max_tokens", JsonSelector.kept(Part.MAX_TOKENS)),
              Map.entry("outputTokenLimit", JsonSelector.kept(Part.OUTPUT)),
              Map.entry("input_modalities", READS),
              Map.entry("output_modalities", WRITES),
              Map.entry("architecture", JsonSelector.object(KINDS)),
              Map.entry(
                  "top_provider",
                  JsonSelector.object(
                      Map.of("max_completion_tokens", JsonSelector.kept(Part.OUTPUT))))));

  private boolean anthropic;
  private OptionalLong context = OptionalLong.empty();
  private OptionalLong maxTokens = OptionalLong.empty();
  private OptionalLong output = OptionalLong.empty();
  private final List<String> reads = new ArrayList<>();
  private final List<String> writes = new ArrayList<>();

  private ListedInfo() {}

  /// Returns what a description says; where it says a size twice, the lesser counts.
  public static ModelInfo of(String json) {
    var read = new ListedInfo();
    byte[] bytes = json.getBytes(UTF_8);
    new JsonWalker<>(SHAPE, (Part part, JsonWalker<Part> at) -> read.take(part, at))
        .feed(bytes, 0, bytes.length);
    OptionalLong output = read.anthropic ? read.maxTokens : read.output;
    return new ModelInfo(read.context, output, read.reads, read.writes, Map.of());
  }

  private void take(Part part, JsonWalker<Part> at) {
    switch (part) {
      case TYPE -> anthropic = at.raw().equals("\"model\"");
      case MAX_TOKENS -> maxTokens = least(maxTokens, at);
      case CONTEXT -> context = least(context, at);
      case OUTPUT -> output = least(output, at);
      case READS -> kind(reads, at);
      case WRITES -> kind(writes, at);
    }
  }

  private static OptionalLong least(OptionalLong before, JsonWalker<Part> at) {
    String number = at.kind() == JsonKind.NUMBER ? at.raw() : "";
    if (number.length() > DIGITS_MAX || !number.matches("[1-9][0-9]*")) {
      return before;
    }
    long said = Long.parseLong(number);
    return OptionalLong.of(before.isPresent() ? Math.min(before.getAsLong(), said) : said);
  }

  private static void kind(List<String> kinds, JsonWalker<Part> at) {
    if (at.kind() == JsonKind.STRING) {
      kinds.add(JsonStrings.decode(at.text()));
    }
  }
}
