package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.budget.BudgetStatus;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.terms.Overrun;
import dev.sluice.report.OwnedBudget;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// Budgets and how much of them is spent, as JSON. Money is in dollars, to the nano-dollar.
public final class BudgetJson {
  private BudgetJson() {}

  /// Adds the state of its budgets to the tree of a key or a team.
  static ObjectNode add(ObjectNode tree, List<OwnedBudget> budgets) {
    ArrayNode all = tree.putArray("standing");
    budgets.forEach(one -> all.add(status(AccountsJson.object(), one.status())));
    return tree;
  }

  /// A budget with its owner.
  public static ObjectNode whole(OwnedBudget one) {
    ObjectNode tree = AccountsJson.object().put("of", kind(one));
    tree.put("id", one.id()).put("name", one.name()).put("team", one.team());
    return status(tree, one.status());
  }

  /// The kind of a budget's owner: `all`, `team` or `key`.
  static String kind(OwnedBudget one) {
    return one.kind().name().toLowerCase(Locale.ROOT);
  }

  /// The text that the list is sorted by; no two budgets share it.
  static String place(OwnedBudget one) {
    return kind(one) + ":" + one.id() + "/" + one.status().budget().period().word();
  }

  private static ObjectNode status(ObjectNode tree, BudgetStatus status) {
    Period.Window window = status.window();
    tree.put("budget", status.budget().text()).put("strict", status.budget().strict());
    tree.put("overrun", Overrun.number(status.budget().overrun()));
    tree.put("window", window.name());
    money(tree, "limit", status.budget().nanos());
    money(tree, "spent", status.spent());
    money(tree, "credited", status.credited());
    money(tree, "set_aside", status.setAside());
    money(tree, "at_worst", status.atWorst());
    money(tree, "left", status.left());
    if (status.budget().period() == Period.TOTAL) {
      tree.putNull("ends");
    } else {
      tree.put("ends", window.until());
    }
    return tree.put("warned", status.warns());
  }

  /// Puts an amount in dollars.
  public static void money(ObjectNode tree, String name, long nanos) {
    tree.set(name, DecimalNode.valueOf(new BigDecimal(Money.dollars(nanos))));
  }
}
