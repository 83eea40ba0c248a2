package dev.sluice.report;

import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.price.Money;

/// A budget, its owner, and how it stands.
///
/// @param id the key's id, the team's name, or `all`
/// @param name what people call it
/// @param team the key's team, or the team itself; empty for all keys
public record OwnedBudget(Kind kind, String id, String name, String team, BudgetStatus status) {
  /// The kind of a budget's owner.
  public enum Kind {
    ALL,
    TEAM,
    KEY
  }

  /// The part that is spent, less what was given back; that of a budget of nothing is none.
  public double share() {
    long limit = status.budget().nanos();
    return limit == 0 ? 0 : (double) Math.max(0, status.spent() - status.credited()) / limit;
  }

  /// The status in words: `the key live of team search (k3x...) has spent 42.00 USD of its 50.00
  /// USD for 2026-11`.
  public String words() {
    return words(subject());
  }

  /// The status in words, with the owner's.
  String words(String owner) {
    boolean all = kind == Kind.ALL;
    String credited =
        status.credited() > 0 ? " (and %s credited)".formatted(Money.text(status.credited())) : "";
    return "%s %s spent %s of %s %s%s for %s"
        .formatted(
            owner,
            all ? "have" : "has",
            Money.text(status.spent()),
            all ? "their" : "its",
            Money.text(status.budget().nanos()),
            credited,
            status.window().name());
  }

  private String subject() {
    return switch (kind) {
      case ALL -> "all keys together";
      case TEAM -> "the team " + name;
      case KEY -> "the key " + name + (name.equals(id) ? "" : " of team " + team + " (" + id + ")");
    };
  }
}
