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

  /// When the call was offered, on [dev.sluice.call.runtime.Clock#nanos].
  final long since;

  /// When the call must be granted at the latest, on [dev.sluice.call.runtime.Clock#nanos].
  final long latest;

  private volatile State state = State.WAITING;
  private @Nullable Grant grant;
  private @Nullable Failed refusal;

  // While it waits: where it may go, and as whose.
  public List<Target> order;
  Tenant tenant;

  public Cost cost = Cost.NONE;

  /// The container that the call waits in; null while it does not wait.
  @Nullable Container container;

  /// The priority key: the instant at which a call of the same key, at no cost, would arrive.
  long key;

  /// The priority key less the arrival.
  long offset;

  long predicted;

  /// Whether the call has been promoted because its time runs out.
  boolean promoted;

  /// How many calls have passed this one while it was the next and did not fit.
  int passed;

  /// A container of waiting calls, which knows its tickets. A ticket does not know the container.
  interface Container {}

  /// The state of a call at its queue.
  public enum State {
    WAITING,
    GRANTED,
    REFUSED,
    /// The caller has left.
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

  /// Makes the call wait for other targets from now on, perhaps in another queue.
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

  /// Returns what has become of the call so far. Safe for any thread.
  public State state() {
    return state;
  }

  /// Returns the call that the ticket is for.
  public Call call() {
    return call;
  }

  /// Returns the grant of a call that is granted.
  public Grant grant() {
    if (grant == null) {
      throw new IllegalStateException("the call is " + state + "; it has no grant");
    }
    return grant;
  }

  /// Returns why a refused call was refused.
  public Failed refusal() {
    if (refusal == null) {
      throw new IllegalStateException("the call is " + state + "; nothing was refused");
    }
    return refusal;
  }

  /// Returns when the call must be granted at the latest, on [dev.sluice.call.runtime.Clock#nanos].
  public long latest() {
    return latest;
  }

  /// Returns the wait that was forecast on arrival, in nanoseconds; zero if the call was granted at
  /// once.
  public long predicted() {
    return predicted;
  }

  /// Returns when the call was offered, on [dev.sluice.call.runtime.Clock#nanos].
  public long since() {
    return since;
  }

  /// Returns how long ago the call was offered, in nanoseconds.
  public long waited(long now) {
    return Math.max(0, now - since);
  }

  /// Whether less than a quarter is left of the time that the call may wait, and it has not been
  /// promoted yet.
  boolean isLate(long now) {
    return !promoted && latest - now < (latest - since) / LATE;
  }

  boolean isCritical() {
    return band == Band.CRITICAL;
  }

  /// Whether the call goes before `other`, which waits for the same things.
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

  /// Whether this is a critical call that goes before all calls that are not.
  boolean isFirst(long strict) {
    return isCritical() && tenant.round() <= strict;
  }
}
