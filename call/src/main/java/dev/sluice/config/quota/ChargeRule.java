package dev.sluice.config.quota;

/// The tokens that a provider charges against its limits for a call.
///
/// @param output when, and how much for the output
/// @param cached whether input that it had in its cache is charged
public record ChargeRule(Output output, boolean cached) {

  /// The output's bound at admission, what is not written of it given back; nothing else special.
  public static ChargeRule defaults() {
    return new ChargeRule(Output.RESERVED, true);
  }

  /// How the output is charged.
  public enum Output {
    /// The bound of the output is charged at admission; its unused part is given back at the end.
    RESERVED,
    /// Its bound at admission, for good.
    KEPT,
    /// The output is charged as it is written; its bound does not matter.
    WRITTEN,
    /// Not at all.
    FREE
  }
}
