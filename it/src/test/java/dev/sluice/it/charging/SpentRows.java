package dev.sluice.it.charging;

import dev.sluice.accounts.budget.BudgetLedger;
import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// All rows of keys and of the gateway. Safe for any thread.
final class SpentRows implements BudgetLedger {
  private final Queue<Opened> opened = new ConcurrentLinkedQueue<>();
  private final Queue<Paid> paid = new ConcurrentLinkedQueue<>();
  private final Queue<Wasted> wasted = new ConcurrentLinkedQueue<>();

  @Override
  public OpenSpend opened(Opened call) {
    opened.add(call);
    return paid::add;
  }

  @Override
  public void wasted(Wasted attempt) {
    wasted.add(attempt);
  }

  @Override
  public void begin(Budgets budgets, Supplier<Map<String, Set<Period>>> owners) {}

  @Override
  public List<String> notices() {
    return List.of();
  }

  @Override
  public boolean isKept() {
    return true;
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  public void onNotice(Consumer<String> listener) {}

  @Override
  public void onTrouble(Consumer<Optional<String>> listener) {}

  @Override
  public void close() {}

  List<Opened> opened() {
    return List.copyOf(opened);
  }

  List<Paid> paid() {
    return List.copyOf(paid);
  }

  List<Wasted> wasted() {
    return List.copyOf(wasted);
  }

  /// What keys pay for calls that ask for this model.
  List<Paid> paid(String model) {
    return paid.stream().filter(row -> row.opened().model().equals(model)).toList();
  }

  /// What the gateway pays for them.
  List<Wasted> wasted(String model) {
    return wasted.stream().filter(row -> row.model().equals(model)).toList();
  }
}
