package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.terms.AskedWords;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Overrun;
import dev.sluice.call.text.EnumWords;
import java.util.Collection;

/// What keys and teams may do as JSON: in what the API answers, and in what it is asked.
public final class TermsJson {
  private TermsJson() {}

  /// Adds what a key may do.
  public static ObjectNode terms(ObjectNode tree, KeyTerms terms) {
    texts(tree, "models", terms.scope().models());
    texts(tree, "routes", terms.scope().routes());
    texts(tree, "operations", AskedWords.of(terms.scope()));
    tree.put("priority", EnumWords.of(terms.bands().highest()));
    tree.put("default_priority", EnumWords.of(terms.bands().usual()));
    tree.put("cache", EnumWords.of(terms.cache()));
    ObjectNode limits = tree.putObject("limits");
    limits.put("rpm", terms.limits().rpm()).put("tpm", terms.limits().tpm());
    limits.put("concurrent", terms.limits().concurrent());
    return budget(tree, terms.budget());
  }

  /// Adds what may be spent.
  public static ObjectNode budget(ObjectNode tree, BudgetTerms budget) {
    texts(tree, "budgets", budget.budgets());
    tree.put("strict", budget.strict());
    return tree.put("overrun", Overrun.number(budget.overrun()));
  }

  private static void texts(ObjectNode tree, String name, Collection<String> texts) {
    ArrayNode array = tree.putArray(name);
    texts.forEach(array::add);
  }
}
