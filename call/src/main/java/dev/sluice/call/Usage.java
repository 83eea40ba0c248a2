package dev.sluice.call;

import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/// The usage of a call, in tokens.
///
/// @param input tokens read, cached ones included
/// @param output tokens written
/// @param cached tokens of the input that the provider had in its cache
/// @param told which of the two counts the provider has reported; the gateway has estimated the
///   others, since the provider reported none that makes sense
/// @param questions the number of requests to the provider of which this usage is the sum; more
///   than one only where an attempt has asked again, zero for a part of what several calls have
///   used together
/// @param parts the tokens that have a price of their own
/// @param extras the uses of other things than tokens
public record Usage(
    long input, long output, long cached, Told told, int questions, Parts parts, Extras extras) {
  /// The usage of a call that has used nothing, or of which nothing is known.
  public static final Usage NONE = new Usage(0, 0, 0, true);

  /// Which counts of a usage are the provider's own. Text behind the last count of the output makes
  /// the output a count that is not told.
  public enum Told {
    /// The input and the output are estimated.
    NOTHING,
    /// The output is estimated.
    INPUT,
    /// The input is estimated.
    OUTPUT,
    /// Nothing is estimated.
    ALL;

    /// Returns the value that says which of the two counts are told.
    public static Told of(boolean input, boolean output) {
      if (input) {
        return output ? ALL : INPUT;
      }
      return output ? OUTPUT : NOTHING;
    }

    /// Whether the count of the input is the provider's own.
    public boolean input() {
      return this == INPUT || this == ALL;
    }

    /// Whether the count of the output is the provider's own.
    public boolean output() {
      return this == OUTPUT || this == ALL;
    }

    private Told and(Told other) {
      return of(input() && other.input(), output() && other.output());
    }
  }

  /// The parts of a usage that a provider may bill at a price of their own. No token of the input
  /// is in two of these parts, nor in a part and in [Usage#cached].
  ///
  /// @param written tokens of the input that were written to a cache which lives for five minutes,
  ///   or that does not say how long
  /// @param writtenHour tokens of the input that were written to a cache which lives for an hour
  /// @param audioInput tokens of the input that were sound
  /// @param imageInput tokens of the input that were pictures
  /// @param audioOutput tokens of the output that are sound
  /// @param imageOutput tokens of the output that are pictures
  /// @param reasoning tokens of the output that the client does not see
  public record Parts(
      long written,
      long writtenHour,
      long audioInput,
      long imageInput,
      long audioOutput,
      long imageOutput,
      long reasoning) {
    /// The value for a usage whose parts the provider has not told.
    public static final Parts NONE = new Parts(0, 0, 0, 0, 0, 0, 0);

    /// The sum of these parts and of `other`.
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

  /// The things other than tokens that a provider says it has run or sold, and the price that it
  /// says applies. A value is empty where the provider does not say.
  ///
  /// @param uses how often each extra was used
  /// @param serviceTier the service tier that has answered
  /// @param speed the speed at which the provider has answered
  /// @param region the region in which the provider has answered
  public record Extras(
      Map<PricedExtra, Long> uses, String serviceTier, String speed, String region) {
    /// The most uses that are counted. No call uses more; a larger number is a mistake, and would
    /// wreck every account that it enters.
    public static final long USES_MAX = 1_000_000;

    /// The word for the usual price, whatever each provider calls that.
    public static final String USUAL = "standard";

    /// The value for an answer that tells nothing of extras or prices.
    public static final Extras NONE = new Extras(Map.of(), "", "", "");

    /// No extras, at the usual price.
    public static final Extras STANDARD = new Extras(Map.of(), USUAL, "", "");

    public Extras {
      uses = Map.copyOf(uses);
    }

    /// Whether no extra was used, at the usual price or at one that is not told.
    public boolean isUsual() {
      return uses.isEmpty() && isUsual(serviceTier) && isUsual(speed) && isUsual(region);
    }

    private static boolean isUsual(String value) {
      return value.isEmpty() || value.equals(USUAL);
    }

    /// The sum of the uses of both; where both name a price, the one of `other`, which is later.
    public Extras and(Extras other) {
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

    /// These extras with `count` applied to the number of uses of each.
    public Extras each(LongUnaryOperator count) {
      if (uses.isEmpty()) {
        return this;
      }
      var counted = new EnumMap<PricedExtra, Long>(PricedExtra.class);
      uses.forEach((extra, before) -> counted.put(extra, count.applyAsLong(before)));
      return new Extras(counted, serviceTier, speed, region);
    }
  }

  /// A usage of tokens alone, without extras.
  ///
  /// @param estimated whether the provider has told neither count; else it has told both
  public Usage(
      long input, long output, long cached, boolean estimated, int questions, Parts parts) {
    this(input, output, cached, estimated ? Told.NOTHING : Told.ALL, questions, parts, Extras.NONE);
  }

  /// A usage without extras of which no parts are told.
  public Usage(long input, long output, long cached, boolean estimated, int questions) {
    this(input, output, cached, estimated, questions, Parts.NONE);
  }

  /// The usage of one request to a provider, without extras.
  public Usage(long input, long output, long cached, boolean estimated) {
    this(input, output, cached, estimated, 1);
  }

  /// A copy of this usage of one request with `parts`.
  public Usage of(Parts parts) {
    return new Usage(input, output, cached, told, questions, parts, extras);
  }

  /// A copy of this usage with `extras`.
  public Usage with(Extras extras) {
    return extras.equals(this.extras)
        ? this
        : new Usage(input, output, cached, told, questions, parts, extras);
  }

  /// A copy of this usage with the units that a request takes and its answer does not tell.
  ///
  /// @param request what the request asks for
  public Usage withUnits(PricedExtras request) {
    if (request.unit().isEmpty()) {
      return this;
    }
    var uses = new EnumMap<PricedExtra, Long>(PricedExtra.class);
    uses.putAll(extras.uses());
    request.uses().stream()
        .filter(PricedExtras.Use::isOfUnit)
        .forEach(use -> uses.putIfAbsent(use.extra().orElseThrow(), use.likely()));
    return with(new Extras(uses, extras.serviceTier(), extras.speed(), extras.region()));
  }

  /// A copy of this usage with another output, which is an estimate.
  public Usage writing(long tokens) {
    return new Usage(input, tokens, cached, Told.of(told.input(), false), questions, parts, extras);
  }

  /// The sum of two counts, of which neither is negative; [Long#MAX_VALUE] where the sum would be
  /// larger.
  private static long plus(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /// The sum of this usage and of what another request of the same attempt has used.
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

  /// The tokens read and written together.
  public long tokens() {
    return plus(input, output);
  }

  /// Whether at least one count is the gateway's estimate.
  public boolean estimated() {
    return told != Told.ALL;
  }

  /// Whether the provider itself has reported the usage of one request.
  public boolean telling() {
    return !estimated() && questions == 1;
  }
}
