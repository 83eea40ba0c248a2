package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;
import dev.sluice.internal.admission.queue.order.Demand;
import dev.sluice.internal.admission.queue.share.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tenant has in a lane, as others' forecasts see it: what of it waits, what comes of it a
/// second, and how much it has had. Or what several have together.
final class TenantDemand {
  /// Who has been served less comes first.
  static final Comparator<TenantDemand> BY_SERVED =
      Comparator.comparingDouble(TenantDemand::served);

  /// Who runs out of calls earlier comes first, if all are served alike.
  static final Comparator<TenantDemand> BY_END = Comparator.comparingDouble(TenantDemand::end);

  /// Within so many seconds.
  private static final double SOON = 10;

  private final Demand waits = new Demand();
  private final Demand comes = new Demand();
  private double weight;

  /// Weighed tokens.
  private double had;

  /// What it is counted in together with others.
  private @Nullable TenantDemand group;

  /// Those that are counted in it.
  private final List<TenantDemand> members = new ArrayList<>();

  /// No member has been served less than that, and none more than `most`.
  private double least = Double.POSITIVE_INFINITY;

  private double most = Double.NEGATIVE_INFINITY;

  /// One that is only added up, without a share; or several together, of whom none is there yet.
  TenantDemand() {}

  TenantDemand(Tenant tenant) {
    weight = tenant.weight();
    had = weight * tenant.served();
  }

  private double served() {
    return had / weight;
  }

  /// How much it will have been served when all is that waits or comes soon.
  private double end() {
    return (had + waits.weighed() + SOON * comes.weighed()) / weight;
  }

  /// So many calls of that cost more wait.
  void waits(Cost cost, int calls) {
    waits.add(cost, calls);
    if (group != null) {
      group.waits.add(cost, calls);
    }
  }

  /// All that waits.
  Demand waits() {
    return waits;
  }

  /// So much comes a second.
  void comes(Demand now) {
    if (group != null) {
      group.comes.add(comes, -1);
      group.comes.add(now, 1);
    }
    comes.clear();
    comes.add(now, 1);
  }

  /// Its tenant stands elsewhere now.
  void served(Tenant tenant) {
    if (group != null) {
      group.weight += tenant.weight() - weight;
    }
    weight = tenant.weight();
    served(tenant.served());
  }

  /// It has been served so much.
  void served(double much) {
    double now = weight * much;
    if (group != null) {
      group.had += now - had;
    }
    had = now;
    if (group != null) {
      group.reach(much);
    }
  }

  private void reach(double served) {
    least = Math.min(least, served);
    most = Math.max(most, served);
  }

  /// It is counted in `with`.
  void join(TenantDemand with) {
    with.count(this, 1);
    with.members.add(this);
    with.reach(served());
    group = with;
  }

  /// It is not any more.
  void part() {
    if (group != null) {
      group.count(this, -1);
      group.members.remove(this);
      group = null;
    }
  }

  private void count(TenantDemand other, int sign) {
    waits.add(other.waits, sign);
    comes.add(other.comes, sign);
    weight += sign * other.weight;
    had += sign * other.had;
  }

  /// Sets `into` to what it has there within `seconds`, but for what of it is that of `own`.
  void within(double seconds, TenantDemand own, Demand into) {
    into.clear();
    into.add(waits, 1);
    into.add(comes, seconds);
    if (own.group == this) {
      into.add(own.waits, -1);
      into.add(own.comes, -seconds);
    }
  }

  /// Whether some of those in it may have been served more than `until`, and others less.
  boolean isSplitBy(double until) {
    return least < until && until < most;
  }

  /// Those in it.
  List<TenantDemand> members() {
    return members;
  }

  /// How much it may have until each has been served as much as `until`, but for `own`; in weighed
  /// tokens.
  double upTo(double until, TenantDemand own) {
    return own.group == this
        ? (weight - own.weight) * until - (had - own.had)
        : weight * until - had;
  }
}
