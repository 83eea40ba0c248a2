package dev.sluice.internal.admission.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The demand of all tenants of a contention group, as a forecast counts it: of the 32 tenants with
/// most waiting each for itself, of all others as one, so that a forecast costs no more where they
/// are many.
///
/// Limitations: among tenants that are counted as one, what some have had beyond their share is
/// taken off what the others may have.
final class DemandPool {
  /// How many tenants a queue tells apart where it looks at all of them.
  public static final int APART = 32;

  private final List<TenantDemand> all = new ArrayList<>();
  private final TenantDemand rest = new TenantDemand();
  private final Demand sum = new Demand();

  void add(TenantDemand demand) {
    if (all.size() >= APART) {
      demand.join(rest);
    }
    all.add(demand);
  }

  void remove(TenantDemand demand) {
    all.remove(demand);
    demand.part();
  }

  /// Determines anew which tenants have most waiting.
  void regroup() {
    if (all.size() > APART) {
      all.sort(Comparator.comparingDouble(demand -> -demand.waits().weighed()));
      all.subList(0, APART).forEach(TenantDemand::part);
      all.subList(APART, all.size()).forEach(demand -> demand.join(rest));
    }
  }

  /// Adds to `into` the demand of each tenant but `own` within `seconds`, but no more of each than
  /// that tenant may have until its counter is `until`.
  void upTo(TenantDemand own, double until, double seconds, Demand into) {
    for (int i = 0; i < Math.min(APART, all.size()); i++) {
      if (all.get(i) != own) {
        upTo(all.get(i), own, until, seconds, into);
      }
    }
    if (all.size() > APART) {
      upTo(rest, own, until, seconds, into);
    }
  }

  private void upTo(TenantDemand of, TenantDemand own, double until, double seconds, Demand into) {
    double may = of.upTo(until, own);
    if (may > 0) {
      sum.clear();
      of.addTo(sum, seconds, own);
      double all = sum.weighed();
      into.add(sum, all <= may ? 1 : may / all);
    }
  }
}
