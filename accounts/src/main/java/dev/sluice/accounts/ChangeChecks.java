package dev.sluice.accounts;

import dev.sluice.accounts.ChangeRefused.Reason;
import dev.sluice.accounts.budget.Terms;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.terms.BudgetTerms;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The conditions of a change. Each method throws [ChangeRefused] where its condition does not
/// hold.
final class ChangeChecks {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /// How many characters the reason of a credit may have.
  private static final int REASON = 200;

  private ChangeChecks() {}

  static void name(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ChangeRefused(
          Reason.INVALID,
          what + " must be 1 to 64 letters, digits, dots, dashes and underscores; it is " + name);
    }
  }

  /// A budget that cannot be counted would let nothing be spent.
  static void budget(BudgetTerms budget) {
    try {
      Object _ = Terms.budgets(budget);
    } catch (PriceProblem e) {
      throw new ChangeRefused(Reason.INVALID, String.valueOf(e.getMessage()));
    }
  }

  static void expiry(long expires, long now) {
    if (expires != 0 && expires <= now) {
      throw new ChangeRefused(Reason.INVALID, "a key must expire in the future, or never");
    }
  }

  static void version(String what, OptionalLong expected, long is) {
    if (expected.isPresent() && expected.getAsLong() != is) {
      throw new ChangeRefused(
          Reason.STALE,
          "%s has changed since: its version is %d, not %d; read it again"
              .formatted(what, is, expected.getAsLong()));
    }
  }

  static void current(boolean done, String what) {
    if (!done) {
      throw new ChangeRefused(Reason.STALE, what + " was changed just now: read it again");
    }
  }

  static void spent(long nanos) {
    if (nanos < 0 || nanos > Money.MOST) {
      throw new ChangeRefused(Reason.INVALID, "what was spent must be from 0 to a billion dollars");
    }
  }

  static void credit(long nanos, String reason) {
    if (nanos <= 0 || nanos > Money.MOST) {
      throw new ChangeRefused(
          Reason.INVALID, "a credit must be more than 0, and at most a billion dollars");
    }
    if (reason.isBlank() || reason.length() > REASON) {
      throw new ChangeRefused(
          Reason.INVALID,
          "a credit needs a reason of 1 to %d characters; it has %d"
              .formatted(REASON, reason.strip().length()));
    }
  }
}
