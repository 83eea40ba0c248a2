package dev.sluice.internal.provider.openai.field;

import dev.sluice.call.Usage;
import dev.sluice.internal.provider.json.JsonKind;
import dev.sluice.internal.provider.json.JsonSelector;
import dev.sluice.internal.provider.json.JsonWalker;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Reads the tokens that a provider says it has counted, and believes them only where they make
/// sense.
final class UsageReader implements JsonWalker.Listener<UsageReader.Count> {
  /// No call uses more; a larger number is a mistake, and would wreck every account it enters.
  static final long TOKENS_MAX = 100_000_000;

  private static final long NONE = -1;
  private static final long ABSURD = -2;

  enum Count {
    INPUT,
    OUTPUT,
    CACHED
  }

  private static final JsonSelector<Count> DETAILS =
      JsonSelector.object(Map.of("cached_tokens", JsonSelector.kept(Count.CACHED)));

  private static final JsonSelector<Count> USAGE =
      JsonSelector.object(
          Map.of(
              "prompt_tokens", JsonSelector.kept(Count.INPUT),
              "input_tokens", JsonSelector.kept(Count.INPUT),
              "completion_tokens", JsonSelector.kept(Count.OUTPUT),
              "output_tokens", JsonSelector.kept(Count.OUTPUT),
              "prompt_tokens_details", DETAILS,
              "input_tokens_details", DETAILS,
              "prompt_cache_hit_tokens", JsonSelector.kept(Count.CACHED))); // DeepSeek

  private long input = NONE;
  private long output = NONE;
  private long cached = NONE;

  private UsageReader() {}

  /// @param json the usage object as it was written
  static Optional<Usage> read(String json) {
    UsageReader reader = new UsageReader();
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    new JsonWalker<>(USAGE, reader).feed(bytes, 0, bytes.length);
    return reader.usage();
  }

  @Override
  public void found(Count what, JsonWalker<Count> at) {
    if (at.kind() == JsonKind.NULL) {
      return;
    }
    long tokens = at.kind() == JsonKind.NUMBER ? tokens(at.raw()) : ABSURD;
    switch (what) {
      case INPUT -> input = tokens;
      case OUTPUT -> output = tokens;
      case CACHED -> cached = tokens;
    }
  }

  private static long tokens(String number) {
    try {
      long tokens = Long.parseLong(number);
      return tokens < 0 || tokens > TOKENS_MAX ? ABSURD : tokens;
    } catch (NumberFormatException e) {
      return ABSURD;
    }
  }

  private Optional<Usage> usage() {
    // Embeddings report no output, and few providers what was cached.
    if (input < 0 || output == ABSURD || cached == ABSURD) {
      return Optional.empty();
    }
    return Optional.of(new Usage(input, Math.max(0, output), Math.max(0, cached), false));
  }
}
