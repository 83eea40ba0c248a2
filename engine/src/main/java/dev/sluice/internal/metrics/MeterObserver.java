package dev.sluice.internal.metrics;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.pipeline.BatchInfo;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Report;
import dev.sluice.config.Condition;
import dev.sluice.stats.CurrentTrace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Turns what is observed into Micrometer meters; docs/metrics.md is the table of them. Every label
/// comes from the configuration or from a closed list, so their number does not grow with traffic.
public final class MeterObserver implements Observer {
  private final MeterRegistry registry;
  private final AtomicInteger callsInFlight = new AtomicInteger();
  private final AtomicInteger attemptsInFlight = new AtomicInteger();
  private final ConcurrentHashMap<CallMeters.Key, CallMeters> calls = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<CallMeters.Key, CallMeters> attempts = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Made, Counter> reasons = new ConcurrentHashMap<>();
  private final WaitMeters queue;
  private final Timer overhead;
  private final Counter asked;
  private final Counter sent;
  private final BatchMeters batches;
  private final ShadowMeters shadows;

  private record Made(String target, String reason) {}

  /// Makes an observer whose meters are registered with `registry`.
  public MeterObserver(MeterRegistry registry) {
    this.registry = registry;
    this.queue = new WaitMeters(registry);
    Gauge.builder("sluice.calls.in.flight", callsInFlight, AtomicInteger::get)
        .description("calls under way")
        .register(registry);
    Gauge.builder("sluice.attempts.in.flight", attemptsInFlight, AtomicInteger::get)
        .description("attempts under way")
        .register(registry);
    asked =
        Counter.builder("sluice.calls.asked")
            .description("calls that clients have asked for")
            .register(registry);
    sent =
        Counter.builder("sluice.calls.sent")
            .description("calls that were sent to providers")
            .register(registry);
    batches = new BatchMeters(registry);
    shadows = new ShadowMeters(registry);
    overhead =
        Timer.builder("sluice.overhead")
            .description(
                "from a call's arrival until its first attempt is handed on, without the queue")
            .serviceLevelObjectives(HistogramBuckets.OVERHEAD.toArray(Duration[]::new))
            .register(registry);
  }

  @Override
  public void callStarted(Call call) {
    callsInFlight.incrementAndGet();
    asked.increment();
  }

  @Override
  public void callEnded(Call call, Report report) {
    callsInFlight.decrementAndGet();
    CallMeters meters =
        meters(calls, CallMeters.Names.CALLS, key(call, report.history().target(), report));
    CurrentTrace.of(call, () -> meters.record(report, call.facts().stream()));
    if (report.history().attempts() > 0) {
      overhead.record(report.overhead());
    }
    if (report.history().attempts() == 0) {
      timedOut("", report);
    }
    if (call.facts().stream() && report.outcome() instanceof Failed why) {
      aborted(why, report.committed());
    }
  }

  @Override
  public void callSent(Call call) {
    sent.increment();
  }

  @Override
  public void queued(Call call, QueueWait wait) {
    queue.record(call, wait);
  }

  @Override
  public void undecided(Call call, String route, Condition condition) {
    Counter.builder("sluice.conditions.undecided")
        .description("conditions that could not be put to a call, and counted as failed")
        .tag("route", route)
        .register(registry)
        .increment();
  }

  @Override
  public void attemptStarted(Call call, String target) {
    attemptsInFlight.incrementAndGet();
    attempts(target, call.failedTargets().reason(target)).increment();
  }

  @Override
  public void attemptEnded(Call call, String target, Report report) {
    attemptsInFlight.decrementAndGet();
    CallMeters meters = meters(attempts, CallMeters.Names.ATTEMPTS, key(call, target, report));
    CurrentTrace.of(call, () -> meters.record(report, call.facts().stream()));
    timedOut(target, report);
  }

  private void timedOut(String target, Report report) {
    if (report.outcome() instanceof Failed.TimedOut(Failed.Phase phase, _)) {
      Counter.builder("sluice.timeouts")
          .description("attempts that ran into a timeout")
          .tags(Labels.of(target))
          .tag("phase", phase.name().toLowerCase(Locale.ROOT))
          .register(registry)
          .increment();
    }
  }

  @Override
  public void raced(Call call, boolean won, long wasted) {
    Counter.builder("sluice.races")
        .description("races of two attempts")
        .tag("won", String.valueOf(won))
        .register(registry)
        .increment();
    Counter.builder("sluice.races.wasted")
        .description("tokens of the attempts that lost")
        .baseUnit("tokens")
        .register(registry)
        .increment((double) wasted);
  }

  @Override
  public void shadowed(Call call, String target, boolean copy, Report report) {
    shadows.record(call, target, copy, report);
  }

  @Override
  public void gathered(Call call, BatchInfo batch) {
    batches.gathered(batch);
  }

  @Override
  public void bisected(Call call) {
    batches.bisected();
  }

  @Override
  public void saved(Call call, String by, int calls) {
    Counter.builder("sluice.calls.saved")
        .description("calls that were answered without an upstream call of their own")
        .tag("by", by)
        .register(registry)
        .increment(calls);
  }

  private Counter attempts(String target, String reason) {
    var made = new Made(target, reason);
    Counter known = reasons.get(made);
    return known != null ? known : reasons.computeIfAbsent(made, this::attempts);
  }

  private Counter attempts(Made made) {
    return Counter.builder("sluice.attempts")
        .description("attempts by why they were made")
        .tags(Labels.of(made.target()).and("reason", made.reason()))
        .register(registry);
  }

  private void aborted(Failed why, boolean committed) {
    Counter.builder("sluice.streams.aborted")
        .description("streams that did not end well")
        .tag("side", why instanceof Failed.Cancelled ? "client" : "upstream")
        .tag("phase", committed ? "after_commit" : "before_commit")
        .register(registry)
        .increment();
  }

  private CallMeters meters(
      ConcurrentHashMap<CallMeters.Key, CallMeters> cache,
      CallMeters.Names names,
      CallMeters.Key key) {
    CallMeters known = cache.get(key);
    return known != null
        ? known
        : cache.computeIfAbsent(key, k -> CallMeters.of(registry, names, k));
  }

  private static CallMeters.Key key(Call call, String target, Report report) {
    return new CallMeters.Key(call.operation(), target, report.outcome().kind());
  }
}
