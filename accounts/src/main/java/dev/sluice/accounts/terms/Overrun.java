package dev.sluice.accounts.terms;

import java.math.BigDecimal;

/// The bound of what calls under way may cost at worst, with what is spent, as a part of a budget.
/// Kept in hundredths, written as a number: `1.25`.
public final class Overrun {
  /// The usual overrun, in hundredths.
  public static final int USUAL = 125;

  private static final int LEAST = 100;
  private static final int MOST = 400;
  private static final int DIGITS = 2;

  private Overrun() {}

  /// A number in hundredths.
  ///
  /// @throws IllegalArgumentException if it is none from 1 to 4 with at most two decimals
  public static int of(String number) {
    try {
      int hundredths = new BigDecimal(number.strip()).movePointRight(DIGITS).intValueExact();
      check(hundredths);
      return hundredths;
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(number);
    }
  }

  static void check(int hundredths) {
    if (hundredths < LEAST || hundredths > MOST) {
      throw wrong(number(hundredths).toPlainString());
    }
  }

  private static IllegalArgumentException wrong(String number) {
    return new IllegalArgumentException(
        "overrun must be a number from 1 to 4 with at most two decimals, such as 1.25; it is "
            + number);
  }

  /// Writes hundredths as a number.
  public static BigDecimal number(int hundredths) {
    return BigDecimal.valueOf(hundredths, DIGITS);
  }
}
