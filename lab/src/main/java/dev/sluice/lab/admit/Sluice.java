package dev.sluice.lab.admit;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.internal.admission.queue.CallQueue;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.admission.queue.Ticket;
import dev.sluice.internal.hold.HoldGate;
import dev.sluice.internal.quota.Quotas;
import dev.sluice.lab.load.ReplyListener;
import dev.sluice.sim.dialect.Prose;
import dev.sluice.sim.limit.LimitDecision.Refused;
import dev.sluice.stats.QuotaGauges;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;

/// The gateway itself: the queue, the gates and the quota that serve real traffic, driven in
/// virtual time.
final class Sluice implements Policy {
  private static final String NAME = "lab/" + Calls.MODEL;

  /// The gateway takes four bytes for a token.
  private static final double GUESSED = Prose.bytesPerToken() / 4;

  private final World world;
  private final Knowledge knowledge;
  private final boolean reports;
  private final Calls calls;
  private final RepeatPolicy patience;
  private final Quotas quotas;
  private final List<Target> targets;
  private final Queue<Ticket> decided = new ArrayDeque<>();
  private final CallQueue queue = new CallQueue(Map.of(), decided::add);
  private final RouteQueue route;
  private final Map<Ticket, Offered> waiting = new HashMap<>();
  private long wakes = Long.MAX_VALUE;

  /// @param attempts how many the call has made
  private record Offered(WorkloadCall workloadCall, Call call, int attempts) {}

  /// Makes a gateway in front of a provider that reports what each call has used.
  public Sluice(World world, Knowledge knowledge) {
    this(world, knowledge, true);
  }

  /// @param reports whether the provider does that; if not, output is guessed by its size
  public Sluice(World world, Knowledge knowledge, boolean reports) {
    this.world = world;
    this.knowledge = knowledge;
    this.reports = reports;
    this.calls = new Calls(new BodySizes(world.seed()));
    this.patience = new RepeatPolicy(world.random());
    this.quotas = new Quotas(knowledge.config(world.rates()), ChargeRule.defaults());
    this.targets = List.of(target());
    this.route = queue.route(config(world), false);
  }

  private Target target() {
    var gates = List.of(new HoldGate(), quotas.gate(Optional.of(Calls.MODEL)));
    return new Target(NAME, Set.of(Operation.CHAT), 1, 0, gates, (_, _) -> new Answered());
  }

  private static QueueConfig config(World world) {
    QueueConfig defaults = QueueConfig.defaults();
    return new QueueConfig(
        defaults.calls(), defaults.tokens(), defaults.bytes(), world.deadline(), false);
  }

  @Override
  public void arrive(WorkloadCall workloadCall) {
    offer(new Offered(workloadCall, calls.of(workloadCall), 0));
  }

  /// Returns the gateway's estimate of the provider's limits.
  public QuotaGauges gauges() {
    return quotas.gauges(Calls.MODEL, world.timeline().now()).orElseThrow();
  }

  private void offer(Offered offered) {
    Ticket ticket = queue.offer(route, offered.call(), targets, now());
    if (ticket.state() == Ticket.State.WAITING) {
      waiting.put(ticket, offered);
      world.busy().waits();
      world.outcomes().predicted(offered.workloadCall(), ticket.predicted());
    } else {
      decide(ticket, offered);
    }
    follow();
  }

  private void decide(Ticket ticket, Offered offered) {
    switch (ticket.state()) {
      case GRANTED -> send(ticket.grant(), offered);
      case REFUSED -> world.outcomes().failed(offered.workloadCall(), now());
      case WAITING, LEFT -> throw new IllegalStateException("a call is " + ticket.state());
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
      world.busy().waitsNoMore();
    }
    long next = queue.wakeAt();
    if (next < Long.MAX_VALUE && (wakes <= now() || next < wakes)) {
      wakes = Math.max(next, now() + 1);
      world.timeline().at(wakes, this::wake);
    }
  }

  private void wake() {
    queue.advance(now());
    follow();
  }

  private void send(Grant grant, Offered offered) {
    world
        .provider()
        .attempt(
            offered.workloadCall(),
            new ReplyListener() {
              private OptionalLong started = OptionalLong.empty();

              @Override
              public void refused(Refused refused, Stands stands) {
                tell(grant, stands);
                var why = new Failed.Throttled(dimension(refused), hint(refused), "throttled");
                settle(grant, why, Usage.NONE, started);
                repeat(offered, refused);
                follow();
              }

              @Override
              public void admitted(Stands stands) {
                tell(grant, stands);
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
                settle(grant, new Answered(), usage(offered.workloadCall()), started);
                follow();
              }
            });
  }

  private Usage usage(WorkloadCall of) {
    return reports
        ? new Usage(of.input(), of.output(), 0, false)
        : new Usage(0, Math.round(of.output() * GUESSED), 0, true);
  }

  private void tell(Grant grant, ReplyListener.Stands stands) {
    RateLimitInfo told = knowledge.told(stands);
    if (!told.limits().isEmpty()) {
      queue.allowed(grant, told, now());
    }
  }

  private void settle(Grant grant, Outcome outcome, Usage usage, OptionalLong started) {
    queue.settle(grant, new AttemptResult(outcome, usage, grant.begun(), started, now()));
  }

  private void repeat(Offered offered, Refused refused) {
    var next =
        new Offered(
            offered.workloadCall(),
            offered.call().withFailedTargets(offered.call().failedTargets().and(NAME)),
            offered.attempts() + 1);
    if (patience.has(next.attempts())) {
      world.timeline().after(patience.pause(refused.again()), () -> offer(next));
    } else {
      world.outcomes().failed(offered.workloadCall(), now());
    }
  }

  private static Failed.Dimension dimension(Refused refused) {
    return switch (refused.dimension()) {
      case TOKENS -> Failed.Dimension.TOKENS;
      case REQUESTS, CONCURRENT -> Failed.Dimension.REQUESTS;
    };
  }

  private static Optional<Duration> hint(Refused refused) {
    return refused.never() ? Optional.empty() : Optional.of(refused.again());
  }

  private long now() {
    return world.timeline().now();
  }
}
