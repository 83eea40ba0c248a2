package dev.sluice.server.config;

import dev.sluice.accounts.budget.Budget;
import dev.sluice.accounts.price.PriceBook;
import dev.sluice.accounts.price.PriceFiles;
import dev.sluice.accounts.price.PriceTable;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.VertexHosts;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The configuration of money: what calls cost, and what all keys together may spend.
///
/// @param own own prices, those that count first come first
/// @param discounts the part of its prices that a provider asks, by its configured name
/// @param usualTiers the tier by which a provider answers a request that names none, by its
///   configured name
/// @param budgets the budgets of all keys together
/// @param zone where days, weeks and months begin
public record MoneyConfig(
    List<PriceTable> own,
    Map<String, BigDecimal> discounts,
    Map<String, String> usualTiers,
    List<Budget> budgets,
    ZoneId zone) {
  public MoneyConfig {
    own = List.copyOf(own);
    discounts = Map.copyOf(discounts);
    usualTiers = Map.copyOf(usualTiers);
    budgets = List.copyOf(budgets);
  }

  /// The table that comes with the gateway, no budget, days in UTC.
  public static MoneyConfig defaults() {
    return new MoneyConfig(List.of(), Map.of(), Map.of(), List.of(), ZoneOffset.UTC);
  }

  /// Whether the configuration has prices beside those that come with the gateway.
  public boolean isPriced() {
    return !own.isEmpty() || !discounts.isEmpty() || !usualTiers.isEmpty();
  }

  /// The tables to look in, in order: the own prices, then those that come with the gateway.
  public List<PriceTable> tables() {
    var tables = new ArrayList<>(own);
    tables.add(PriceFiles.builtIn());
    return tables;
  }

  /// Makes the book with the prices of these providers' targets.
  public PriceBook book(List<ProviderConfig> providers) {
    Map<String, String> types =
        providers.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    ProviderConfig::name, p -> p.type().name().toLowerCase(Locale.ROOT)));
    Set<String> regional =
        providers.stream()
            .filter(p -> VertexHosts.isRegional(p.url()))
            .map(ProviderConfig::name)
            .collect(Collectors.toUnmodifiableSet());
    return new PriceBook(tables(), types, discounts, usualTiers, regional);
  }
}
