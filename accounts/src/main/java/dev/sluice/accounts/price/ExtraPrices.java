package dev.sluice.accounts.price;

import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.PricedExtras.Use;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/// The prices of what a provider asks for beside tokens: for what it runs or sells, in dollars for
/// a thousand uses or units, and as factors of the price of tokens, for tiers, speeds and regions
/// that a request may choose. Immutable.
///
/// @param uses dollars for a thousand uses or units
/// @param images dollars for a thousand pictures, by their kind ([ImagePrices])
/// @param serviceTiers how many times dearer tokens are, by the value of `service_tier`
/// @param speeds how many times dearer tokens are, by the value of `speed`
/// @param regions how many times dearer tokens are, by the value of `inference_geo`
/// @param all whether everything has a price that is not named, which is nothing
public record ExtraPrices(
    Map<PricedExtra, BigDecimal> uses,
    Map<String, BigDecimal> images,
    Map<String, BigDecimal> serviceTiers,
    Map<String, BigDecimal> speeds,
    Map<String, BigDecimal> regions,
    boolean all) {
  /// The prices of a provider that names none beside those of tokens.
  public static final ExtraPrices NONE =
      new ExtraPrices(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), false);

  /// The prices of a provider that asks for nothing beside tokens.
  public static final ExtraPrices FREE =
      new ExtraPrices(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), true);

  private static final int DIGITS = 6;
  private static final BigDecimal MOST_FACTOR = BigDecimal.valueOf(100);
  private static final BigDecimal MOST_USES = BigDecimal.valueOf(1_000_000);

  public ExtraPrices {
    uses = Map.copyOf(uses);
    images = Map.copyOf(images);
    serviceTiers = Map.copyOf(serviceTiers);
    speeds = Map.copyOf(speeds);
    regions = Map.copyOf(regions);
  }

  /// Checks these prices.
  ///
  /// @throws PriceProblem if one is negative, too high, or finer than six decimals, or if searches
  ///   and answers that rest on them both have one: an answer would be charged twice
  public ExtraPrices checked() throws PriceProblem {
    for (var use : uses.entrySet()) {
      check(use.getKey().word(), use.getValue(), MOST_USES);
    }
    for (var image : images.entrySet()) {
      ImagePrices.check(image.getKey());
      check("image_kind." + image.getKey(), image.getValue(), MOST_USES);
    }
    if (uses.containsKey(PricedExtra.WEB_SEARCH) && uses.containsKey(PricedExtra.GROUNDING)) {
      throw new PriceProblem(
          "`web_search` and `grounding` are two prices for the same; say the one that the provider"
              + " bills, by search or by answer");
    }
    checkFactors("service_tier", serviceTiers);
    checkFactors("speed", speeds);
    checkFactors("inference_geo", regions);
    return this;
  }

  private static void checkFactors(String member, Map<String, BigDecimal> factors)
      throws PriceProblem {
    for (var factor : factors.entrySet()) {
      check(member + "." + factor.getKey(), factor.getValue(), MOST_FACTOR);
    }
  }

  private static void check(String name, BigDecimal number, BigDecimal most) throws PriceProblem {
    if (number.signum() < 0 || number.compareTo(most) > 0) {
      throw new PriceProblem(
          "`%s` must be from 0 to %s; it is %s"
              .formatted(name, most.toPlainString(), number.toPlainString()));
    }
    if (number.stripTrailingZeros().scale() > DIGITS) {
      throw new PriceProblem("`" + name + "` must have at most " + DIGITS + " decimals");
    }
  }

  /// The first thing that a request asks for and that has no price, by the member that asks for it.
  ///
  /// @param rates the prices of tokens
  Optional<PricedExtras.Use> unpricedUse(PricedExtras request, Rates rates) {
    return request.uses().stream().filter(use -> !all && !isPriced(use, rates)).findFirst();
  }

  private boolean isPriced(Use use, Rates rates) {
    if (use.extra().isEmpty()) {
      return false;
    }
    PricedExtra extra = use.extra().get();
    return extra.isOfTokens() ? rates.tells(extra.word()) : isPriced(extra, rates);
  }

  /// Whether a price is known of an extra. What is sold by units may be sold by tokens instead, but
  /// for a call that is passed through, of whose tokens nothing is known.
  private boolean isPriced(PricedExtra extra, Rates rates) {
    if (extra == PricedExtra.CALL) {
      return isUnitPriced(extra);
    }
    return extra.isUnit() ? isUnitPriced(extra) || !rates.isFree() : isPriced(extra);
  }

  /// Whether a unit has a price of its own.
  private boolean isUnitPriced(PricedExtra unit) {
    return uses.containsKey(unit) || (unit == PricedExtra.IMAGE && !images.isEmpty());
  }

  /// Whether a request takes a unit that has a price, so that what it costs is known before.
  boolean sellUnit(PricedExtras request) {
    return request.unit().flatMap(Use::extra).filter(this::isUnitPriced).isPresent();
  }

  /// Whether a request leaves open which price of a unit holds, so that the dearest is charged.
  boolean leavesKindOpen(PricedExtras request) {
    return request
        .unit()
        .filter(use -> use.extra().filter(PricedExtra.IMAGE::equals).isPresent())
        .filter(use -> new ImagePrices(images).leavesOpen(use.kind()))
        .isPresent();
  }

  /// Whether a request takes a unit that has a price, of which neither it nor what is told says how
  /// many.
  boolean leavesCountOpen(PricedExtras request, Set<PricedExtra> told) {
    for (Use use : request.uses()) {
      if (use.isOfUnit() && !use.isSure() && isOpen(use, told)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOpen(Use use, Set<PricedExtra> told) {
    return use.extra().filter(unit -> isUnitPriced(unit) && !told.contains(unit)).isPresent();
  }

  /// Whether there is a price of a unit here, by which whole operations are sold. Other extras are
  /// asked for beside tokens, which need a price too.
  public boolean hasUnits() {
    return !images.isEmpty() || uses.keySet().stream().anyMatch(PricedExtra::isUnit);
  }

  /// Whether an extra has a price. Searches are billed one by one, or by the answer that they are
  /// for.
  private boolean isPriced(PricedExtra extra) {
    return switch (extra) {
      case WEB_SEARCH, GROUNDING ->
          uses.containsKey(PricedExtra.WEB_SEARCH) || uses.containsKey(PricedExtra.GROUNDING);
      default -> uses.containsKey(extra);
    };
  }

  /// Whether all uses have a price.
  ///
  /// @param rates the prices of tokens
  boolean price(Set<PricedExtra> used, Rates rates) {
    return all || used.stream().allMatch(extra -> isPriced(extra, rates));
  }

  /// The member by which a request chooses a price that is not known.
  Optional<String> unpricedChoice(PricedExtras request) {
    if (all) {
      return Optional.empty();
    }
    return missing("service_tier", request.serviceTier(), serviceTiers)
        .or(() -> missing("speed", request.speed(), speeds))
        .or(() -> missing("inference_geo", request.region(), regions));
  }

  private static Optional<String> missing(
      String member, String value, Map<String, BigDecimal> factors) {
    return value.isEmpty() || factors.containsKey(value) ? Optional.empty() : Optional.of(member);
  }

  /// How many times dearer tokens of a tier are; at least 1, the usual price.
  BigDecimal tier(String name) {
    return factor(name, serviceTiers).max(BigDecimal.ONE);
  }

  /// How many times dearer tokens are for a request, until an answer says otherwise.
  BigDecimal factor(PricedExtras request) {
    return factor(request.serviceTier(), serviceTiers)
        .multiply(factor(request.speed(), speeds))
        .multiply(factor(request.region(), regions));
  }

  /// How many times dearer tokens are: by what the answer says of itself, and by what was asked for
  /// where it says nothing, which makes nothing cheaper.
  BigDecimal factor(PricedExtras request, Usage.Extras answer) {
    return factor(answer.serviceTier(), request.serviceTier(), serviceTiers)
        .multiply(factor(answer.speed(), request.speed(), speeds))
        .multiply(factor(answer.region(), request.region(), regions));
  }

  private static BigDecimal factor(String answer, String request, Map<String, BigDecimal> factors) {
    return answer.isEmpty()
        ? factor(request, factors).max(BigDecimal.ONE)
        : factor(answer, factors);
  }

  /// The factor of a value; a value that has no factor of its own is the usual.
  private static BigDecimal factor(String value, Map<String, BigDecimal> factors) {
    return value.isEmpty() ? BigDecimal.ONE : factors.getOrDefault(value, BigDecimal.ONE);
  }

  /// The cost of so many uses, in nano-dollars, rounded upward.
  private long nanos(PricedExtra extra, String kind, long count) {
    return dollars(extra, kind)
        .multiply(BigDecimal.valueOf(count))
        .movePointRight(DIGITS)
        .setScale(0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Money.MOST))
        .longValueExact();
  }

  private BigDecimal dollars(PricedExtra extra, String kind) {
    Optional<BigDecimal> one = Optional.ofNullable(uses.get(extra));
    Optional<BigDecimal> found =
        extra == PricedExtra.IMAGE ? new ImagePrices(images).of(kind, one) : one;
    return found.orElse(BigDecimal.ZERO);
  }

  /// The likely cost of a request beside tokens, in nano-dollars.
  long likely(PricedExtras request) {
    return asked(request, Use::likely);
  }

  /// The largest cost of a request beside tokens, in nano-dollars.
  ///
  /// @param binds whether the provider keeps to the request's own bounds
  long most(PricedExtras request, boolean binds) {
    return asked(request, use -> use.atMost(binds));
  }

  private long asked(PricedExtras request, ToLongFunction<Use> uses) {
    long sum = 0;
    for (Use use : request.uses()) {
      long count = uses.applyAsLong(use);
      sum +=
          use.extra()
              .map(extra -> Math.max(nanos(extra, use.kind(), count), grounding(extra)))
              .orElse(0L);
    }
    return Math.min(sum, Money.MOST);
  }

  /// The cost of a question that is searched for, in nano-dollars: where the question is billed,
  /// its searches are not.
  private long grounding(PricedExtra extra) {
    return extra == PricedExtra.WEB_SEARCH ? nanos(PricedExtra.GROUNDING, "", 1) : 0;
  }

  /// The cost of what was used beside tokens, in nano-dollars.
  long used(PricedExtras request, Usage.Extras answer) {
    String kind = request.unit().map(Use::kind).orElse("");
    long sum = 0;
    for (var used : counts(request, answer).entrySet()) {
      sum = Math.min(Money.MOST, sum + nanos(used.getKey(), kind, used.getValue()));
    }
    return sum;
  }

  private static Map<PricedExtra, Long> counts(PricedExtras request, Usage.Extras answer) {
    var counts = new EnumMap<PricedExtra, Long>(PricedExtra.class);
    counts.putAll(answer.uses());
    for (Use use : request.uses()) {
      use.untold()
          .ifPresent(count -> use.extra().ifPresent(extra -> counts.putIfAbsent(extra, count)));
    }
    return counts;
  }
}
