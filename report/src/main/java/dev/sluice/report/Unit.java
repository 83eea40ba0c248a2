package dev.sluice.report;

import java.util.Locale;

/// The unit of a figure, which also shows figures.
enum Unit {
  /// Seconds, as `1.25 s`.
  SECONDS("s"),
  /// A share from 0 to 1: `3.1 %`.
  SHARE("share"),
  /// A number without a unit, as `0.25`.
  NUMBER(""),
  /// Repeats, as `7 repeats`.
  REPEATS("repeats"),
  /// Targets, as `2 targets`.
  TARGETS("targets"),
  /// A state: `well`, for 0, or `in trouble`.
  STATE(""),
  /// Tokens, as `140K tokens`.
  TOKENS("tokens");

  private static final double KILO = 1_000;

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  String symbol() {
    return symbol;
  }

  /// Whether the unit counts things, which a target need not name again.
  boolean counts() {
    return this == REPEATS || this == TARGETS;
  }

  /// Shows a value with its unit, to three digits.
  String show(double value) {
    return switch (this) {
      case SECONDS -> value < 1 ? round(value * 1000) + " ms" : round(value) + " s";
      case SHARE -> round(value * 100) + " %";
      case NUMBER -> round(value);
      case REPEATS -> round(value) + (value == 1 ? " repeat" : " repeats");
      case TARGETS -> round(value) + (value == 1 ? " target" : " targets");
      case STATE -> value == 0 ? "well" : "in trouble";
      case TOKENS -> count(value) + " tokens";
    };
  }

  /// Shows a count in powers of 1,000, as configuration writes it: `140K`.
  static String count(double value) {
    if (value >= KILO * KILO) {
      return round(value / KILO / KILO) + "M";
    }
    return value >= KILO ? round(value / KILO) + "K" : round(value);
  }

  /// Rounds a value to three digits, without zeros at the end.
  private static String round(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return decimals == 0 ? text : text.replaceFirst("\\.?0+$", "");
  }
}
