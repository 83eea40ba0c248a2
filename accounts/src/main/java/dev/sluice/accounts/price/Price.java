package dev.sluice.accounts.price;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// The price of a target as it is at one time: that of a table, less a rebate. Immutable.
public final class Price {
  private static final int DIGITS = 6;
  private static final int PARTS = 1_000_000;

  /// Pico-dollars of a nano-dollar.
  private static final long NANO = 1000;

  private final ModelPrice row;
  private final BigDecimal factor;
  private final long millionths;

  /// @param factor the part of the table's price that is asked, from 0 to 1, of at most six
  ///   decimals
  public Price(ModelPrice row, BigDecimal factor) {
    this.row = row;
    this.factor = factor;
    this.millionths =
        factor.movePointRight(DIGITS).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /// The row of the table.
  public ModelPrice row() {
    return row;
  }

  /// The part of the table's price that is asked.
  public BigDecimal factor() {
    return factor;
  }

  /// This price for calls in a batch.
  public Price inBatches() {
    return new Price(row, factor.multiply(row.batch()));
  }

  /// The cost of one call, in nano-dollars, rounded once, halves upward.
  public long nanos(Meters meters) {
    return rounded(row.rates(meters.prompt()).cost(meters));
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
