package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.Price;
import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras.Use;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.RequestFacts.Resource;
import java.util.EnumMap;
import java.util.OptionalLong;

/// The tokens that a call is expected to use at one target, and those that it may use at worst.
/// What is expected goes by what was learned; the worst goes by what the call itself says, and by
/// nothing else.
///
/// @param input tokens that it reads
/// @param likely tokens that it writes at most, 95 times of 100
/// @param worstInput tokens that it can read at most
/// @param worst tokens that it can write at most
/// @param media whether it may read more than texts
record Estimate(long input, long likely, long worstInput, long worst, boolean media) {
  /// The most tokens that a call may write: no model that is known writes more in one answer.
  static final long MOST_OUTPUT = RequestFacts.MAX_TOKENS;

  /// The most tokens that a call is thought to read beside the texts of its body, of state, files,
  /// pictures and sounds, and of what tools of the provider bring: the context of most models.
  public static final long MOST_BESIDE = 262_144;

  /// How many tokens a call is thought to read of what its body names, or of what tools bring, as
  /// long as nobody tells.
  static final long USUAL_BESIDE = 16_384;

  /// How many tokens providers put in front of a call for tools and the like, and count.
  private static final long UNSEEN_INPUT = 8_192;

  /// The most tokens of a picture that is edited: OpenAI's of high fidelity have 6,240 beside those
  /// of their tiles.
  private static final long PICTURE_SEEN = 8_192;

  /// The most tokens of a second of sound, as far as providers tell: Gemini's has 32.
  private static final long SECOND_HEARD = 64;

  /// The estimate of a call that is sold by units alone, so that the size of its body says nothing.
  private static final Estimate UNITS_ALONE = new Estimate(0, 0, 0, 0, false);

  /// Estimates a call.
  ///
  /// @param maxOutput how many tokens the model writes at most, where that is known
  /// @param binds whether the provider keeps to the request's own bounds of uses
  public static Estimate of(Call call, OutputModel learned, OptionalLong maxOutput, boolean binds) {
    if (isSoldByUnitsAlone(call)) {
      return UNITS_ALONE;
    }
    boolean beside = readsBeside(call.facts());
    long worstInput = worstInput(call, binds);
    long input = Math.min(worstInput, learned.input(call));
    if (!writes(call.operation())) {
      return new Estimate(input, 0, worstInput, 0, beside);
    }
    long worst = worstOutput(call.facts(), maxOutput);
    return new Estimate(input, Math.min(worst, learned.likelyOutput()), worstInput, worst, beside);
  }

  /// Whether a call takes units and no tokens: one that is passed through whose answer tells none.
  private static boolean isSoldByUnitsAlone(Call call) {
    RequestFacts facts = call.facts();
    return call.operation() == Operation.PASS_THROUGH
        && facts.extras().unit().isPresent()
        && facts.state().resource().filter(Resource::tellsTokens).isEmpty();
  }

  private static long worstInput(Call call, boolean binds) {
    long tools = call.facts().attached().tools() ? UNSEEN_INPUT : 0;
    return text(call) + mostBeside(call, binds) + tools;
  }

  /// Whether a call may read more than the texts of its body.
  static boolean readsBeside(RequestFacts facts) {
    return !facts.attached().isNone() || facts.extras().isRead();
  }

  /// How many tokens a call may read beside its texts; of what the body itself holds one a byte. A
  /// model that reads what a tool brings reads all before it again.
  ///
  /// @param binds whether the provider keeps to the request's own bounds of uses
  static long mostBeside(Call call, boolean binds) {
    RequestFacts facts = call.facts();
    if (!readsBeside(facts)) {
      return 0;
    }
    if (call.operation().hears()) {
      return times(SECOND_HEARD, facts.extras().unit().map(Use::most).orElse(0L));
    }
    if (call.operation().draws()) {
      return times(PICTURE_SEEN, facts.attached().pictures());
    }
    long turns = facts.extras().turns(binds);
    long again = times(turns, text(call) + USUAL_BESIDE);
    return Math.max(Math.max(MOST_BESIDE, facts.attached().bytes()), again);
  }

  /// Bounds the output at worst. A client that asks for more than is known of the model may know
  /// better.
  private static long worstOutput(RequestFacts facts, OptionalLong maxOutput) {
    long one = facts.maxTokens().orElse(maxOutput.orElse(MOST_OUTPUT));
    return times(one, Math.max(1, facts.outputs()));
  }

  /// The usage of a call whose input nobody has told: by its size and by what such calls have read
  /// beside their texts, not less than is usual, nor than was thought before.
  ///
  /// @param usage what is known of it; a part of what several calls have used together stays as it
  ///   is
  public static Usage withInput(Usage usage, Call call, OutputModel learned) {
    if (usage.told().input() || usage.questions() == 0) {
      return usage;
    }
    RequestFacts facts = call.facts();
    boolean hidden = facts.attached().named() || facts.extras().isRead();
    long usual = OutputModel.PRIOR.input(call) + (hidden ? USUAL_BESIDE : 0);
    long input = Math.min(worstInput(call, false), Math.max(learned.input(call), usual));
    return with(usage, Math.max(usage.input(), input), usage.output());
  }

  /// The usage of a call whose answer was not read to its end, with all units that were asked for:
  /// the provider goes on with it.
  public static Usage withUnits(Usage usage, Call call) {
    var uses = new EnumMap<PricedExtra, Long>(PricedExtra.class);
    uses.putAll(usage.extras().uses());
    for (Use use : call.facts().extras().uses()) {
      if (use.extra().filter(PricedExtra.CALL::equals).isPresent()) {
        // A request without a body has no tokens by which the call would be seen to have been made.
        uses.putIfAbsent(PricedExtra.CALL, 1L);
      } else if (use.isOfUnit()) {
        uses.computeIfPresent(use.extra().orElseThrow(), (_, told) -> Math.max(told, use.likely()));
      }
    }
    Usage.Extras extras = usage.extras();
    return usage.with(
        new Usage.Extras(uses, extras.serviceTier(), extras.speed(), extras.region()));
  }

  /// The usage of a call that was given up before its output was told, with what it is likely to
  /// write: the provider goes on with it. What is seen of it stands as it is where the model writes
  /// nothing that nobody sees.
  ///
  /// @param usage what is known of it; a part of what several calls have used together stays as it
  ///   is
  /// @param maxOutput how many tokens the model writes at most, where that is known
  /// @param reasons whether its target is known to write what no client sees
  public static Usage givenUp(
      Usage usage, Call call, OutputModel learned, OptionalLong maxOutput, boolean reasons) {
    boolean seen = usage.output() > 0 && !reasons;
    if (usage.told().output() || usage.questions() == 0 || seen || !writes(call.operation())) {
      return usage;
    }
    long likely = Math.max(OutputModel.USUAL, learned.likelyOutput());
    long output = Math.min(worstOutput(call.facts(), maxOutput), likely);
    return with(usage, usage.input(), Math.max(usage.output(), output));
  }

  private static Usage with(Usage usage, long input, long output) {
    return new Usage(
        input,
        output,
        usage.cached(),
        usage.told(),
        usage.questions(),
        usage.parts(),
        usage.extras());
  }

  /// The most that a call may have cost of which this is known, in nano-dollars: with the longest
  /// output that it may have; where its input was not told, as much as can be counted.
  ///
  /// @param binds whether the provider keeps to the request's own bounds of uses
  public static long most(Usage usage, Call call, Price price, boolean binds) {
    if (!usage.told().input()) {
      return Long.MAX_VALUE;
    }
    long output = writes(call.operation()) ? worstOutput(call.facts(), price.row().maxOutput()) : 0;
    long read = price.nanos(Meters.of(with(usage, usage.input(), 0)));
    long tokens = Math.min(Money.MOST, read + price.mostWritten(usage.input(), output));
    return price.mostWith(tokens, call.facts().extras(), binds);
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
    return usage.input() <= worstInput(call, false) + UNSEEN_INPUT
        && (!writes(call.operation())
            || usage.output() <= times(worstOutput(call.facts(), maxOutput), 2));
  }

  private static boolean writes(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETIONS, RESPONSES, MESSAGES, COMPACT, GENERATE -> true;
      case SPEECH, IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, PREDICT_IMAGES -> true;
      case TRANSCRIPTIONS, TRANSLATIONS, PASS_THROUGH -> true;
      case INVOKE_MODEL, RERANK, COHERE_RERANK, NIM_RANKING -> false;
      case EMBEDDINGS, EMBED_CONTENT, BATCH_EMBED_CONTENTS, COHERE_EMBED, PREDICT -> false;
      case MODERATIONS, COUNT_TOKENS, INPUT_TOKENS, GENERATE_COUNT, STORED_RESPONSE -> false;
    };
  }

  /// A bound of what a provider may count for the call: none that tells the truth counts more
  /// tokens.
  public long mostTokens() {
    long sum = worstInput + UNSEEN_INPUT + worst;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /// The cost that the call is likely not to exceed, in nano-dollars.
  public long likelyCost(Price price) {
    return price.nanos(Meters.ofText(input, likely));
  }

  /// The most that the call can cost, in nano-dollars.
  public long worstCost(Price price) {
    return price.most(worstInput, worst, media);
  }
}
