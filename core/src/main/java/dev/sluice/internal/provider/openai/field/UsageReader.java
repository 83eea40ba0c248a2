package dev.sluice.internal.provider.openai.field;

import dev.sluice.call.Usage;
import dev.sluice.internal.provider.json.JsonWalker;
import java.util.Optional;

/// Gathers the tokens that a provider says it has counted, as its usage object passes, and believes
/// them only where they make sense. Confined to the loop.
final class UsageReader {
  /// No call uses more; a larger number is a mistake, and would wreck every account it enters.
  static final long TOKENS_MAX = 100_000_000;

  private static final long NONE = -1;
  private static final long ABSURD = -2;

  private long input = NONE;
  private long output = NONE;
  private long cached = NONE;

  /// A count in a usage object, other than null.
  void found(AnswerField what, JsonWalker<AnswerField> at) {
    long count = at.count();
    long tokens = count < 0 || count > TOKENS_MAX ? ABSURD : count;
    switch (what) {
      case INPUT_TOKENS -> input = tokens;
      case OUTPUT_TOKENS -> output = tokens;
      case CACHED_TOKENS -> cached = tokens;
      default -> throw new IllegalArgumentException(what + " is no count");
    }
  }

  /// What the usage object said that ends here, if it makes sense. The next one begins anew.
  Optional<Usage> take() {
    // Embeddings report no output, and few providers what was cached.
    boolean absurd = input < 0 || output == ABSURD || cached == ABSURD;
    Optional<Usage> usage =
        absurd
            ? Optional.empty()
            : Optional.of(new Usage(input, Math.max(0, output), Math.max(0, cached), false));
    clear();
    return usage;
  }

  /// Forgets the counts of an object that has not ended.
  void clear() {
    input = NONE;
    output = NONE;
    cached = NONE;
  }
}
