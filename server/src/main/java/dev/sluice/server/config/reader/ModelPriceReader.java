package dev.sluice.server.config.reader;

import dev.sluice.accounts.price.ExtraPrices;
import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.ModelPattern;
import dev.sluice.accounts.price.ModelPrice;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.price.Rates;
import dev.sluice.accounts.price.Tier;
import dev.sluice.call.ModelInfo;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The reader of one of `prices.models`.
final class ModelPriceReader {
  private static final int MOST_TOKENS = 100_000_000;

  /// A part of a price, from 0 to 1.
  static final Type<BigDecimal> PART =
      text -> {
        BigDecimal part = decimal(text);
        if (part.signum() < 0 || part.compareTo(BigDecimal.ONE) > 0) {
          throw new ConfigProblem("must be from 0 to 1, the part of the price that is asked");
        }
        return part;
      };

  private ModelPriceReader() {}

  static Optional<ModelPrice> read(Section in) {
    Optional<String> provider =
        in.need("provider", Types.TEXT, "add `provider: NAME`, the provider's name or type");
    Optional<String> model = in.need("model", Types.TEXT, "add `model: NAME`, which may have a *");
    Map<Meter, BigDecimal> base = prices(in);
    Optional<Rates> rates = rates(in, base);
    List<Tier> tiers = in.has("tiers") ? in.each("tiers", tier -> tier(tier, base)) : List.of();
    LocalDate from = in.get("from", ModelPriceReader::date, LocalDate.EPOCH);
    BigDecimal batch = in.get("batch", PART, BigDecimal.ONE);
    Optional<Integer> most = in.get("max_output", Types.integer(1, MOST_TOKENS));
    Optional<ExtraPrices> extras = extras(in);
    String source = in.get("source", Types.TEXT, "prices.models");
    if (base.isEmpty() && extras.filter(prices -> !prices.hasUnits()).isPresent()) {
      in.fail("has no price: add `input: DOLLARS`, for a million tokens, 0 if it costs nothing");
    }
    if (provider.isEmpty() || model.isEmpty() || rates.isEmpty() || extras.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelPrice(
            provider.get(),
            new ModelPattern(model.get()),
            from,
            rates.get(),
            tiers,
            batch,
            most.map(count -> OptionalLong.of(count)).orElse(OptionalLong.empty()),
            extras.get(),
            source,
            ModelInfo.UNKNOWN,
            BigDecimal.ONE));
  }

  private static Optional<Tier> tier(Section in, Map<Meter, BigDecimal> base) {
    Optional<Integer> above =
        in.need("above", Types.integer(1, MOST_TOKENS), "add `above: TOKENS`, its bound");
    var all = new EnumMap<Meter, BigDecimal>(Meter.class);
    all.putAll(base);
    all.putAll(prices(in));
    Optional<Rates> rates = rates(in, all);
    return above.flatMap(bound -> rates.map(prices -> new Tier(bound, prices)));
  }

  private static Map<Meter, BigDecimal> prices(Section in) {
    var prices = new EnumMap<Meter, BigDecimal>(Meter.class);
    for (Meter meter : Meter.values()) {
      in.get(meter.word(), ModelPriceReader::decimal).ifPresent(price -> prices.put(meter, price));
    }
    return prices;
  }

  private static Map<PricedExtra, BigDecimal> uses(Section in) {
    var uses = new EnumMap<PricedExtra, BigDecimal>(PricedExtra.class);
    for (PricedExtra extra : PricedExtra.values()) {
      if (!extra.isOfTokens()) {
        in.get(extra.word(), ModelPriceReader::decimal).ifPresent(price -> uses.put(extra, price));
      }
    }
    return uses;
  }

  private static Optional<ExtraPrices> extras(Section in) {
    var extras =
        new ExtraPrices(
            uses(in),
            factors(in, "image_kind"),
            factors(in, "service_tier"),
            factors(in, "speed"),
            factors(in, "inference_geo"),
            false);
    try {
      return Optional.of(extras.checked());
    } catch (PriceProblem e) {
      in.fail("is wrong: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<String, BigDecimal> factors(Section in, String name) {
    var factors = new HashMap<String, BigDecimal>();
    return in.in(
        name,
        values -> {
          for (String value : in.names(name)) {
            values
                .get(value, ModelPriceReader::decimal)
                .ifPresent(factor -> factors.put(value, factor));
          }
          return factors;
        });
  }

  private static Optional<Rates> rates(Section in, Map<Meter, BigDecimal> prices) {
    try {
      return Optional.of(Rates.of(prices));
    } catch (PriceProblem e) {
      in.fail("is wrong: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static BigDecimal decimal(String text) throws ConfigProblem {
    if (!text.matches("-?\\d{1,15}(\\.\\d{1,15})?")) {
      throw new ConfigProblem("must be a number of dollars");
    }
    return new BigDecimal(text);
  }

  private static LocalDate date(String text) throws ConfigProblem {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new ConfigProblem("must be a day, such as 2026-11-26");
    }
  }
}
