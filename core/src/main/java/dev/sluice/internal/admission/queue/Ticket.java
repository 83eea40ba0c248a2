package dev.sluice.internal.admission.queue;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import dev.sluice.internal.admission.queue.order.CalendarQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a call has been given by a [CallQueue]: a grant, a refusal, or a place. All but [#state] is
/// guarded like the queue; what a state stands for may be read once the state has been seen.
public final class Ticket extends CalendarQueue.Member<Ticket> {
  private static final int LATE = 4;

  final RouteQueue line;
  final Call call;
  final List<Target> order;
  final Band band;
  final int bytes;

  /// When it was put in.
  final long since;

  /// When it must be granted at the latest.
  final long latest;

  private volatile State state = State.WAITING;
  private @Nullable Grant grant;
  private @Nullable Failed refusal;

  // While it waits.
  Cost cost = Cost.NONE;
  @Nullable TenantQueue queue;

  /// Where it stands: the instant whose arrivals, at no cost, would stand beside it.
  long place;

  /// How much later than its arrival that is.
  long offset;

  long predicted;

  /// Whether it has been put in front since its time runs out.
  boolean hurried;

  /// How many have passed it while it was the next and did not fit.
  int passed;

  /// What has become of a call.
  public enum State {
    WAITING,
    GRANTED,
    REFUSED,
    /// Its caller has gone.
    LEFT
  }

  Ticket(RouteQueue line, Call call, List<Target> order, long now) {
    this.line = line;
    this.call = call;
    this.order = order;
    this.band = call.claim().band();
    this.bytes = call.body().size();
    this.since = now;
    long bound = now + line.maxWait();
    long deadline = call.deadline().begin();
    long last = deadline - bound < 0 ? deadline : bound;
    this.latest = last;
  }

  void grant(Grant given) {
    grant = given;
    state = State.GRANTED;
  }

  void refuse(Failed why) {
    refusal = why;
    state = State.REFUSED;
  }

  void leave() {
    state = State.LEFT;
  }

  @Override
  protected long place() {
    return place;
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

  /// How long it was expected to wait when it came, in nanoseconds; zero when it was granted at
  /// once.
  public long predicted() {
    return predicted;
  }

  /// How long it has been here, in nanoseconds.
  public long waited(long now) {
    return Math.max(0, now - since);
  }

  /// Where it waits.
  TenantQueue tenantQueue() {
    if (queue == null) {
      throw new IllegalStateException("the call does not wait");
    }
    return queue;
  }

  /// Whether little is left of its wait, and nothing has been done about that yet.
  boolean isLate(long now) {
    return !hurried && latest - now < (latest - since) / LATE;
  }

  boolean isCritical() {
    return band == Band.CRITICAL;
  }
}
