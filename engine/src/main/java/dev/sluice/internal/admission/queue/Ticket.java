package dev.sluice.internal.admission.queue;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call at a [CallQueue]: it waits, or has been given a grant or a rejection. All but [#state] is
/// guarded like the queue; what a state stands for may be read once the state has been seen.
public final class Ticket extends CalendarQueue.Member<Ticket> {
  private static final int LATE = 4;

  public final Call call;
  public final Band band;
  final int bytes;

  /// How long a call may wait in its route, in nanoseconds.
  final long maxWait;

  /// When it was offered.
  final long since;

  /// When it must be granted at the latest.
  final long latest;

  private volatile State state = State.WAITING;
  private @Nullable Grant grant;
  private @Nullable Failed refusal;

  // While it waits: where it may go, and as whose.
  public List<Target> order;
  Tenant tenant;

  public Cost cost = Cost.NONE;

  /// Where it waits; null while it does not.
  @Nullable Container container;

  /// Its priority key: the instant at which a call of the same key, at no cost, would arrive.
  long key;

  /// The priority key less the arrival.
  long offset;

  long predicted;

  /// Whether it has been promoted since its time runs out.
  boolean promoted;

  /// How many calls have passed it while it was the next and did not fit.
  int passed;

  /// A container of waiting calls, which knows its tickets. A ticket does not know the container.
  interface Container {}

  /// What has become of a call.
  public enum State {
    WAITING,
    GRANTED,
    REFUSED,
    /// Its caller has left.
    LEFT
  }

  /// @param maxWait how long a call may wait in its route, in nanoseconds
  Ticket(Call call, List<Target> order, Tenant tenant, long maxWait, long now) {
    this.call = call;
    this.order = order;
    this.tenant = tenant;
    this.band = call.hints().band();
    this.bytes = call.body().size();
    this.maxWait = maxWait;
    this.since = now;
    this.latest = now + Math.min(maxWait, call.deadline().begin() - now);
  }

  void grant(Grant given) {
    grant = given;
    state = State.GRANTED;
  }

  void refuse(Failed why) {
    refusal = why;
    state = State.REFUSED;
  }

  /// It waits for other targets from now on, perhaps in another queue.
  void move(List<Target> targets, Tenant as) {
    order = targets;
    tenant = as;
  }

  void leave() {
    state = State.LEFT;
  }

  @Override
  protected long key() {
    return key;
  }

  @Override
  protected Cost cost() {
    return cost;
  }

  /// What has become of it so far. Safe for any thread.
  public State state() {
    return state;
  }

  /// The call.
  public Call call() {
    return call;
  }

  /// What it has been granted.
  public Grant grant() {
    if (grant == null) {
      throw new IllegalStateException("the call is " + state + "; it has no grant");
    }
    return grant;
  }

  /// Why it was refused.
  public Failed refusal() {
    if (refusal == null) {
      throw new IllegalStateException("the call is " + state + "; nothing was refused");
    }
    return refusal;
  }

  /// When it must be granted at the latest, on [dev.sluice.call.runtime.Clock#nanos].
  public long latest() {
    return latest;
  }

  /// The wait that was forecast on arrival, in nanoseconds; zero if the call was granted at once.
  public long predicted() {
    return predicted;
  }

  /// When it was offered, on [dev.sluice.call.runtime.Clock#nanos].
  public long since() {
    return since;
  }

  /// How long it has been here, in nanoseconds.
  public long waited(long now) {
    return Math.max(0, now - since);
  }

  /// Whether little is left of its wait, and it has not been promoted yet.
  boolean isLate(long now) {
    return !promoted && latest - now < (latest - since) / LATE;
  }

  boolean isCritical() {
    return band == Band.CRITICAL;
  }

  /// Whether it goes before `other`, which waits for the same things.
  ///
  /// @param strict up to which round of their tenants critical calls go before all others
  boolean isBefore(Ticket other, long strict) {
    boolean first = isFirst(strict);
    if (first != other.isFirst(strict)) {
      return first;
    }
    long round = tenant.round();
    long theirs = other.tenant.round();
    return round == theirs ? key - other.key < 0 : round < theirs;
  }

  /// Whether it is a critical call that goes before all that are not.
  boolean isFirst(long strict) {
    return isCritical() && tenant.round() <= strict;
  }
}
