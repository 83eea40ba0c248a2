package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Sum;
import java.util.ArrayList;
import java.util.List;

/// The other tenants in a call's lane, as the call finds them: what of each waits, and what comes
/// of each a second.
final class Rivals {
  private final List<Rival> rivals = new ArrayList<>();
  private final Sum sum = new Sum();
  private int count;

  private static final class Rival {
    private final Sum waits = new Sum();
    private final Sum comes = new Sum();
    private double served;
    private double weight;
  }

  void clear() {
    count = 0;
  }

  /// @param criticalOnly whether only its critical calls go before the one that is asked for
  void add(Shelf shelf, boolean criticalOnly, long now) {
    if (count == rivals.size()) {
      rivals.add(new Rival());
    }
    Rival rival = rivals.get(count++);
    rival.waits.clear();
    shelf.all(criticalOnly, rival.waits);
    rival.comes.clear();
    shelf.inflow.comes(criticalOnly, now, rival.comes);
    rival.served = shelf.tenant.served();
    rival.weight = shelf.tenant.weight();
  }

  /// Adds to `into` what each has there within `seconds`.
  void all(double seconds, Sum into) {
    for (int i = 0; i < count; i++) {
      into.add(rivals.get(i).waits, 1);
      into.add(rivals.get(i).comes, seconds);
    }
  }

  /// Adds to `into` the same, but no more of each than it may have until it has been served as much
  /// as `until`.
  void upTo(double until, double seconds, Sum into) {
    for (int i = 0; i < count; i++) {
      Rival rival = rivals.get(i);
      double may = rival.weight * (until - rival.served);
      if (may > 0) {
        sum.clear();
        sum.add(rival.waits, 1);
        sum.add(rival.comes, seconds);
        double has = sum.weighed();
        into.add(sum, has <= may ? 1 : may / has);
      }
    }
  }
}
