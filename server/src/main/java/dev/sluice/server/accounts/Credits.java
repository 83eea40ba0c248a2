package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.AccountChanges;
import dev.sluice.accounts.budget.Spender;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.price.PriceProblem;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.text.Printable;
import dev.sluice.report.OwnedBudget;
import dev.sluice.server.admin.Page;
import dev.sluice.server.payment.KeyBudgets;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The action that gives money back to owners of budgets: `{"to": "live", "amount": "10USD",
/// "reason": "outage"}`.
///
/// @param changes writes it
/// @param keyBudgets the keys that there are, and how their budgets stand
record Credits(AccountChanges changes, KeyBudgets keyBudgets) {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?) ?USD");
  private static final String TEAM = "team:";
  private static final String KEY = "key:";

  /// The owner of the budgets that a credit is for.
  ///
  /// @param id as [Spender] has it
  /// @param subject as the audit log has it
  /// @param words for people
  private record Owner(String id, String subject, String words, List<OwnedBudget> budgets) {}

  Page give(String actor, AdminRequestBody body)
      throws ApiProblem, StoreException, InterruptedException {
    String to = body.need("to");
    long nanos = amount(body.need("amount"));
    String reason = Printable.line(body.need("reason"), '?').strip();
    body.end();
    Owner owner = owner(to);
    if (owner.budgets().isEmpty()) {
      throw ApiProblem.invalid(
          owner.words() + " has no budget, so that there is nothing to give back");
    }
    changes.credit(actor, owner.id(), owner.subject(), nanos, reason);
    return Pages.of(201, answer(owner(to)));
  }

  private static long amount(String text) throws ApiProblem {
    Matcher form = AMOUNT.matcher(text.strip());
    if (!form.matches()) {
      throw ApiProblem.invalid("amount must be an amount in USD, such as 10USD; it is " + text);
    }
    try {
      return Money.of(new BigDecimal(form.group(1)));
    } catch (PriceProblem e) {
      throw ApiProblem.invalid("amount " + e.getMessage());
    }
  }

  private Owner owner(String to) throws ApiProblem {
    if (to.startsWith(TEAM)) {
      String name = to.substring(TEAM.length());
      return team(name).orElseThrow(() -> ApiProblem.missing("there is no team " + name));
    }
    if (to.startsWith(KEY)) {
      String name = to.substring(KEY.length());
      return key(name).orElseThrow(() -> ApiProblem.missing("there is no key " + name));
    }
    Optional<Owner> team = team(to);
    Optional<Owner> key = key(to);
    if (team.isPresent() && key.isPresent()) {
      throw ApiProblem.invalid(
          "%1$s is the name of %2$s and of %3$s: say team:%1$s or key:%1$s"
              .formatted(to, team.get().words(), key.get().words()));
    }
    return team.or(() -> key)
        .orElseThrow(
            () ->
                ApiProblem.missing(
                    "there is no key or team %s: `keys list` and `teams list` have them"
                        .formatted(to)));
  }

  private Optional<Owner> team(String name) {
    return keyBudgets.ring().get().team(name).map(this::of);
  }

  private Owner of(Team team) {
    String name = team.name();
    return new Owner(Spender.team(name), name, "the team " + name, keyBudgets.of(team));
  }

  private Optional<Owner> key(String text) throws ApiProblem {
    return KeyName.meant(text, keyBudgets).map(this::of);
  }

  private Owner of(Principal key) {
    String words = "the key %s/%s (%s)".formatted(key.team(), key.name(), key.id());
    return new Owner(Spender.key(key.id()), AccountChanges.subject(key), words, keyBudgets.of(key));
  }

  private static ObjectNode answer(Owner owner) {
    ObjectNode tree = AccountsJson.object();
    ArrayNode budgets = tree.putArray("budgets");
    owner.budgets().stream().map(BudgetJson::whole).forEach(budgets::add);
    return tree;
  }
}
