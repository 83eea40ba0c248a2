package dev.sluice.accounts.budget;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A ledger as a gateway sees it: it listens to what calls cost, tells budgets what was spent
/// before, and says when it does not work as it should.
public interface BudgetLedger extends SpendListener, AutoCloseable {
  /// Tells budgets what was spent before, at once or as soon as it is known. Before the first call.
  ///
  /// @param owners the periods of the budgets of each owner, as [Spender] has it
  void begin(Budgets budgets, Supplier<Map<String, Set<Period>>> owners);

  /// The faults that were found when the ledger was opened, a sentence each.
  List<String> notices();

  /// Calls `listener` with what is found amiss later, a sentence each.
  void onNotice(Consumer<String> listener);

  /// Says why the ledger does not work as it should; empty where it does.
  Optional<String> trouble();

  /// Whether everything that the ledger was told outlives the process.
  boolean isKept();

  /// Calls `listener` when [#trouble] begins, and when it is over.
  void onTrouble(Consumer<Optional<String>> listener);

  /// Writes everything that the ledger was told, and closes it.
  @Override
  void close();
}
