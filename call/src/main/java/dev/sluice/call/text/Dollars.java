package dev.sluice.call.text;

/// Amounts of nano-dollars as texts.
public final class Dollars {
  private static final int DIGITS = 9;
  private static final long NANOS = 1_000_000_000;
  private static final int TEN = 10;
  private static final int CENTS = 2;

  private Dollars() {}

  /// `nanos` in dollars, with cents, and with as many decimals more as it has: `0.00`, `12.50`,
  /// `0.00001275`.
  public static String text(long nanos) {
    long part = Math.abs(nanos % NANOS);
    int digits = DIGITS;
    while (digits > CENTS && part % TEN == 0) {
      part /= TEN;
      digits--;
    }
    String sign = nanos < 0 ? "-" : "";
    String decimals = Long.toString(part);
    String zeros = "0".repeat(digits - decimals.length());
    return sign + Math.abs(nanos / NANOS) + "." + zeros + decimals;
  }
}
