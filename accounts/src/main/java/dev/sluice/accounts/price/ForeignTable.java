package dev.sluice.accounts.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table of another project while it is read: rows that make no sense here are left out, each
/// with the reason, and the others count.
final class ForeignTable {
  /// The decimals of a price in dollars for a million tokens.
  private static final int DIGITS = 6;

  private final LocalDate date;
  private final List<ModelPrice> rows = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  /// The form of a project's tables.
  interface Form {
    /// The name of the project whose form this is.
    String name();

    /// Whether a file has this form.
    boolean isMeant(@Nullable Object file);

    /// Reads a file that has this form.
    void read(@Nullable Object file, ForeignTable into);
  }

  /// A reader of what one row of the file says.
  @FunctionalInterface
  interface Row {
    List<ModelPrice> read() throws PriceProblem;
  }

  /// Makes a table without rows.
  ///
  /// @param date when it is imported
  ForeignTable(LocalDate date) {
    this.date = date;
  }

  LocalDate date() {
    return date;
  }

  void row(String name, Row row) {
    try {
      rows.addAll(row.read());
    } catch (PriceProblem e) {
      left.add(name + ": " + e.getMessage());
    }
  }

  List<ModelPrice> rows() {
    return rows;
  }

  List<String> left() {
    return left;
  }

  /// A price in dollars for 10^`digits` units, rounded to what can be told: other tables hold
  /// binary fractions.
  static BigDecimal fit(BigDecimal price, int digits) {
    return price.movePointRight(digits).setScale(DIGITS, RoundingMode.HALF_UP).stripTrailingZeros();
  }

  /// The part that `some` is of `all`, from 0 to 1.
  static BigDecimal ratio(BigDecimal some, BigDecimal all) {
    return some.divide(all, DIGITS, RoundingMode.HALF_UP)
        .max(BigDecimal.ZERO)
        .min(BigDecimal.ONE)
        .stripTrailingZeros();
  }
}
