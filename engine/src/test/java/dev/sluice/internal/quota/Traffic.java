package dev.sluice.internal.quota;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Traffic in virtual time: calls come, wait first come first served for at most 30 s, pass the
/// quota, and go to an upstream with exact buckets.
public final class Traffic {
  static final long SECOND = 1_000_000_000L;
  private static final long ONE_WAY = 25_000_000L;

  final Quota quota;
  final ExactUpstream upstream;
  boolean headers;
  boolean hints;

  /// Which share of the attempts is refused whatever is left.
  public double chance;

  /// What a refusal says that it is for want of.
  public Failed.Dimension said = Failed.Dimension.TOKENS;

  /// What the headers say instead of the truth.
  @Nullable RateLimitInfo lie;

  /// Whether the provider reports what a call has used.
  boolean reports = true;

  /// Bytes a token, and its log-normal error.
  double bytesPerToken = 4;

  double error = 0.1;

  private final Workload workload;
  private final SplittableRandom random;

  /// How long calls have waited, in seconds.
  public final List<Double> waits = new ArrayList<>();

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private long now;
  private long order;
  private long wake = Long.MAX_VALUE;
  private boolean coming;
  private long busy;
  private long busySince = -1;

  private record Event(long at, long order, Runnable what) {}

  private record Waiting(Call call, int input, int output, long arrived) {}

  public Traffic(Quota quota, ExactUpstream upstream, Workload workload, long seed) {
    this.quota = quota;
    this.upstream = upstream;
    this.workload = workload;
    this.random = new SplittableRandom(seed);
  }

  long now() {
    return now;
  }

  /// How long calls have waited, in seconds.
  double busySeconds() {
    return (busy + (busySince < 0 ? 0 : now - busySince)) / 1e9;
  }

  public void run(Duration time) {
    if (!coming) {
      coming = true;
      arrive();
    }
    long until = now + time.toNanos();
    for (Event e = events.peek(); e != null && e.at() <= until; e = events.peek()) {
      events.remove();
      now = e.at();
      e.what().run();
    }
    now = until;
  }

  private void at(long when, Runnable what) {
    events.add(new Event(when, order++, what));
  }

  private void arrive() {
    for (int i = 0; i < workload.batch(); i++) {
      int input = workload.drawInput(random);
      double bytes = input * bytesPerToken * Math.exp(error * random.nextGaussian());
      Call call = QuotaCalls.call((int) Math.max(1, bytes), workload.maxTokens());
      queue.add(new Waiting(call, input, workload.drawOutput(random), now));
    }
    dispatch();
    at(now + (long) (workload.gap(random) * 1e9), this::arrive);
  }

  private void dispatch() {
    while (!queue.isEmpty()) {
      Waiting head = queue.getFirst();
      if (now - head.arrived() > 30 * SECOND) {
        queue.removeFirst();
        waits.add(30.0);
        continue;
      }
      Optional<Gate.Closed> closed = quota.closed(head.call(), true, now);
      if (closed.isPresent()) {
        sleep(closed.get().until());
        break;
      }
      queue.removeFirst();
      waits.add((now - head.arrived()) / 1e9);
      send(head, quota.enter(head.call(), now));
    }
    watch();
  }

  private void watch() {
    if (queue.isEmpty() && busySince >= 0) {
      busy += now - busySince;
      busySince = -1;
    } else if (!queue.isEmpty() && busySince < 0) {
      busySince = now;
    }
  }

  private void sleep(long until) {
    if (until < wake) {
      wake = until;
      at(
          until,
          () -> {
            if (wake == until) {
              wake = Long.MAX_VALUE;
              dispatch();
            }
          });
    }
  }

  private void send(Waiting waiting, Permit permit) {
    long begun = now;
    long way = ONE_WAY + random.nextLong(ONE_WAY / 5);
    at(now + way, () -> reach(waiting, permit, begun, way));
  }

  private void reach(Waiting waiting, Permit permit, long begun, long way) {
    int bound = workload.maxTokens() > 0 ? workload.maxTokens() : upstream.unset(waiting.output());
    double amount = waiting.input() + bound;
    if (random.nextDouble() < chance || !upstream.admit(waiting.input(), bound, now)) {
      Optional<Duration> hint =
          hints ? Optional.of(Duration.ofNanos(upstream.wait(amount, now))) : Optional.empty();
      var why = new Failed.Throttled(said, hint, "throttled");
      at(
          now + way,
          () -> {
            settle(permit, why, Usage.NONE, begun);
            queue.addFirst(waiting);
            dispatch();
          });
      return;
    }
    if (headers) {
      RateLimitInfo said = lie == null ? upstream.headers() : lie;
      at(now + way, () -> permit.allowed(said, now));
    }
    long end = now + SECOND / 2 + waiting.output() * SECOND / 50;
    at(end, () -> upstream.ended(bound, waiting.output(), now));
    at(
        end + way,
        () -> {
          var usage = new Usage(reports ? waiting.input() : 0, waiting.output(), 0, !reports);
          settle(permit, new Answered(), usage, begun);
          dispatch();
        });
  }

  private void settle(Permit permit, Outcome outcome, Usage usage, long begun) {
    QuotaCalls.settle(permit, outcome, usage, begun, now);
  }
}
