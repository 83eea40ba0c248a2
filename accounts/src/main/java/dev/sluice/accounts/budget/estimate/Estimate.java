package dev.sluice.accounts.budget.estimate;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Price;
import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import java.util.OptionalLong;

/// What a call is expected to use at one target.
///
/// @param input tokens that it reads
/// @param likely tokens that it writes at most, 95 times of 100
/// @param worst tokens that it can write at most
/// @param media whether it reads more than texts
public record Estimate(long input, long likely, long worst, boolean media) {
  /// No model that is known writes more in one answer.
  private static final long MOST_OUTPUT = 131_072;

  /// Beyond this a body with pictures says nothing of tokens.
  private static final int MEDIA_BYTES = 128 * 1024;

  /// What `call` is expected to use.
  ///
  /// @param maxOutput how many tokens the model writes at most, where that is known
  public static Estimate of(Call call, OutputModel learned, OptionalLong maxOutput) {
    long bytes = bytes(call);
    long input = learned.input(bytes == 0 ? MEDIA_BYTES : bytes);
    if (!writes(call.operation())) {
      return new Estimate(input, 0, 0, call.facts().media());
    }
    long one =
        Math.min(call.facts().maxTokens().orElse(Long.MAX_VALUE), maxOutput.orElse(MOST_OUTPUT));
    long worst = one * Math.max(1, call.facts().streaming().choices());
    return new Estimate(
        input, Math.min(worst, learned.likelyOutput()), worst, call.facts().media());
  }

  /// The size of a body that says how much a model reads; 0 where it does not.
  public static long bytes(Call call) {
    int size = call.body().size();
    return call.facts().media() && size > MEDIA_BYTES ? 0 : size;
  }

  private static boolean writes(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETIONS, RESPONSES, MESSAGES, COMPACT, GENERATE -> true;
      case EMBEDDINGS, EMBED_CONTENT, BATCH_EMBED_CONTENTS, COHERE_EMBED, MODERATIONS -> false;
      case COUNT_TOKENS, INPUT_TOKENS, GENERATE_COUNT, STORED_RESPONSE -> false;
    };
  }

  /// What it is likely to cost, in nano-dollars.
  public long likelyCost(Price price) {
    return price.nanos(Meters.ofText(input, likely));
  }

  /// The most that it can cost: what is read or written may be sound, which is dearer.
  public long worstCost(Price price) {
    long text = price.nanos(Meters.ofText(input, worst));
    long heard = media ? input : 0;
    var sound = new Meters(input - heard, 0, 0, 0, heard, 0, 0, worst, 0, 1);
    return Math.max(text, price.nanos(sound));
  }
}
