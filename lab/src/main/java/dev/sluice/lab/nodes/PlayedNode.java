package dev.sluice.lab.nodes;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.cluster.lease.NodeShares;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.internal.admission.queue.CallQueue;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.admission.queue.Ticket;
import dev.sluice.internal.hold.HoldGate;
import dev.sluice.internal.quota.Quotas;
import dev.sluice.lab.load.ReplyListener;
import dev.sluice.lab.load.ReplyListener.Stands;
import dev.sluice.sim.limit.Dimension;
import dev.sluice.sim.limit.LimitDecision.Refused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;

/// One gateway of several: the queue, the gates, the quota and the leases that serve real traffic,
/// driven in virtual time.
final class PlayedNode {
  private static final String NAME = "lab/" + NodeCalls.MODEL;
  private static final long ACCOUNT = 1;
  private static final int ATTEMPTS = 3;
  private static final long LEAST_SPREAD = 250_000_000;
  private static final QueueConfig QUEUE =
      new QueueConfig(1_000_000, 1L << 40, 1L << 40, Duration.ofSeconds(30), false);

  private final NodeMeans means;
  private final Tally tally;
  private final NodeCalls calls = new NodeCalls();
  private final Optional<NodeShares> shares;
  private final HoldGate hold = new HoldGate();
  private final List<Target> targets;
  private final Queue<Ticket> decided = new ArrayDeque<>();
  private final CallQueue queue;
  private final RouteQueue route;
  private final Map<Ticket, Offered> waiting = new HashMap<>();
  private long wakes = Long.MAX_VALUE;

  /// @param attempts how many the call has made
  /// @param since when it came, on the node's clock
  private record Offered(PlannedCall planned, Call call, int attempts, long since) {}

  PlayedNode(NodeMeans means) {
    this.means = means;
    this.tally = means.tally();
    this.shares = means.shares();
    queue = new CallQueue(means.weights(), decided::add);
    route = queue.route(QUEUE, false);
    Optional<Quotas.Sharing> sharing = shares.map(this::sharing);
    var quotas = new Quotas(means.knowledge().config(), ChargeRule.defaults(), sharing);
    shares.ifPresent(
        of ->
            hold.share(of.holds().join(ACCOUNT, Optional.of(NodeCalls.MODEL), hold, this::change)));
    var gates = List.of(hold, quotas.gate(Optional.of(NodeCalls.MODEL)));
    targets =
        List.of(new Target(NAME, Set.of(Operation.CHAT), 1, 0, gates, (_, _) -> new Answered()));
  }

  private Quotas.Sharing sharing(NodeShares of) {
    return new Quotas.Sharing(of, "lab", ACCOUNT, this::change);
  }

  private void change(Runnable change) {
    change.run();
    queue.reconsider(now());
    follow();
  }

  NodeProcess process() {
    return means.process();
  }

  NodeClock clock() {
    return means.clock();
  }

  /// Joins the cluster.
  void start() {
    shares.ifPresent(NodeShares::start);
  }

  /// Signs off, and ends a little later.
  void leave() {
    shares.ifPresent(NodeShares::leave);
    process().after(LEAST_SPREAD, this::die);
  }

  /// Ends at once.
  void die() {
    process().kill();
    waiting.clear();
  }

  /// Takes a call that comes now.
  void arrive(PlannedCall planned) {
    offer(new Offered(planned, calls.of(planned, now()), 0, now()));
  }

  private void offer(Offered offered) {
    Ticket ticket = queue.offer(route, offered.call(), targets, now());
    if (ticket.state() == Ticket.State.WAITING) {
      waiting.put(ticket, offered);
    } else {
      decide(ticket, offered);
    }
    follow();
  }

  private void decide(Ticket ticket, Offered offered) {
    if (ticket.state() == Ticket.State.GRANTED) {
      tally.waited(now() - offered.since());
      send(ticket.grant(), offered);
    }
  }

  /// Does what follows of the queue's last step.
  private void follow() {
    for (Ticket ticket = decided.poll(); ticket != null; ticket = decided.poll()) {
      Offered offered = waiting.remove(ticket);
      if (offered == null) {
        throw new IllegalStateException("a call was decided that does not wait");
      }
      decide(ticket, offered);
    }
    wakeAt(queue.wakeAt());
  }

  private void wakeAt(long next) {
    if (next < Long.MAX_VALUE && (wakes <= now() || next < wakes)) {
      wakes = Math.max(next, now() + 1);
      process().at(clock().onTimeline(wakes), this::wake);
    }
  }

  private void wake() {
    queue.advance(now());
    follow();
  }

  private void send(Grant grant, Offered offered) {
    PlannedCall planned = offered.planned();
    tally.reserved("took", means.name(), planned, (double) planned.charge());
    means.provider().attempt(means.name(), process(), planned, new Attempt(grant, offered));
  }

  /// What becomes of one attempt.
  private final class Attempt implements ReplyListener {
    private final Grant grant;
    private final Offered offered;
    private OptionalLong started = OptionalLong.empty();

    private Attempt(Grant grant, Offered offered) {
      this.grant = grant;
      this.offered = offered;
    }

    @Override
    public void refused(Refused refused, Stands stands) {
      tell(stands);
      Optional<Duration> hint = refused.never() ? Optional.empty() : Optional.of(refused.again());
      settle(new Failed.Throttled(dimension(refused), hint, "throttled"), Usage.NONE);
      PlannedCall planned = offered.planned();
      tally.reserved("gave", means.name(), planned, (double) planned.charge());
      repeat(offered, refused);
      follow();
    }

    private void tell(Stands stands) {
      means.knowledge().told(stands).ifPresent(told -> queue.allowed(grant, told, now()));
    }

    @Override
    public void admitted(Stands stands) {
      tell(stands);
      follow();
    }

    @Override
    public void started() {
      started = OptionalLong.of(now());
      queue.started(grant, now());
      follow();
    }

    @Override
    public void ended() {
      PlannedCall planned = offered.planned();
      settle(new Answered(), new Usage(planned.input(), planned.output(), 0, false));
      double back = (double) planned.charge() - planned.size();
      tally.reserved("gave", means.name(), planned, back);
      follow();
    }

    private void settle(Outcome outcome, Usage usage) {
      queue.settle(grant, new AttemptResult(outcome, usage, grant.begun(), started, now()));
    }
  }

  /// Sends a call again that the provider has refused, as the gateway does: three attempts, none
  /// before the provider's hint, and spread.
  private void repeat(Offered offered, Refused refused) {
    if (offered.attempts() + 1 >= ATTEMPTS) {
      return;
    }
    long hint = refused.again().toNanos();
    long pause = hint + (long) (means.random().nextDouble() * Math.max(LEAST_SPREAD, hint / 10));
    Offered next = next(offered);
    process().after(pause, () -> offer(next));
  }

  private Offered next(Offered before) {
    return new Offered(
        before.planned(),
        before.call().withFailedTargets(before.call().failedTargets().and(NAME)),
        before.attempts() + 1,
        now());
  }

  private static Failed.Dimension dimension(Refused refused) {
    return refused.dimension() == Dimension.TOKENS
        ? Failed.Dimension.TOKENS
        : Failed.Dimension.REQUESTS;
  }

  private long now() {
    return clock().nanos();
  }
}
