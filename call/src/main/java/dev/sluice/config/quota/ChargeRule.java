package dev.sluice.config.quota;

import java.util.OptionalLong;

/// The rule by which a provider charges tokens against its limits for a call.
///
/// @param output when, and how much for the output
/// @param cached whether input that it had in its cache is charged
/// @param burndown how many tokens of a limit one written token takes in the end
/// @param usual the bound of the output that counts for a call which sets none; empty where such a
///   call counts for what its like have written
public record ChargeRule(Output output, boolean cached, int burndown, OptionalLong usual) {

  /// The most tokens of a limit that one written token may take.
  public static final int BURNDOWN_MAX = 100;

  public ChargeRule {
    if (burndown < 1 || burndown > BURNDOWN_MAX) {
      throw new IllegalArgumentException(
          "burndown is " + burndown + "; it must be 1 to " + BURNDOWN_MAX);
    }
  }

  /// A rule by which a written token takes one token of a limit.
  public ChargeRule(Output output, boolean cached) {
    this(output, cached, 1, OptionalLong.empty());
  }

  /// The default: the output's bound is charged at admission, and what is not written of it is
  /// given back; nothing else is special.
  public static ChargeRule defaults() {
    return new ChargeRule(Output.RESERVED, true);
  }

  /// A copy of this rule by which a written token takes `other` tokens of a limit.
  public ChargeRule burning(int other) {
    return new ChargeRule(output, cached, other, usual);
  }

  /// A copy of this rule with the bound that counts for calls which set none.
  public ChargeRule usually(OptionalLong bound) {
    return new ChargeRule(output, cached, burndown, bound);
  }

  /// A copy of this rule as far as `other` does not say otherwise.
  public ChargeRule with(ChargeTerms other) {
    return new ChargeRule(
        other.output().orElse(output),
        other.cached().orElse(cached),
        other.burndown().orElse(burndown),
        usual);
  }

  /// How the output is charged.
  public enum Output {
    /// The bound of the output is charged at admission; its unused part is given back at the end.
    RESERVED,
    /// As [#RESERVED], and a call that sets no bound is charged as much as its model writes at the
    /// most.
    MAXIMUM,
    /// There must be room for the bound of the output at admission, in the limit of the input, or
    /// for as much as the model writes at the most; the output is charged as it is written.
    CHECKED,
    /// The bound of the output is charged at admission, for good.
    KEPT,
    /// The output is charged as it is written; its bound does not matter.
    WRITTEN,
    /// The output is not charged at all.
    FREE;

    /// Whether the bound of the output decides at admission.
    public boolean upFront() {
      return this != WRITTEN && this != FREE;
    }

    /// Whether a call that sets no bound counts for as much as its model writes at the most.
    public boolean fillsUp() {
      return this == MAXIMUM || this == CHECKED;
    }
  }
}
