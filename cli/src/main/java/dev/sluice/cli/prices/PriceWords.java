package dev.sluice.cli.prices;

import dev.sluice.accounts.price.ExtraPrices;
import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.ModelPrice;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.price.Rates;
import dev.sluice.accounts.price.Tier;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Prices in words, in dollars for a million tokens or for a thousand requests.
public final class PriceWords {
  private PriceWords() {}

  /// Returns a price on one line: `openai gpt-5: input 1.25, cache_read 0.125, output 10; ...`.
  static String line(ModelPrice row) {
    var parts = new ArrayList<String>();
    if (!row.rates().told().isEmpty()) {
      parts.add(rates(row.rates()));
    }
    row.tiers().forEach(tier -> parts.add(tier(tier)));
    extras(row.extras()).ifPresent(parts::add);
    if (row.batch().compareTo(BigDecimal.ONE) != 0) {
      parts.add("in batches " + row.batch().toPlainString() + " of that");
    }
    if (row.from().isAfter(LocalDate.EPOCH)) {
      parts.add("from " + row.from());
    }
    return row.provider() + " " + row.model().text() + ": " + String.join("; ", parts);
  }

  /// Returns the prices of a model for a million tokens alone, those of longer calls included.
  public static String rates(ModelPrice row) {
    var parts = new ArrayList<String>();
    parts.add(rates(row.rates()));
    row.tiers().forEach(tier -> parts.add(tier(tier)));
    return String.join("; ", parts);
  }

  /// Returns how old the figures of the table are that comes with the gateway; empty where the
  /// table does not say when they were read.
  static Optional<String> age(LocalDate today) {
    return PriceFiles.builtIn()
        .age(today)
        .map(age -> "the table of prices that comes with the gateway was " + age);
  }

  private static Optional<String> extras(ExtraPrices extras) {
    var parts = new ArrayList<String>();
    extras.uses().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(use -> parts.add(use.getKey().word() + " " + use.getValue().toPlainString()));
    new TreeMap<>(extras.images())
        .forEach((kind, price) -> parts.add("image " + kind + " " + price.toPlainString()));
    factors("service_tier", extras.serviceTiers(), parts);
    factors("speed", extras.speeds(), parts);
    factors("inference_geo", extras.regions(), parts);
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  private static void factors(String name, Map<String, BigDecimal> factors, List<String> parts) {
    new TreeMap<>(factors)
        .forEach((value, factor) -> parts.add(name + " " + value + " x" + factor.toPlainString()));
  }

  private static String tier(Tier tier) {
    return "above " + tier.above() + " tokens " + rates(tier.rates());
  }

  private static String rates(Rates rates) {
    return rates.told().entrySet().stream()
        .map(price -> price.getKey().word() + " " + price.getValue().toPlainString())
        .collect(Collectors.joining(", "));
  }

  /// Returns the counts of `meters` that are not zero: `input 1000, output 200`.
  static String counts(Meters meters) {
    List<String> counts = new ArrayList<>();
    for (Meter meter : Meter.values()) {
      if (meters.count(meter) > 0 && meter.countsTokens()) {
        counts.add(meter.word() + " " + meters.count(meter));
      }
    }
    return String.join(", ", counts);
  }
}
