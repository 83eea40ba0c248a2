package dev.sluice.internal.metrics;

import dev.sluice.call.runtime.Loop;
import dev.sluice.stats.LatencyStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The meters of the learned times of targets. A value that is not learned yet has no line, so that
/// the lines are brought up to date every ten seconds, and by [#refresh].
///
/// A registry takes its lock for a new line, and calls' threads take it too: a virtual thread does
/// the work, never the loop itself. Safe for any thread but a loop.
public final class TimeoutMeters implements MeterBinder {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final double NANOS = 1e9;

  private final Supplier<LatencyStats> learned;
  private final Loop loop;
  private final List<MultiGauge> bound = new CopyOnWriteArrayList<>();

  /// @param learned returns what is learned now
  /// @param loop runs the timer, until it ends
  public TimeoutMeters(Supplier<LatencyStats> learned, Loop loop) {
    this.learned = learned;
    this.loop = loop;
  }

  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    bound.add(
        MultiGauge.builder("sluice.timeout.learned")
            .description("what is learned of a target's times, before a route's floor and ceiling")
            .baseUnit("seconds")
            .register(registry));
    refresh();
    if (bound.size() == 1) {
      again();
    }
  }

  /// Adds and removes lines to match what is learned now. Takes no lock that a call may hold for
  /// long.
  public void refresh() {
    List<MultiGauge.Row<?>> rows =
        learned.get().values().stream().map(TimeoutMeters::row).collect(Collectors.toList());
    bound.forEach(values -> values.register(rows, true));
  }

  private void again() {
    var _ = loop.schedule(EVERY, this::tick);
  }

  private void tick() {
    var _ = loop.start("meters", this::refresh);
    again();
  }

  private static MultiGauge.Row<?> row(LatencyStats.Value value) {
    Tags tags = Labels.of(value.target()).and("what", value.what(), "input", value.input());
    return MultiGauge.Row.of(tags, value.value().toNanos() / NANOS);
  }
}
