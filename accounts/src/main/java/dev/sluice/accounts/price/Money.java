package dev.sluice.accounts.price;

import dev.sluice.call.text.Dollars;
import java.math.BigDecimal;

/// Amounts of money as `long` nano-dollars, up to nine billion dollars.
public final class Money {
  /// How many nano-dollars a dollar has.
  public static final long DOLLAR = 1_000_000_000L;

  /// The largest amount that is counted: a billion dollars.
  public static final long MOST = 1_000_000_000L * DOLLAR;

  private static final int DIGITS = 9;

  private Money() {}

  /// Converts dollars to nano-dollars.
  ///
  /// @throws PriceProblem if that is negative, more than a billion dollars, or finer than a
  ///   nano-dollar
  public static long of(BigDecimal dollars) throws PriceProblem {
    if (dollars.signum() < 0) {
      throw new PriceProblem("must not be negative; it is " + dollars.toPlainString());
    }
    BigDecimal nanos = dollars.movePointRight(DIGITS);
    if (nanos.compareTo(BigDecimal.valueOf(MOST)) > 0) {
      throw new PriceProblem("must be at most a billion dollars");
    }
    if (nanos.stripTrailingZeros().scale() > 0) {
      throw new PriceProblem("must have at most nine decimals; a nano-dollar is the smallest");
    }
    return nanos.longValueExact();
  }

  /// The sum, at most [#MOST]: no number that somebody else tells makes it turn round.
  public static long plus(long one, long other) {
    return Math.min(MOST, one + Math.min(MOST, other));
  }

  /// `nanos` in dollars, with cents, and with as many decimals more as it has: `0.00`, `12.50`,
  /// `0.00001275`.
  public static String dollars(long nanos) {
    return Dollars.text(nanos);
  }

  /// Shows an amount with its currency: `12.50 USD`.
  public static String text(long nanos) {
    return dollars(nanos) + " USD";
  }
}
