package dev.sluice.call.text;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Amounts of nano-dollars as texts.
public final class Dollars {
  private static final int DIGITS = 9;
  private static final int CENTS = 2;

  private Dollars() {}

  /// `nanos` in dollars, with cents, and with as many decimals more as it has: `0.00`, `12.50`,
  /// `0.00001275`.
  public static String text(long nanos) {
    BigDecimal dollars = BigDecimal.valueOf(nanos, DIGITS).stripTrailingZeros();
    return dollars
        .setScale(Math.max(CENTS, dollars.scale()), RoundingMode.UNNECESSARY)
        .toPlainString();
  }
}
