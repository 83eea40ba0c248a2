package dev.sluice.internal.admission.queue;

import dev.sluice.call.Call;
import dev.sluice.call.gate.OwnSource;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.internal.stats.MovingMean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All calls that wait, in contention groups.
final class Backlog {
  /// How many groups of a route are told apart: clients may ask for any number of models.
  private static final int MOST_GROUPS = 64;

  /// How many more groups of a route are told apart whose models have a source of their own: names
  /// that clients make up take no group from others.
  private static final int MOST_OF_MODELS = 32;

  /// How many calls the mean cost follows.
  private static final int CALLS = 200;

  /// The mean cost of calls, in tokens. The cost of a call counts relative to it, so that the order
  /// by cost is as strong where all calls are large, or all small.
  final MovingMean meanCost = new MovingMean(CALLS, 1);

  private final Tenants tenants;
  private final Map<Kind, ContentionGroup> known = new HashMap<>();

  /// The groups with calls that wait.
  private final List<ContentionGroup> groups = new ArrayList<>();

  private int size;

  /// The tenant whose call has left last. A tenant that arrives when no call waits is lifted to its
  /// counter; otherwise it would go before all others until it had been served as much as they.
  private @Nullable Tenant last;

  /// The properties that the calls of a group have in common.
  ///
  /// @param ofModel whether their models have a source of their own
  /// @param sources the sources that the calls take from, where these depend on the model: names of
  ///   models that take from the same are one, since clients make names up; null for those not told
  ///   apart
  private record Kind(
      RouteQueue route,
      Operation operation,
      boolean pinned,
      boolean ofModel,
      @Nullable List<Object> sources) {
    Kind mixed() {
      return new Kind(route, operation, pinned, ofModel, null);
    }
  }

  Backlog(Tenants tenants) {
    this.tenants = tenants;
  }

  /// Returns how many calls wait.
  int size() {
    return size;
  }

  /// Returns the groups with calls that wait; the caller may sort the list.
  List<ContentionGroup> groups() {
    return groups;
  }

  /// Returns the group that `call` belongs to, which is made if there is none.
  ContentionGroup group(RouteQueue route, Call call, List<Target> order, long now) {
    boolean bySource = route.byModel || isBoundToAccount(call);
    Kind kind = kind(route, call, bySource ? sources(call, order, now) : List.of());
    ContentionGroup found = known.get(kind);
    if (found != null) {
      return found;
    }
    if (!isRoom(kind)) {
      dropIdle(route);
    }
    return known.computeIfAbsent(
        isRoom(kind) ? kind : kind.mixed(),
        of -> new ContentionGroup(route, of.sources() == null, sources(call, order, now)));
  }

  /// Whether calls like this one differ in the account that they need.
  private static boolean isBoundToAccount(Call call) {
    boolean named = !call.facts().state().origin().isEmpty();
    return named || (call.operation().isOfMessages() && call.facts().pinned());
  }

  private static Kind kind(RouteQueue route, Call call, List<Object> sources) {
    return new Kind(
        route, call.operation(), call.facts().pinned(), OwnSource.isAmong(sources), sources);
  }

  private boolean isRoom(Kind one) {
    long there =
        known.keySet().stream()
            .filter(kind -> kind.route() == one.route() && kind.ofModel() == one.ofModel())
            .count();
    return there < (one.ofModel() ? MOST_OF_MODELS : MOST_GROUPS);
  }

  /// Drops the groups of a route where no call waits.
  private void dropIdle(RouteQueue route) {
    List<ContentionGroup> idle =
        known.values().stream().filter(group -> group.route == route && group.size() == 0).toList();
    idle.forEach(ContentionGroup::close);
    known.values().removeAll(idle);
  }

  private static List<Object> sources(Call call, List<Target> targets, long now) {
    return targets.stream()
        .flatMap(target -> GateEvaluator.sources(target, call, now).stream())
        .distinct()
        .toList();
  }

  /// Whether no call waits for what calls of `group` need.
  boolean isFree(ContentionGroup group) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).contends(group)) {
        return false;
      }
    }
    return true;
  }

  void put(Ticket ticket, ContentionGroup group, long now) {
    if (!ticket.tenant.isWaiting()) {
      Tenant least = size == 0 ? last : tenants.leastServed();
      if (least != null) {
        tenants.lift(ticket.tenant, least);
      }
    }
    take(ticket, group, now);
  }

  /// Puts a call in that has waited elsewhere before. Its tenant is not lifted, since it does not
  /// return after a pause.
  void take(Ticket ticket, ContentionGroup group, long now) {
    enter(ticket, group, now);
    group.route.add(ticket);
    tenants.waits(ticket.tenant, ticket.cost);
    size++;
  }

  /// Forgets the groups of a route in which no call waits any more.
  void forget(RouteQueue route) {
    dropIdle(route);
    tidy();
  }

  private void enter(Ticket ticket, ContentionGroup group, long now) {
    if (group.size() == 0) {
      groups.add(group);
    }
    ticket.container = group;
    group.add(ticket, now);
  }

  /// Returns the group that `ticket` waits in.
  ContentionGroup groupOf(Ticket ticket) {
    if (ticket.container instanceof ContentionGroup group) {
      return group;
    }
    throw new IllegalStateException("the call does not wait");
  }

  /// Moves the waiting calls of the model of `grant` to another group, if the model takes from
  /// another source than when `grant` was given: it has one of its own once it has answered.
  ///
  /// @return whether the source is another one now
  boolean follow(Grant grant, long now) {
    boolean changed =
        !grant.sources().equals(GateEvaluator.sources(grant.target(), grant.call(), now));
    if (changed) {
      groups.stream()
          .map(group -> group.route)
          .distinct()
          .flatMap(route -> route.waiting(grant.call().model()).stream())
          .toList()
          .forEach(ticket -> move(ticket, now));
    }
    return changed;
  }

  private void move(Ticket ticket, long now) {
    ContentionGroup from = groupOf(ticket);
    ContentionGroup to = group(from.route, ticket.call, ticket.order, now);
    if (to != from) {
      from.remove(ticket);
      enter(ticket, to, now);
    }
  }

  /// Takes a call out of the group that it waits in, and returns that group.
  ContentionGroup takeOut(Ticket ticket) {
    ContentionGroup group = groupOf(ticket);
    ticket.container = null;
    group.remove(ticket);
    group.route.remove(ticket);
    tenants.waitsNoMore(ticket.tenant, ticket.cost);
    size--;
    last = ticket.tenant;
    return group;
  }

  /// Marks `group` as runnable, together with the groups that contend with it.
  void markRunnable(ContentionGroup group) {
    for (int i = 0; i < groups.size(); i++) {
      groups.get(i).runnable |= groups.get(i).contends(group);
    }
  }

  /// Marks the groups as runnable that may take what `grant` has given back.
  void markRunnable(Grant grant, long now) {
    List<Object> sources = GateEvaluator.sources(grant.target(), grant.call(), now);
    for (int i = 0; i < groups.size(); i++) {
      ContentionGroup group = groups.get(i);
      group.runnable |= group.takesFrom(sources) || group.takesFrom(grant.sources());
    }
  }

  /// Marks each group that is due as runnable, together with the groups that contend with it.
  void markDue(long now) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).runnable || groups.get(i).wake <= now) {
        markRunnable(groups.get(i));
      }
    }
  }

  /// Returns when the next group is due, on [dev.sluice.call.runtime.Clock#nanos].
  long wake() {
    long wake = Long.MAX_VALUE;
    for (int i = 0; i < groups.size(); i++) {
      wake = Math.min(wake, groups.get(i).wake);
    }
    return wake;
  }

  void tidy() {
    groups.removeIf(group -> group.size() == 0);
  }
}
