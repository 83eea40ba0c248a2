package dev.sluice.report;

import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.call.text.Plural;
import java.time.Duration;

/// The words of a report about a budget that is nearly spent. Pure functions.
final class BudgetWords {
  /// A pace says nothing of what lies farther ahead.
  private static final Duration LONG = Duration.ofDays(30);

  private BudgetWords() {}

  /// Says how much is spent: `the caller key "web" has spent 0.48 USD of its 0.55 USD for 2026-11`.
  static String spent(OwnedBudget of) {
    return of.words(subject(of));
  }

  private static String subject(OwnedBudget of) {
    return switch (of.kind()) {
      case ALL -> "all caller keys together";
      case TEAM -> "the team \"" + of.name() + "\"";
      case KEY -> "the caller key \"" + of.name() + "\"" + team(of);
    };
  }

  private static String team(OwnedBudget of) {
    return isConfigured(of) ? "" : " of the team " + of.team() + " (" + of.id() + ")";
  }

  private static boolean isConfigured(OwnedBudget key) {
    return key.name().equals(key.id());
  }

  /// Says how long the rest of the budget lasts, and what to set where that is too short.
  static String advice(OwnedBudget of) {
    String lasts = lasts(of.status());
    return "%sraise %s, or let calls beyond it be refused"
        .formatted(lasts.isEmpty() ? "" : lasts + ": ", setting(of));
  }

  private static String setting(OwnedBudget of) {
    return switch (of.kind()) {
      case ALL -> "budgets.all";
      case TEAM -> "its budget on the page of keys";
      case KEY ->
          isConfigured(of) ? "its budgets under server.keys" : "its budget on the page of keys";
    };
  }

  /// `what is left lasts for some 4 calls, less than a second at the pace of late`.
  private static String lasts(BudgetStatus status) {
    double left = status.left();
    double calls = status.pace().calls();
    if (left <= 0) {
      return "nothing is left";
    }
    if (calls <= 0) {
      return "";
    }
    long more = (long) (left * calls / status.pace().nanos());
    if (more == 0) {
      return "what is left is less than a call costs";
    }
    return "what is left lasts for some "
        + Plural.of(more, "call")
        + time(left / status.pace().nanos());
  }

  private static String time(double seconds) {
    if (seconds > LONG.toSeconds()) {
      return "";
    }
    String words =
        seconds < 1 ? "less than a second" : Headline.span(Duration.ofSeconds((long) seconds));
    return ", " + words + " at the pace of late";
  }
}
