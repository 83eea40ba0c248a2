package dev.sluice.lab.charging;

import dev.sluice.accounts.budget.SpendListener;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// All rows of keys and of the gateway. Safe for any thread.
final class Ledger implements SpendListener {
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
