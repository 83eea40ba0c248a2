package dev.sluice.config.quota;

/// The rule by which a provider charges tokens against its limits for a call.
///
/// @param output when, and how much for the output
/// @param cached whether input that it had in its cache is charged
public record ChargeRule(Output output, boolean cached) {

  /// The default: the output's bound is charged at admission, and what is not written of it is
  /// given back; nothing else is special.
  public static ChargeRule defaults() {
    return new ChargeRule(Output.RESERVED, true);
  }

  /// How the output is charged.
  public enum Output {
    /// The bound of the output is charged at admission; its unused part is given back at the end.
    RESERVED,
    /// The bound of the output is charged at admission, for good.
    KEPT,
    /// The output is charged as it is written; its bound does not matter.
    WRITTEN,
    /// The output is not charged at all.
    FREE
  }
}
