package dev.sluice.internal.provider.openai.field;

import dev.sluice.call.Usage;
import dev.sluice.internal.provider.json.JsonKind;
import dev.sluice.internal.provider.json.JsonSelector;
import dev.sluice.internal.provider.json.JsonWalker;
import io.netty.util.concurrent.FastThreadLocal;
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

  /// A usage object is read at once, where it was found, so that one reader serves a whole thread.
  private static final FastThreadLocal<UsageReader> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected UsageReader initialValue() {
          return new UsageReader();
        }
      };

  private final JsonWalker<Count> walker = new JsonWalker<>(USAGE, this);
  private final JsonWalker.Bytes feed = walker::feed;

  private long input = NONE;
  private long output = NONE;
  private long cached = NONE;

  private UsageReader() {}

  /// @param found the usage object
  static Optional<Usage> read(JsonWalker<?> found) {
    UsageReader reader = OF_THREAD.get();
    reader.clear();
    found.show(reader.feed);
    return reader.usage();
  }

  private void clear() {
    walker.restart();
    input = NONE;
    output = NONE;
    cached = NONE;
  }

  @Override
  public void found(Count what, JsonWalker<Count> at) {
    if (at.kind() == JsonKind.NULL) {
      return;
    }
    long tokens = tokens(at.count());
    switch (what) {
      case INPUT -> input = tokens;
      case OUTPUT -> output = tokens;
      case CACHED -> cached = tokens;
    }
  }

  private static long tokens(long count) {
    return count < 0 || count > TOKENS_MAX ? ABSURD : count;
  }

  private Optional<Usage> usage() {
    // Embeddings report no output, and few providers what was cached.
    if (input < 0 || output == ABSURD || cached == ABSURD) {
      return Optional.empty();
    }
    return Optional.of(new Usage(input, Math.max(0, output), Math.max(0, cached), false));
  }
}
