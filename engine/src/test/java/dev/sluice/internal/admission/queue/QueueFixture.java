package dev.sluice.internal.admission.queue;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.internal.hold.HoldGate;
import dev.sluice.internal.quota.Quotas;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// More calls than a server of its own can serve, in virtual time: through the queue, and the gates
/// that stand before real targets. The server works at so many calls at a time; the others wait
/// there, and it refuses none. A call takes it 2.2 s in the mean.
final class QueueFixture {
  static final double SECONDS_A_CALL = 2.2;
  private static final long MS = 1_000_000;

  final VirtualLoop loop = new VirtualLoop();
  final QueueConfig config = QueueConfig.defaults();
  final List<Duration> waits = new ArrayList<>();
  final List<Failed> refusals = new ArrayList<>();
  int ended;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Deque<Runnable> waitingThere = new ArrayDeque<>();
  private final Deque<Ticket> decided = new ArrayDeque<>();
  private final CallQueue queue = new CallQueue(Map.of(), decided::add);
  private final RouteQueue route = queue.route(config, false);
  private final int slots;
  private final Target target;
  private Duration late = Duration.ZERO;
  private long wakes = Long.MAX_VALUE;
  private int working;

  QueueFixture(int slots, Concurrency concurrency) {
    this.slots = slots;
    Gate quota =
        new Quotas(new QuotaConfig(Map.of(), concurrency), ChargeRule.defaults())
            .gate(Optional.of("m"));
    this.target =
        new Target(
            "p/m", Scene.CHAT, 1, 0, List.of(new HoldGate(), quota), (_, _) -> new Answered());
  }

  /// From now on whatever comes due is done by up to so much later.
  void lateBy(Duration most) {
    late = most;
  }

  /// Lets calls come for so long, as many as are `load` times what the server can serve.
  void run(Duration time, double load) {
    waits.clear();
    refusals.clear();
    ended = 0;
    long until = loop.nanos() + time.toNanos();
    comeBefore(until, load * slots / SECONDS_A_CALL);
    loop.advance(time);
  }

  int waiting() {
    return queue.waiting();
  }

  /// How long those that were granted have waited, at the median.
  Duration usualWait() {
    List<Duration> sorted = waits.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private void comeBefore(long until, double perSecond) {
    long next = (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
    if (loop.nanos() + next < until) {
      loop.schedule(
          Duration.ofNanos(next),
          () -> {
            come();
            comeBefore(until, perSecond);
          });
    }
  }

  private void come() {
    Band band = random.nextInt(10) == 0 ? Band.CRITICAL : Band.NORMAL;
    int bytes = 4 * random.nextInt(200, 4_000);
    var call = Scene.call(band, "*", bytes, Duration.ofHours(1), loop.nanos());
    later(
        () -> {
          Ticket ticket = queue.offer(route, call, List.of(target), loop.nanos());
          if (ticket.state() == Ticket.State.WAITING) {
            long left = ticket.latest() - loop.nanos();
            loop.schedule(Duration.ofNanos(left), () -> later(() -> expire(ticket)));
          } else {
            decided.add(ticket);
          }
        });
  }

  private void expire(Ticket ticket) {
    queue.expire(ticket, loop.nanos());
  }

  private void later(Runnable what) {
    long by = late.isZero() ? 0 : random.nextLong(late.toNanos());
    loop.schedule(
        Duration.ofNanos(by),
        () -> {
          what.run();
          follow();
        });
  }

  /// Does what follows of the queue's last step.
  private void follow() {
    for (Ticket ticket = decided.poll(); ticket != null; ticket = decided.poll()) {
      if (ticket.state() == Ticket.State.GRANTED) {
        waits.add(Duration.ofNanos(ticket.waited(loop.nanos())));
        send(ticket);
      } else {
        refusals.add(ticket.refusal());
      }
    }
    long next = queue.wakeAt();
    if (next < Long.MAX_VALUE && (wakes <= loop.nanos() || next < wakes)) {
      wakes = Math.max(next, loop.nanos() + 1);
      loop.schedule(
          Duration.ofNanos(wakes - loop.nanos()), () -> later(() -> queue.advance(loop.nanos())));
    }
  }

  private void send(Ticket ticket) {
    long input = ticket.call().body().size() / 4;
    long first = (long) (0.2 * MS * (input + 100) * (0.9 + 0.2 * random.nextDouble()));
    long rest = random.nextLong(500, 3_000) * MS;
    waitingThere.add(
        () -> {
          var started = new long[1];
          loop.schedule(
              Duration.ofNanos(first),
              () -> {
                started[0] = loop.nanos();
                later(() -> queue.started(ticket.grant(), loop.nanos()));
              });
          loop.schedule(Duration.ofNanos(first + rest), () -> end(ticket, started[0]));
        });
    work();
  }

  private void end(Ticket ticket, long started) {
    working--;
    ended++;
    work();
    later(
        () ->
            queue.settle(
                ticket.grant(),
                new AttemptResult(
                    new Answered(),
                    new Usage(ticket.call().body().size() / 4, 100, 0, false),
                    ticket.grant().begun(),
                    OptionalLong.of(started),
                    loop.nanos())));
  }

  private void work() {
    while (working < slots && !waitingThere.isEmpty()) {
      working++;
      waitingThere.removeFirst().run();
    }
  }
}
