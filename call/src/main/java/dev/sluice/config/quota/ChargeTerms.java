package dev.sluice.config.quota;

import dev.sluice.config.quota.ChargeRule.Output;
import java.util.Optional;
import java.util.OptionalInt;

/// What the configuration says of the rule by which a provider charges a model's calls; what it
/// leaves out is as the provider's type has it.
///
/// @param output how the output is charged
/// @param cached whether input that the provider had in its cache is charged
/// @param burndown how many tokens of a limit one written token takes
public record ChargeTerms(Optional<Output> output, Optional<Boolean> cached, OptionalInt burndown) {

  /// The terms of a configuration that says nothing.
  public static final ChargeTerms NONE =
      new ChargeTerms(Optional.empty(), Optional.empty(), OptionalInt.empty());
}
