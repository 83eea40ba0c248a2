package dev.sluice.accounts.price;

import dev.sluice.call.ModelInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;

/// The price of a target as it is at one time: that of a table, less a rebate. Immutable.
public final class Price {
  private static final int DIGITS = 6;
  private static final int PARTS = 1_000_000;

  /// How many pico-dollars a nano-dollar has.
  private static final long NANO = 1000;

  private final ModelPrice row;
  private final BigDecimal factor;
  private final String usualTier;
  private final long millionths;

  /// @param factor the part of the table's price that is asked, from 0 to 1, of at most six
  ///   decimals
  public Price(ModelPrice row, BigDecimal factor) {
    this(row, factor, "");
  }

  /// @param factor the part of the table's price that is asked, from 0 to 1, of at most six
  ///   decimals
  /// @param usualTier the tier by which the provider answers a request that names none; empty for
  ///   the usual one
  public Price(ModelPrice row, BigDecimal factor, String usualTier) {
    this.row = row;
    this.factor = factor;
    this.usualTier = usualTier;
    this.millionths =
        factor.movePointRight(DIGITS).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /// The row of the table that the price is from.
  public ModelPrice row() {
    return row;
  }

  /// The part of the table's price that is asked.
  public BigDecimal factor() {
    return factor;
  }

  /// What the table says of the model, with the prices of calls that no tier is for. These are the
  /// table's, without the rebate: what a contract says is told to its operator alone.
  ModelInfo info() {
    var prices = new HashMap<String, BigDecimal>();
    row.rates()
        .told()
        .forEach(
            (meter, dollars) -> {
              BigDecimal one = dollars.movePointLeft(meter.countsTokens() ? 6 : 3);
              prices.put(meter.word(), one.stripTrailingZeros());
            });
    return row.info().or(ModelInfo.prices(prices));
  }

  /// Returns this price for calls in a batch.
  public Price inBatches() {
    return new Price(row, factor.multiply(row.batch()), usualTier);
  }

  /// Adds the provider's usual tier to a request that names none.
  private PricedExtras tiered(PricedExtras request) {
    return usualTier.isEmpty() || !request.serviceTier().isEmpty()
        ? request
        : new PricedExtras(request.uses(), usualTier, request.speed(), request.region());
  }

  /// Whether an answer tells a dearer tier than its request has, or is known to have unasked: the
  /// provider's account chooses it, and at worst the call was thought to cost less.
  ///
  /// @param request what the request asks for
  /// @param answer what the answer says
  public boolean isDearerTier(PricedExtras request, Usage.Extras answer) {
    ExtraPrices extras = row.extras();
    return !answer.serviceTier().isEmpty()
        && extras.tier(answer.serviceTier()).compareTo(extras.tier(tiered(request).serviceTier()))
            > 0;
  }

  /// The cost of one call, in nano-dollars, rounded once, halves upward. Where it has asked several
  /// questions, their mean length decides on the tier.
  public long nanos(Meters meters) {
    long questions = Math.max(1, meters.requests());
    return rounded(row.rates(Math.ceilDiv(meters.prompt(), questions)).cost(meters));
  }

  /// The cost of one call with all that it has used, in nano-dollars. Where the provider did not
  /// say what was used, the call has used at least what such a call is likely to.
  ///
  /// @param meters the counts of `used`
  /// @param request what its request asks for beside text
  public long nanos(Meters meters, Usage used, PricedExtras request) {
    PricedExtras tiered = tiered(request);
    long tokens = nanos(meters);
    boolean nothing = meters.equals(Meters.NONE) && used.extras().uses().isEmpty();
    if (nothing || (tiered.isNone() && used.extras().isUsual())) {
      return tokens;
    }
    ExtraPrices extras = row.extras();
    long cost =
        sum(
            scaled(tokens, extras.factor(tiered, used.extras())),
            discounted(extras.used(tiered, used.extras())));
    boolean unknown = used.estimated() && used.questions() > 0 && !sellsUnits(request);
    return unknown ? Math.max(cost, likelyWith(tokens, tiered)) : cost;
  }

  /// Whether there is a price for all that an answer says was used.
  public boolean knows(Usage.Extras answer) {
    return answer.isUsual() || row.extras().price(answer.uses().keySet(), row.rates());
  }

  /// Whether there is a price here for what a request is sold by: a row of units alone has none for
  /// a call that takes tokens.
  public boolean isFor(PricedExtras request) {
    boolean tokens = !row.rates().isUntold() || row.extras().all();
    return tokens || request.unit().isPresent();
  }

  /// Whether a request takes units that have a price here, and its tokens cost nothing: what it
  /// costs is known before it is sent.
  public boolean sellsUnits(PricedExtras request) {
    return row.rates().isFree() && row.extras().sellUnit(request);
  }

  /// Whether what a request is sold by has one price here, whatever its provider chooses.
  public boolean hasOneKind(PricedExtras request) {
    return !row.extras().leavesKindOpen(request);
  }

  /// Whether a request takes a unit that has a price here, and says no more of it than how many it
  /// may be.
  ///
  /// @param told the units that its answer tells
  public boolean leavesCountOpen(PricedExtras request, Set<PricedExtra> told) {
    return row.extras().leavesCountOpen(request, told);
  }

  /// The likely cost of a call that asks for more than text, in nano-dollars.
  ///
  /// @param tokens what its tokens are likely to cost at the usual price, in nano-dollars
  public long likelyWith(long tokens, PricedExtras request) {
    PricedExtras tiered = tiered(request);
    if (tiered.isNone()) {
      return tokens;
    }
    ExtraPrices extras = row.extras();
    return sum(scaled(tokens, extras.factor(tiered)), discounted(extras.likely(tiered)));
  }

  /// The most that a call may cost that asks for more than text. A tier that is cheaper makes it no
  /// less, since a provider may answer in the usual one.
  ///
  /// @param tokens what its tokens may cost at the usual price, in nano-dollars
  /// @param binds whether the provider keeps to the request's own bounds of uses
  public long mostWith(long tokens, PricedExtras request, boolean binds) {
    PricedExtras tiered = tiered(request);
    if (tiered.isNone()) {
      return tokens;
    }
    ExtraPrices extras = row.extras();
    return sum(
        scaled(tokens, extras.factor(tiered, Usage.Extras.NONE)),
        discounted(extras.most(tiered, binds)));
  }

  /// The first thing that a request asks for and that has no price here, by the member of the
  /// request; empty where all has.
  public Optional<Unpriced> unpriced(PricedExtras request) {
    if (request.isNone()) {
      return Optional.empty();
    }
    ExtraPrices extras = row.extras();
    return extras
        .unpricedUse(request, row.rates())
        .map(use -> new Unpriced(use.member(), use.extra().map(PricedExtra::word)))
        .or(
            () ->
                extras
                    .unpricedChoice(request)
                    .map(choice -> new Unpriced(choice, Optional.of(choice))));
  }

  /// The member of a request that has no price.
  ///
  /// @param member the member of a request that asks for it
  /// @param word its name in prices; empty where it has none
  public record Unpriced(String member, Optional<String> word) {}

  private static long sum(long one, long other) {
    return Math.min(Money.MOST, one + other);
  }

  private long discounted(long nanos) {
    return scaled(nanos, factor);
  }

  private static long scaled(long nanos, BigDecimal factor) {
    if (factor.compareTo(BigDecimal.ONE) == 0) {
      return nanos;
    }
    return factor
        .multiply(BigDecimal.valueOf(nanos))
        .setScale(0, RoundingMode.HALF_UP)
        .min(BigDecimal.valueOf(Money.MOST))
        .longValueExact();
  }

  /// The most that a question can cost that reads and writes at most so many tokens, in
  /// nano-dollars: each at the highest price that may be asked for it.
  ///
  /// @param media whether what is read may be more than text
  public long most(long read, long written, boolean media) {
    return rounded(row.most(read, written, media));
  }

  /// The most that so many tokens written can cost behind a prompt that is known, in nano-dollars.
  public long mostWritten(long prompt, long written) {
    return rounded(row.rates(prompt).most(0, written, false));
  }

  private long rounded(long pico) {
    long divisor = NANO * PARTS;
    if (millionths == PARTS) {
      return Math.min(Money.MOST, pico / NANO + (pico % NANO >= NANO / 2 ? 1 : 0));
    }
    boolean fits = Math.multiplyHigh(pico, millionths) == 0 && pico * millionths >= 0;
    long nanos =
        fits
            ? (pico * millionths) / divisor + ((pico * millionths) % divisor >= divisor / 2 ? 1 : 0)
            : large(pico, divisor);
    return Math.min(Money.MOST, nanos);
  }

  private long large(long pico, long divisor) {
    return BigInteger.valueOf(pico)
        .multiply(BigInteger.valueOf(millionths))
        .add(BigInteger.valueOf(divisor / 2))
        .divide(BigInteger.valueOf(divisor))
        .min(BigInteger.valueOf(Money.MOST))
        .longValueExact();
  }
}
