package dev.sluice.server.payment;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.BudgetLedger;
import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.log.NoticeLog;
import java.util.List;
import java.util.Optional;

/// The store of a process and its ledger, where there are any.
public record Accounting(Optional<Accounts> accounts, Optional<BudgetLedger> ledger) {

  /// The listener for the cost of calls.
  public Optional<SpendListener> listener() {
    return ledger.map(SpendListener.class::cast);
  }

  /// Whether the store has a team; without one nobody knows teams, and all pass.
  public boolean knowsTeam(String name) {
    return accounts.map(open -> open.keys().now().team(name).isPresent()).orElse(true);
  }

  /// Tells budgets what was spent before, and the operator what is amiss. Before the first call.
  public void begin(SluiceConfig config, ClientPayers payers, NoticeLog notices) {
    accounts.ifPresent(open -> open.onTrouble(notices::store));
    accounts.ifPresent(open -> open.onChange(ring -> payers.budgets().credit(ring.credits())));
    var namesakes = new NamesakeWatch(() -> payers.keyBudgets().fixed(), notices::keys);
    accounts.ifPresent(open -> open.onChange(namesakes::look));
    ledger.ifPresent(kept -> begin(kept, config, payers, notices));
  }

  private void begin(
      BudgetLedger kept, SluiceConfig config, ClientPayers payers, NoticeLog notices) {
    kept.notices().forEach(notices::ledger);
    kept.onNotice(notices::ledger);
    kept.onTrouble(notices::ledger);
    kept.begin(payers.budgets(), () -> BudgetOwners.of(config, accounts));
  }

  private List<String> namesakes(SluiceConfig config) {
    return accounts
        .map(open -> NamesakeKeys.words(config.server().keys(), open.keys().now()))
        .orElse(List.of());
  }

  /// What is wrong with the keys of a configuration beside the store's teams; empty where nothing
  /// is, or where it was so before.
  public Optional<String> problem(SluiceConfig before, SluiceConfig next) {
    List<String> known = namesakes(before);
    return namesakes(next).stream().filter(words -> !known.contains(words)).findFirst();
  }

  /// Why the store or the ledger does not work as it should; empty where both do.
  public Optional<String> trouble() {
    return accounts.flatMap(Accounts::trouble).or(() -> ledger.flatMap(BudgetLedger::trouble));
  }

  /// Why the end of the process would lose some of what calls have cost; empty where it loses none.
  public Optional<String> lost() {
    return ledger.filter(kept -> !kept.isKept()).flatMap(BudgetLedger::trouble);
  }

  /// Writes the rest of the ledger, and closes ledger and store.
  public void close() {
    ledger.ifPresent(BudgetLedger::close);
    accounts.ifPresent(Accounts::close);
  }
}
