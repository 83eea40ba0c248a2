package dev.sluice.accounts.price;

import dev.sluice.call.ModelInfo;
import dev.sluice.call.request.Operation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A book that finds the price of a target. Immutable: another configuration is another book. Safe
/// for any thread but a loop, where not said otherwise.
public final class PriceBook {
  /// The book without a price.
  public static final PriceBook EMPTY = new PriceBook(List.of(), Map.of(), Map.of());

  /// Servers of one's own, which ask for nothing unless a price says so.
  private static final Set<String> OWN = Set.of("vllm", "ollama");

  /// The types whose providers ask nothing for moderations.
  private static final Set<String> MODERATING = Set.of("openai");

  private static final Price FREE = new Price(free("openai"), BigDecimal.ONE);

  private static final long DAY = Duration.ofDays(1).toMillis();

  /// Clients may name models at will where a target passes names on.
  private static final int KEPT = 4096;

  private final List<PriceTable> tables;
  private final Map<String, String> types;
  private final Map<String, BigDecimal> discounts;
  private final Map<String, String> usualTiers;
  private final Set<String> regional;
  private final Map<String, Found> found = new ConcurrentHashMap<>();

  private record Found(long day, Optional<Price> price) {}

  /// Prices of providers that answer by their usual tier where a request names none.
  ///
  /// @param tables the tables to look in, in their order
  /// @param types the type of each provider, by its configured name, in lower case
  /// @param discounts the part of its prices that a provider asks, by its configured name
  public PriceBook(
      List<PriceTable> tables, Map<String, String> types, Map<String, BigDecimal> discounts) {
    this(tables, types, discounts, Map.of(), Set.of());
  }

  /// @param tables the tables to look in, in their order
  /// @param types the type of each provider, by its configured name, in lower case
  /// @param discounts the part of its prices that a provider asks, by its configured name
  /// @param usualTiers the tier by which a provider answers a request that names none, by its
  ///   configured name, in lower case
  /// @param regional the configured names of the providers that are asked at a location which is
  ///   not all of the world
  public PriceBook(
      List<PriceTable> tables,
      Map<String, String> types,
      Map<String, BigDecimal> discounts,
      Map<String, String> usualTiers,
      Set<String> regional) {
    this.tables = List.copyOf(tables);
    this.types = Map.copyOf(types);
    this.discounts = Map.copyOf(discounts);
    this.usualTiers = Map.copyOf(usualTiers);
    this.regional = Set.copyOf(regional);
  }

  /// The price of a target at a time; empty where none is known.
  ///
  /// @param target `provider/model`
  /// @param at milliseconds since 1970 in UTC
  public Optional<Price> price(String target, long at) {
    long day = Math.floorDiv(at, DAY);
    Found entry = found.get(target);
    if (entry != null && entry.day() == day) {
      return entry.price();
    }
    Optional<Price> price = look(target, LocalDate.ofEpochDay(day));
    if (entry != null || found.size() < KEPT) {
      found.put(target, new Found(day, price));
    }
    return price;
  }

  /// The price of a target at a time, as far as it was asked for on that day before. For loops,
  /// too: it takes no lock.
  ///
  /// @param target `provider/model`
  /// @param at milliseconds since 1970 in UTC
  public Optional<Price> known(String target, long at) {
    Found entry = found.get(target);
    return entry != null && entry.day() == Math.floorDiv(at, DAY)
        ? entry.price()
        : Optional.empty();
  }

  /// The price of a target for calls of one kind: where a provider gives a kind away, it is free
  /// with models too that no table knows, and with the one that the provider chooses.
  ///
  /// @param target `provider/model`
  /// @param at milliseconds since 1970 in UTC
  public Optional<Price> price(String target, Operation operation, long at) {
    Optional<Price> price = price(target, at);
    return price.isEmpty() && operation == Operation.MODERATIONS && judges(target)
        ? Optional.of(FREE)
        : price;
  }

  /// What the tables say of a target's model, and what calls of the usual length cost there, at a
  /// time. Prices that no call has asked for are not kept: of listed models few are called.
  ///
  /// @param target `provider/model`
  /// @param at milliseconds since 1970 in UTC
  public ModelInfo info(String target, long at) {
    return known(target, at)
        .or(() -> look(target, LocalDate.ofEpochDay(Math.floorDiv(at, DAY))))
        .map(Price::info)
        .orElse(ModelInfo.UNKNOWN);
  }

  /// The notice to an operator that the newest table has old figures; empty where they are not old.
  public Optional<String> old(LocalDate today) {
    return tables.stream()
        .filter(table -> table.date().isPresent())
        .max(Comparator.comparing(table -> table.date().orElse(LocalDate.EPOCH)))
        .filter(table -> table.isOld(today))
        .flatMap(table -> table.age(today))
        .map(age -> "the newest table of prices was " + age);
  }

  private boolean judges(String target) {
    return MODERATING.contains(type(target));
  }

  private String type(String target) {
    int end = target.indexOf('/');
    String provider = end < 0 ? target : target.substring(0, end);
    return types.getOrDefault(provider, provider);
  }

  /// Whether a target keeps to the bounds that a call of one kind sets for what the provider runs:
  /// where the provider speaks the dialect of the call itself, and that dialect has such bounds.
  ///
  /// @param target `provider/model`
  public boolean bindsUses(String target, Operation operation) {
    return switch (operation) {
      case RESPONSES -> type(target).equals("openai");
      case MESSAGES -> type(target).equals("anthropic");
      default -> false;
    };
  }

  private Optional<Price> look(String target, LocalDate on) {
    int end = target.indexOf('/');
    if (end <= 0) {
      return Optional.empty();
    }
    String provider = target.substring(0, end);
    String type = types.getOrDefault(provider, provider);
    String model = target.substring(end + 1);
    BigDecimal part = discounts.getOrDefault(provider, BigDecimal.ONE);
    String tier = usualTiers.getOrDefault(provider, "");
    boolean inRegion = regional.contains(provider);
    return row(provider, type, model, on)
        .map(row -> new Price(inRegion ? row.inRegions() : row, part, tier));
  }

  private Optional<ModelPrice> row(String provider, String type, String model, LocalDate on) {
    for (PriceTable table : tables) {
      Optional<ModelPrice> row =
          table.find(provider, model, on).or(() -> table.find(type, model, on));
      if (row.isPresent()) {
        return row;
      }
    }
    return OWN.contains(type) ? Optional.of(free(type)) : Optional.empty();
  }

  private static ModelPrice free(String type) {
    return new ModelPrice(
        type,
        new ModelPattern("*"),
        LocalDate.EPOCH,
        Rates.FREE,
        List.of(),
        BigDecimal.ONE,
        OptionalLong.empty(),
        ExtraPrices.FREE,
        "a server of one's own",
        ModelInfo.UNKNOWN,
        BigDecimal.ONE);
  }
}
