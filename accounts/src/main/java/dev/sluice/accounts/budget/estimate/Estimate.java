package dev.sluice.accounts.budget.estimate;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Price;
import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import java.util.OptionalLong;

/// What a call is expected to use at one target, and what it may use at worst. What is expected
/// goes by what was learned; the worst goes by what the call itself says, and by nothing else.
///
/// @param input tokens that it reads
/// @param likely tokens that it writes at most, 95 times of 100
/// @param worstInput tokens that it can read at most
/// @param worst tokens that it can write at most
/// @param media whether it may read more than texts
public record Estimate(long input, long likely, long worstInput, long worst, boolean media) {
  /// No model that is known writes more in one answer.
  static final long MOST_OUTPUT = RequestFacts.MAX_TOKENS;

  /// What a call is thought to read at most beside the texts of its body, of state, files, pictures
  /// and sounds, and of what tools of the provider bring: the context of most models.
  public static final long MOST_BESIDE = 262_144;

  /// What a call reads of what its body names, or of what tools bring, as long as nobody tells.
  static final long USUAL_BESIDE = 16_384;

  /// What providers put in front of a call for tools and the like, and count.
  private static final long UNSEEN_INPUT = 8_192;

  /// What `call` is expected to use.
  ///
  /// @param maxOutput how many tokens the model writes at most, where that is known
  public static Estimate of(Call call, OutputModel learned, OptionalLong maxOutput) {
    RequestFacts facts = call.facts();
    boolean beside = readsBeside(facts);
    long input = isUnseen(call) ? unlearned(call, learned) : learned.input(call);
    long worstInput = worstInput(call);
    if (!writes(call.operation())) {
      return new Estimate(Math.min(input, worstInput), 0, worstInput, 0, beside);
    }
    long worst = worstOutput(facts, maxOutput);
    long likely = isUnseen(call) ? worst : Math.min(worst, learned.likelyOutput());
    return new Estimate(Math.min(input, worstInput), likely, worstInput, worst, beside);
  }

  private static long worstInput(Call call) {
    return text(call) + mostBeside(call.facts());
  }

  /// Whether a call may read more than the texts of its body.
  static boolean readsBeside(RequestFacts facts) {
    return !facts.attached().isNone() || facts.extras().isRead();
  }

  /// How many tokens it may read beside them; of what the body itself holds one a byte.
  static long mostBeside(RequestFacts facts) {
    return readsBeside(facts) ? Math.max(MOST_BESIDE, facts.attached().bytes()) : 0;
  }

  private static long worstOutput(RequestFacts facts, OptionalLong maxOutput) {
    long one = Math.min(facts.maxTokens().orElse(Long.MAX_VALUE), maxOutput.orElse(MOST_OUTPUT));
    return times(one, Math.max(1, facts.outputs()));
  }

  /// The usage of a call of which nothing is known but that it was sent: its input, by its size and
  /// by what such calls have read beside their texts, and not less than is usual.
  public static Usage ofInput(Call call, OutputModel learned) {
    RequestFacts facts = call.facts();
    boolean hidden = facts.attached().named() || facts.extras().isRead();
    long usual = OutputModel.PRIOR.input(call) + (hidden ? USUAL_BESIDE : 0);
    long input = Math.max(learned.input(call), usual);
    return new Usage(Math.min(worstInput(call), input), 0, 0, true);
  }

  /// The usage of a call that was given up before it was known to have written anything, with what
  /// it is likely to write.
  ///
  /// @param maxOutput how many tokens the model writes at most, where that is known
  public static Usage withOutput(
      Usage usage, Call call, OutputModel learned, OptionalLong maxOutput) {
    long output = of(call, learned, maxOutput).likely();
    return new Usage(
        usage.input(),
        output,
        usage.cached(),
        true,
        usage.questions(),
        usage.parts(),
        usage.extras());
  }

  /// What a call reads whose input nobody will tell: not less than is usual, whatever calls before
  /// it were like.
  private static long unlearned(Call call, OutputModel learned) {
    return Math.max(learned.input(call), OutputModel.PRIOR.input(call));
  }

  /// Whether no answer to the call will tell what it uses, since it is made in the background: it
  /// is thought to cost as much as it may.
  public static boolean isUnseen(Call call) {
    return call.operation() == Operation.RESPONSES && call.facts().streaming().never();
  }

  /// How many tokens the texts of a call's body are at most: no tokenizer makes more of them than
  /// there are bytes.
  static long text(Call call) {
    return Math.max(0, call.body().size() - call.facts().attached().bytes());
  }

  private static long times(long one, long count) {
    return Math.multiplyHigh(one, count) == 0 && one * count >= 0 ? one * count : Long.MAX_VALUE;
  }

  /// Whether a provider's report of a call is one that a tokenizer gives, and a model.
  public static boolean isPlausible(Call call, Usage usage, OptionalLong maxOutput) {
    return usage.input() <= worstInput(call) + UNSEEN_INPUT
        && (!writes(call.operation())
            || usage.output() <= times(worstOutput(call.facts(), maxOutput), 2));
  }

  private static boolean writes(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETIONS, RESPONSES, MESSAGES, COMPACT, GENERATE -> true;
      case EMBEDDINGS, EMBED_CONTENT, BATCH_EMBED_CONTENTS, COHERE_EMBED, MODERATIONS -> false;
      case COUNT_TOKENS, INPUT_TOKENS, GENERATE_COUNT, STORED_RESPONSE -> false;
    };
  }

  /// More tokens than any provider that tells the truth counts for it.
  public long mostTokens() {
    long sum = worstInput + UNSEEN_INPUT + worst;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /// What it is likely to cost, in nano-dollars.
  public long likelyCost(Price price) {
    return price.nanos(Meters.ofText(input, likely));
  }

  /// The most that it can cost, in nano-dollars.
  public long worstCost(Price price) {
    return price.most(worstInput, worst, media);
  }
}
