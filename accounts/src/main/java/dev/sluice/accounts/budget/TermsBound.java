package dev.sluice.accounts.budget;

import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.AskedWords;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.text.EnumWords;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The comparison of what a key may do with what it may do at most.
public final class TermsBound {
  private TermsBound() {}

  /// Says by what terms go beyond others; empty where they do not. Patterns of models and routes
  /// are within others where one of these matches them as they are written.
  public static Optional<String> beyond(KeyTerms terms, KeyTerms most) {
    return Stream.of(
            scope(terms, most),
            bands(terms, most),
            limits(terms.limits(), most.limits()),
            budgets(terms.budget(), most.budget()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> scope(KeyTerms terms, KeyTerms most) {
    if (!most.scope().holdsModels(terms.scope())) {
      return Optional.of("models must be within " + most.scope().models());
    }
    if (!most.scope().holdsRoutes(terms.scope())) {
      return Optional.of("routes must be within " + most.scope().routes());
    }
    return most.scope().holdsOperations(terms.scope())
        ? Optional.empty()
        : Optional.of("operations must be " + operations(AskedWords.of(most.scope())));
  }

  private static String operations(List<String> most) {
    return most.isEmpty() ? "without a pass-through" : "of " + most;
  }

  private static Optional<String> bands(KeyTerms terms, KeyTerms most) {
    if (terms.bands().highest().compareTo(most.bands().highest()) < 0) {
      return Optional.of(
          "priority must be %s at most".formatted(EnumWords.of(most.bands().highest())));
    }
    return terms.cache().compareTo(most.cache()) < 0
        ? Optional.of("cache must be %s at most".formatted(EnumWords.of(most.cache())))
        : Optional.empty();
  }

  private static Optional<String> limits(KeyLimits limits, KeyLimits most) {
    return Stream.of(
            limit("rpm", limits.rpm(), most.rpm()),
            limit("tpm", limits.tpm(), most.tpm()),
            limit("concurrent", limits.concurrent(), most.concurrent()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> limit(String name, long limit, long most) {
    return most == 0 || (limit > 0 && limit <= most)
        ? Optional.empty()
        : Optional.of("limits.%s must be from 1 to %d".formatted(name, most));
  }

  private static Optional<String> budgets(BudgetTerms terms, BudgetTerms most) {
    if (most.strict() && !terms.strict()) {
      return Optional.of("strict must be true");
    }
    if (!most.budgets().isEmpty() && terms.overrun() > most.overrun()) {
      return Optional.of("overrun must be at most " + most.overrun() / 100.0);
    }
    try {
      List<Budget> own = Terms.budgets(terms);
      for (Budget bound : Terms.budgets(most)) {
        boolean within =
            own.stream()
                .anyMatch(one -> one.period() == bound.period() && one.nanos() <= bound.nanos());
        if (!within) {
          return Optional.of(
              "budgets must have one of at most %sUSD/%s"
                  .formatted(Money.dollars(bound.nanos()), bound.period().word()));
        }
      }
      return Optional.empty();
    } catch (PriceProblem e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
