package dev.sluice.accounts.price;

import dev.sluice.call.ModelInfo;
import dev.sluice.call.request.PricedExtra;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The gateway's own form of a table: `{"models": [{"provider", "model", "from", METER..., "tiers":
/// [{"above", METER...}], EXTRA..., "image_kind", "service_tier", "speed", "inference_geo",
/// "batch", "regional", "max_output", "info": {"context", "output", "reads", "writes"}, "source"}],
/// "date"}`. Prices are in dollars for a million tokens, or for a thousand requests or uses of an
/// extra; tiers, speeds and regions are factors by their names.
final class SluiceTable {
  private static final Set<String> TIER = names("above");
  private static final Set<String> ROW = row();
  private static final Set<String> INFO = Set.of("context", "output", "reads", "writes");

  private SluiceTable() {}

  private static Set<String> row() {
    Set<String> names =
        names("provider", "model", "from", "tiers", "batch", "max_output", "info", "source");
    names.addAll(List.of("image_kind", "service_tier", "speed", "inference_geo", "regional"));
    Arrays.stream(PricedExtra.values()).map(PricedExtra::word).forEach(names::add);
    return names;
  }

  private static Set<String> names(String... others) {
    var names = new TreeSet<>(List.of(others));
    Arrays.stream(Meter.values()).map(Meter::word).forEach(names::add);
    return names;
  }

  static PriceTable read(Fields file) throws PriceProblem {
    var rows = new ArrayList<ModelPrice>();
    for (Object row : file.list("models")) {
      String place = "models[" + rows.size() + "]";
      try {
        rows.add(row(Fields.of(row, "provider, model and prices")));
      } catch (PriceProblem e) {
        throw e.in(place);
      }
    }
    return new PriceTable(rows, file.date("date"));
  }

  private static ModelPrice row(Fields row) throws PriceProblem {
    row.only(ROW);
    Map<Meter, BigDecimal> base = prices(row);
    ExtraPrices extras = extras(row);
    if (base.isEmpty() && !extras.hasUnits()) {
      throw new PriceProblem("has no price; say `input: 0` if it costs nothing");
    }
    return new ModelPrice(
        row.need("provider"),
        new ModelPattern(row.need("model")),
        row.date("from").orElse(LocalDate.EPOCH),
        Rates.of(base),
        tiers(row, base),
        part(row.number("batch").orElse(BigDecimal.ONE), "batch"),
        count(row, "max_output"),
        extras,
        row.text("source", ""),
        row.has("info") ? info(row) : ModelInfo.UNKNOWN,
        regional(row));
  }

  private static BigDecimal regional(Fields row) throws PriceProblem {
    BigDecimal factor = row.number("regional").orElse(BigDecimal.ONE);
    if (factor.signum() < 0 || factor.compareTo(BigDecimal.TEN) > 0) {
      throw new PriceProblem(
          "`regional` must be from 0 to 10, times the price of tokens elsewhere; it is "
              + factor.toPlainString());
    }
    return factor;
  }

  private static ModelInfo info(Fields row) throws PriceProblem {
    Fields info = Fields.of(row.all().get("info"), "context, output, reads and writes");
    info.only(INFO);
    return new ModelInfo(
        count(info, "context"),
        count(info, "output"),
        info.texts("reads"),
        info.texts("writes"),
        Map.of());
  }

  private static OptionalLong count(Fields fields, String name) throws PriceProblem {
    return fields.count(name).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static Map<PricedExtra, BigDecimal> uses(Fields row) throws PriceProblem {
    var uses = new EnumMap<PricedExtra, BigDecimal>(PricedExtra.class);
    for (PricedExtra extra : PricedExtra.values()) {
      if (!extra.isOfTokens()) {
        row.number(extra.word()).ifPresent(price -> uses.put(extra, price));
      }
    }
    return uses;
  }

  private static ExtraPrices extras(Fields row) throws PriceProblem {
    return new ExtraPrices(
            uses(row),
            row.numbers("image_kind"),
            row.numbers("service_tier"),
            row.numbers("speed"),
            row.numbers("inference_geo"),
            false)
        .checked();
  }

  /// Checks that a number is a part of a price, from 0 to 1.
  ///
  /// @throws PriceProblem if it is no part of a price, from 0 to 1
  static BigDecimal part(BigDecimal part, String name) throws PriceProblem {
    if (part.signum() < 0 || part.compareTo(BigDecimal.ONE) > 0) {
      throw new PriceProblem(
          "`%s` must be from 0 to 1, the part of the price that is asked; it is %s"
              .formatted(name, part.toPlainString()));
    }
    return part;
  }

  private static Map<Meter, BigDecimal> prices(Fields of) throws PriceProblem {
    var prices = new EnumMap<Meter, BigDecimal>(Meter.class);
    for (Meter meter : Meter.values()) {
      of.number(meter.word()).ifPresent(price -> prices.put(meter, price));
    }
    return prices;
  }

  private static List<Tier> tiers(Fields row, Map<Meter, BigDecimal> base) throws PriceProblem {
    var tiers = new ArrayList<Tier>();
    for (Object one : row.list("tiers")) {
      Fields tier = Fields.of(one, "above and prices");
      tier.only(TIER);
      long above = tier.count("above").orElseThrow(() -> new PriceProblem("a tier has no `above`"));
      tiers.add(new Tier(above, Rates.of(over(base, prices(tier)))));
    }
    return tiers;
  }

  /// Completes the prices of a tier: what the tier does not say is as in `base`.
  static Map<Meter, BigDecimal> over(Map<Meter, BigDecimal> base, Map<Meter, BigDecimal> tier) {
    var all = new EnumMap<Meter, BigDecimal>(Meter.class);
    all.putAll(base);
    all.putAll(tier);
    return all;
  }

  static boolean isMeant(@Nullable Object file) {
    return file instanceof Map<?, ?> map && map.get("models") instanceof List<?>;
  }
}
