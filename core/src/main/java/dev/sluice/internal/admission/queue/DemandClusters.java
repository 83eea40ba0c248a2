package dev.sluice.internal.admission.queue;

import dev.sluice.internal.admission.queue.order.Demand;
import java.util.ArrayList;
import java.util.List;

/// What each tenant has in a lane, or what of it is critical, as a call finds it.
///
/// A forecast goes through all of them several times. So they are kept up to date all the time, and
/// where they are many, those that are most alike are counted as one: what a forecast costs does
/// not grow with them. Who is alike is found as in a k-d tree (Bentley, 1975): halves of halves, by
/// how much each has had, and by when it runs out of calls. Where some of those in one have had
/// more than they may, and others less, each is counted for itself.
final class DemandClusters {
  private final int halvings;
  private final int most;
  private final List<TenantDemand> demandClusters = new ArrayList<>();
  private final List<TenantDemand> groups = new ArrayList<>();
  private final Demand sum = new Demand();

  /// @param halvings how often they are halved, so that two to the power of that are told apart
  DemandClusters(int halvings) {
    this.halvings = halvings;
    this.most = 1 << halvings;
  }

  /// One who comes when there are many is alike to anybody, until that is found out.
  void add(TenantDemand demand) {
    demandClusters.add(demand);
    if (groups.size() < most) {
      groups.add(new TenantDemand());
    }
    demand.join(groups.getLast());
  }

  void remove(TenantDemand demand) {
    demandClusters.remove(demand);
    demand.part();
  }

  /// Finds out anew who are alike.
  void group() {
    groups.clear();
    halve(demandClusters, 0);
  }

  private void halve(List<TenantDemand> those, int depth) {
    if (depth == halvings || those.size() < 2) {
      var group = new TenantDemand();
      those.forEach(demand -> demand.join(group));
      groups.add(group);
      return;
    }
    if (demandClusters.size() > most) {
      those.sort(depth % 2 == 0 ? TenantDemand.BY_END : TenantDemand.BY_SERVED);
    }
    int half = those.size() / 2;
    halve(those.subList(0, half), depth + 1);
    halve(those.subList(half, those.size()), depth + 1);
  }

  /// Adds to `into` what each but `own` has there within `seconds`.
  void all(TenantDemand own, double seconds, Demand into) {
    for (int i = 0; i < groups.size(); i++) {
      groups.get(i).within(seconds, own, sum);
      into.add(sum, 1);
    }
  }

  /// Adds to `into` the same, but no more of each than it may have until it has been served as much
  /// as `until`.
  void upTo(TenantDemand own, double until, double seconds, Demand into) {
    for (int i = 0; i < groups.size(); i++) {
      TenantDemand group = groups.get(i);
      if (group.isSplitBy(until)) {
        each(group.members(), own, until, seconds, into);
      } else {
        upTo(group, own, until, seconds, into);
      }
    }
  }

  private void each(
      List<TenantDemand> members, TenantDemand own, double until, double seconds, Demand into) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i) != own) {
        upTo(members.get(i), own, until, seconds, into);
      }
    }
  }

  private void upTo(TenantDemand of, TenantDemand own, double until, double seconds, Demand into) {
    double may = of.upTo(until, own);
    if (may > 0) {
      of.within(seconds, own, sum);
      double has = sum.weighed();
      into.add(sum, has <= may ? 1 : may / has);
    }
  }
}
