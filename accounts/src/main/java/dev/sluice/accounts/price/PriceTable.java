package dev.sluice.accounts.price;

import dev.sluice.call.text.Plural;
import dev.sluice.config.ConfigNames;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Rows of prices from one place. Immutable.
public final class PriceTable {
  private static final Comparator<ModelPrice> BETTER =
      Comparator.comparingInt((ModelPrice row) -> row.model().closeness())
          .thenComparing(ModelPrice::from);

  private static final int OLD_DAYS = 90;

  private static final String OLD =
      ", which is older than "
          + OLD_DAYS
          + " days: take a newer gateway, or name a newer table in prices.files";

  private final List<ModelPrice> rows;
  private final Optional<LocalDate> date;
  private final Map<String, List<ModelPrice>> byProvider = new HashMap<>();

  /// @param rows in any order; of two for the same model from the same day the later one counts
  public PriceTable(List<ModelPrice> rows) {
    this(rows, Optional.empty());
  }

  /// @param rows in any order; of two for the same model from the same day the later one counts
  /// @param date when its figures were read
  public PriceTable(List<ModelPrice> rows, Optional<LocalDate> date) {
    this.rows = List.copyOf(rows);
    this.date = date;
    for (ModelPrice row : rows) {
      byProvider.merge(row.provider(), List.of(row), PriceTable::both);
    }
  }

  private static List<ModelPrice> both(List<ModelPrice> some, List<ModelPrice> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /// The rows of the table.
  public List<ModelPrice> rows() {
    return rows;
  }

  /// When the figures were read; empty where the table does not say.
  public Optional<LocalDate> date() {
    return date;
  }

  /// The age of the figures on a day, in words, and what to do where that is too old; empty where
  /// the table does not say when they were read.
  public Optional<String> age(LocalDate today) {
    return date.map(
        read -> {
          long days = Math.max(0, ChronoUnit.DAYS.between(read, today));
          String words = "read on %s, %s ago".formatted(read, Plural.of(days, "day"));
          return days > OLD_DAYS ? words + OLD : words;
        });
  }

  /// Whether the figures are so old on a day that an operator is told.
  public boolean isOld(LocalDate today) {
    return date.map(read -> ChronoUnit.DAYS.between(read, today) > OLD_DAYS).orElse(false);
  }

  /// The row for a model on a day: of those that match, the closest, and of these the newest. A
  /// pass-through is meant by rows of pass-throughs alone.
  public Optional<ModelPrice> find(String provider, String model, LocalDate on) {
    return byProvider.getOrDefault(provider, List.of()).stream()
        .filter(row -> !row.from().isAfter(on) && row.model().matches(model))
        .filter(
            row ->
                !ConfigNames.isPassThrough(model) || ConfigNames.isPassThrough(row.model().text()))
        .reduce((one, other) -> BETTER.compare(one, other) > 0 ? one : other);
  }
}
