package dev.sluice.accounts.price;

import dev.sluice.call.ModelInfo;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The form of genai-prices' `data.json`: a list of providers, each with models that match by rules
/// and have prices in dollars for a million tokens, tiers as data, and the days from which they
/// hold. Prices that depend on the time of day have no counterpart: such a model is left out.
final class GenaiPricesTable implements ForeignTable.Form {
  private static final Map<Meter, String> KEYS =
      new EnumMap<>(
          Map.of(
              Meter.INPUT, "input_mtok",
              Meter.CACHE_READ, "cache_read_mtok",
              Meter.CACHE_WRITE, "cache_write_mtok",
              Meter.AUDIO_INPUT, "input_audio_mtok",
              Meter.OUTPUT, "output_mtok",
              Meter.AUDIO_OUTPUT, "output_audio_mtok",
              Meter.REQUEST, "requests_kcount"));

  /// The names of providers in such tables, with Sluice's; a provider that is not among them keeps
  /// its name.
  private static final Map<String, String> PROVIDERS = Map.of("google", "gemini");

  @Override
  public String name() {
    return "genai-prices";
  }

  @Override
  public boolean isMeant(@Nullable Object file) {
    return file instanceof List<?> providers
        && providers.stream()
            .anyMatch(p -> p instanceof Map<?, ?> row && row.get("models") != null);
  }

  @Override
  public void read(@Nullable Object file, ForeignTable into) {
    List<?> providers = file instanceof List<?> list ? list : List.of();
    for (Object one : providers) {
      if (one instanceof Map<?, ?> provider && provider.get("models") instanceof List<?> models) {
        String name = String.valueOf(provider.get("id"));
        models.forEach(
            model -> into.row(name + "/" + id(model), () -> rows(name, model, into.date())));
      }
    }
  }

  private static String id(@Nullable Object model) {
    return model instanceof Map<?, ?> row ? String.valueOf(row.get("id")) : "?";
  }

  private static List<ModelPrice> rows(String provider, @Nullable Object value, LocalDate read)
      throws PriceProblem {
    Fields model = Fields.of(value, "id, match and prices");
    List<String> patterns = patterns(model.all().get("match"), model.need("id"));
    var rows = new ArrayList<ModelPrice>();
    for (Dated prices : prices(model.all().get("prices"))) {
      for (String pattern : patterns) {
        rows.add(row(provider, pattern, prices, model, read));
      }
    }
    return rows;
  }

  private static ModelPrice row(
      String provider, String pattern, Dated prices, Fields model, LocalDate read)
      throws PriceProblem {
    return new ModelPrice(
        PROVIDERS.getOrDefault(provider, provider),
        new ModelPattern(pattern),
        prices.from(),
        Rates.of(at(prices.fields(), 0)),
        tiers(prices.fields()),
        BigDecimal.ONE,
        OptionalLong.empty(),
        ExtraPrices.NONE,
        "genai-prices"
            + model.date("prices_checked").map(day -> ", checked " + day).orElse("")
            + " (imported "
            + read
            + ")",
        ModelInfo.UNKNOWN,
        BigDecimal.ONE);
  }

  /// Prices and the first day on which they hold.
  private record Dated(LocalDate from, Fields fields) {}

  private static List<Dated> prices(@Nullable Object value) throws PriceProblem {
    if (!(value instanceof List<?> dated)) {
      return List.of(new Dated(LocalDate.EPOCH, Fields.of(value, "prices")));
    }
    var all = new ArrayList<Dated>();
    for (Object one : dated) {
      Fields fields = Fields.of(one, "prices");
      Object constraint = fields.all().get("constraint");
      LocalDate from = LocalDate.EPOCH;
      if (constraint != null) {
        from =
            Fields.of(constraint, "start_date")
                .date("start_date")
                .orElseThrow(() -> new PriceProblem("its price depends on the time of day"));
      }
      all.add(new Dated(from, Fields.of(fields.all().get("prices"), "prices")));
    }
    return all;
  }

  /// The prices of a prompt of so many tokens.
  private static Map<Meter, BigDecimal> at(Fields prices, long prompt) throws PriceProblem {
    var found = new EnumMap<Meter, BigDecimal>(Meter.class);
    for (var key : KEYS.entrySet()) {
      Object price = prices.all().get(key.getValue());
      if (price != null) {
        found.put(key.getKey(), ForeignTable.fit(at(price, key.getValue(), prompt), 0));
      }
    }
    if (found.isEmpty()) {
      throw new PriceProblem("has no price that is known here");
    }
    return found;
  }

  private static BigDecimal at(Object price, String name, long prompt) throws PriceProblem {
    if (price instanceof BigDecimal same) {
      return same;
    }
    Fields tiered = Fields.of(price, "base and tiers");
    BigDecimal found =
        tiered.number("base").orElseThrow(() -> new PriceProblem("`" + name + "` has no `base`"));
    long reached = -1;
    for (Object one : tiered.list("tiers")) {
      Fields tier = Fields.of(one, "start and price");
      long start = tier.count("start").orElse(0L);
      Optional<BigDecimal> asked = tier.number("price");
      if (prompt > start && start > reached && asked.isPresent()) {
        reached = start;
        found = asked.get();
      }
    }
    return found;
  }

  private static List<Tier> tiers(Fields prices) throws PriceProblem {
    var tiers = new TreeMap<Long, Tier>();
    for (long start : starts(prices)) {
      tiers.put(start, new Tier(start, Rates.of(at(prices, start + 1))));
    }
    return List.copyOf(tiers.values());
  }

  private static Set<Long> starts(Fields prices) throws PriceProblem {
    var starts = new TreeSet<Long>();
    for (String key : KEYS.values()) {
      if (prices.all().get(key) instanceof Map<?, ?> tiered) {
        for (Object tier : new Fields(tiered).list("tiers")) {
          Fields.of(tier, "start and price").count("start").ifPresent(starts::add);
        }
      }
    }
    return starts;
  }

  /// The patterns of names that a rule means, as far as stars can say it.
  private static List<String> patterns(@Nullable Object rule, String id) throws PriceProblem {
    if (rule == null) {
      return List.of(id);
    }
    Fields match = Fields.of(rule, "a rule");
    for (var form :
        Map.of("equals", "%s", "starts_with", "%s*", "ends_with", "*%s", "contains", "*%s*")
            .entrySet()) {
      if (match.has(form.getKey())) {
        return List.of(form.getValue().formatted(match.need(form.getKey())));
      }
    }
    if (!match.has("or")) {
      throw new PriceProblem(
          "its rule for names is none of equals, starts_with, ends_with," + " contains and or");
    }
    var patterns = new ArrayList<String>();
    for (Object one : match.list("or")) {
      patterns.addAll(patterns(one, id));
    }
    return patterns;
  }
}
