package dev.sluice.call;

import dev.sluice.call.request.PricedExtra;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/// The usage of a call, in tokens.
///
/// @param input tokens read, cached ones included
/// @param output tokens written
/// @param cached those of the input that the provider had in its cache
/// @param told which of both the provider has reported; the rest is the gateway's estimate, since
///   the provider reported none that makes sense
/// @param questions of how many questions to the provider it is the sum; more than one only where
///   an attempt has asked again, none where it is a part of what several calls have used together
/// @param parts what of it has a price of its own
/// @param extras what was used beside tokens
public record Usage(
    long input, long output, long cached, Told told, int questions, Parts parts, Extras extras) {
  /// Nothing used, or nothing known.
  public static final Usage NONE = new Usage(0, 0, 0, true);

  /// Which counts of a usage are a provider's own. Text behind the last count of the output makes
  /// the output one that is not told.
  public enum Told {
    /// All of it is estimated.
    NOTHING,
    /// The output is estimated.
    INPUT,
    /// The input is estimated.
    OUTPUT,
    /// Nothing is estimated.
    ALL;

    /// What is told where these counts are.
    public static Told of(boolean input, boolean output) {
      if (input) {
        return output ? ALL : INPUT;
      }
      return output ? OUTPUT : NOTHING;
    }

    /// Whether the input is.
    public boolean input() {
      return this == INPUT || this == ALL;
    }

    /// Whether the output is.
    public boolean output() {
      return this == OUTPUT || this == ALL;
    }

    private Told and(Told other) {
      return of(input() && other.input(), output() && other.output());
    }
  }

  /// The parts of a usage that a provider may bill at a price of their own. No token of the input
  /// is in two of them, nor in [Usage#cached].
  ///
  /// @param written tokens of the input that were written to a cache which lives for five minutes,
  ///   or that does not say how long
  /// @param writtenHour those that were written to a cache which lives for an hour
  /// @param audioInput those that were sound
  /// @param imageInput those that were pictures
  /// @param audioOutput tokens of the output that are sound
  /// @param imageOutput those that are pictures
  /// @param reasoning tokens of the output that the client does not see
  public record Parts(
      long written,
      long writtenHour,
      long audioInput,
      long imageInput,
      long audioOutput,
      long imageOutput,
      long reasoning) {
    /// None are told.
    public static final Parts NONE = new Parts(0, 0, 0, 0, 0, 0, 0);

    /// The sum of both.
    Parts and(Parts other) {
      if (equals(NONE)) {
        return other;
      }
      return new Parts(
          plus(written, other.written),
          plus(writtenHour, other.writtenHour),
          plus(audioInput, other.audioInput),
          plus(imageInput, other.imageInput),
          plus(audioOutput, other.audioOutput),
          plus(imageOutput, other.imageOutput),
          plus(reasoning, other.reasoning));
    }
  }

  /// What a provider says it has run or sold beside tokens, and at which price. A value is empty
  /// where the provider does not say.
  ///
  /// @param uses how often each was used
  /// @param serviceTier the tier that has answered
  /// @param speed the speed at which it did
  /// @param region where it did
  public record Extras(
      Map<PricedExtra, Long> uses, String serviceTier, String speed, String region) {
    /// No call uses more; a larger number is a mistake, and would wreck every account it enters.
    public static final long USES_MAX = 1_000_000;

    /// The word for the usual price, whatever a provider calls it.
    public static final String USUAL = "standard";

    /// Nothing is told.
    public static final Extras NONE = new Extras(Map.of(), "", "", "");

    /// Nothing was used, at the usual price.
    public static final Extras STANDARD = new Extras(Map.of(), USUAL, "", "");

    public Extras {
      uses = Map.copyOf(uses);
    }

    /// Whether nothing was used, at the usual price or at one that is not told.
    public boolean isUsual() {
      return uses.isEmpty() && isUsual(serviceTier) && isUsual(speed) && isUsual(region);
    }

    private static boolean isUsual(String value) {
      return value.isEmpty() || value.equals(USUAL);
    }

    /// The sum of both; of two prices that of the other one, which is later.
    Extras and(Extras other) {
      if (equals(other) && uses.isEmpty()) {
        return this;
      }
      var sum = new EnumMap<PricedExtra, Long>(PricedExtra.class);
      sum.putAll(uses);
      other.uses.forEach((extra, count) -> sum.merge(extra, count, Long::sum));
      return new Extras(
          sum,
          later(serviceTier, other.serviceTier),
          later(speed, other.speed),
          later(region, other.region));
    }

    private static String later(String one, String other) {
      return other.isEmpty() ? one : other;
    }

    /// The same with another count of each use.
    public Extras each(LongUnaryOperator count) {
      if (uses.isEmpty()) {
        return this;
      }
      var counted = new EnumMap<PricedExtra, Long>(PricedExtra.class);
      uses.forEach((extra, before) -> counted.put(extra, count.applyAsLong(before)));
      return new Extras(counted, serviceTier, speed, region);
    }
  }

  /// A usage of nothing beside tokens.
  ///
  /// @param estimated whether the provider has told none of it; else it has told all
  public Usage(
      long input, long output, long cached, boolean estimated, int questions, Parts parts) {
    this(input, output, cached, estimated ? Told.NOTHING : Told.ALL, questions, parts, Extras.NONE);
  }

  /// A usage of which no parts are told.
  public Usage(long input, long output, long cached, boolean estimated, int questions) {
    this(input, output, cached, estimated, questions, Parts.NONE);
  }

  /// The usage of one question.
  public Usage(long input, long output, long cached, boolean estimated) {
    this(input, output, cached, estimated, 1);
  }

  /// This usage of one question, of which these are parts.
  public Usage of(Parts parts) {
    return new Usage(input, output, cached, told, questions, parts, extras);
  }

  /// This usage, with what was used beside tokens.
  public Usage with(Extras extras) {
    return extras.equals(this.extras)
        ? this
        : new Usage(input, output, cached, told, questions, parts, extras);
  }

  /// The sum of two counts, of which neither is negative; the largest number where it is larger.
  private static long plus(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /// The sum of this and of what another question of the same attempt has used.
  public Usage and(Usage other) {
    if (equals(NONE)) {
      return other;
    }
    return new Usage(
        plus(input, other.input),
        plus(output, other.output),
        plus(cached, other.cached),
        told.and(other.told),
        questions + other.questions,
        parts.and(other.parts),
        extras.and(other.extras));
  }

  /// All that was read and written.
  public long tokens() {
    return plus(input, output);
  }

  /// Whether this is the gateway's estimate, at least in part.
  public boolean estimated() {
    return told != Told.ALL;
  }

  /// Whether it states the usage of one question, by the provider's own report.
  public boolean telling() {
    return !estimated() && questions == 1;
  }
}
