package dev.sluice.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.report.Reporter;
import dev.sluice.report.history.CallFault;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Measure;
import dev.sluice.report.history.Totals;
import dev.sluice.report.history.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/// The series that plots show, as columns of equal length: one value a step, oldest first. A time
/// is null where no call has one. Rates are a second; the last step is not over, and its rates are
/// those so far.
final class SeriesJson {
  private static final int STEPS_MOST = 180;
  private static final Duration BY_SHORTS = Duration.ofMinutes(15);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final Map<String, Function<Totals, Double>> RATES = rates();
  private static final Map<String, Function<Totals, Optional<Duration>>> TIMES = times();

  private SeriesJson() {}

  private static Map<String, Function<Totals, Double>> rates() {
    var rates = new LinkedHashMap<String, Function<Totals, Double>>();
    rates.put("calls", t -> (double) t.calls());
    rates.put("answered", t -> (double) t.of(Figure.CALL_ANSWERED));
    rates.put("failed", SeriesJson::failed);
    for (CallFault fault : CallFault.values()) {
      rates.put("failed_" + fault.word(), t -> (double) t.failed(fault));
    }
    rates.put("sent", t -> (double) t.of(Figure.SENT));
    rates.put("attempts", t -> (double) t.attempts());
    rates.put("throttled", t -> (double) t.of(Figure.ATTEMPT_THROTTLED));
    rates.put("timeouts", t -> (double) t.of(Figure.CALL_TIMED_OUT));
    rates.put("repeats", t -> (double) t.repeats());
    rates.put("input_tokens", t -> (double) t.of(Figure.INPUT_TOKENS));
    rates.put("output_tokens", t -> (double) t.of(Figure.OUTPUT_TOKENS));
    return rates;
  }

  private static double failed(Totals t) {
    return t.calls() - t.of(Figure.CALL_ANSWERED) - t.of(Figure.CALL_CANCELLED);
  }

  private static Map<String, Function<Totals, Optional<Duration>>> times() {
    var times = new LinkedHashMap<String, Function<Totals, Optional<Duration>>>();
    times.put("latency_mean", Totals::latency);
    times.put("first_token_p50", t -> t.quantile(Measure.FIRST_TOKEN, 0.5));
    times.put("first_token_p99", t -> t.quantile(Measure.FIRST_TOKEN, 0.99));
    times.put("total_p50", t -> t.quantile(Measure.CALL, 0.5));
    times.put("total_p99", t -> t.quantile(Measure.CALL, 0.99));
    return times;
  }

  /// The steps of the last `window`, of one target or of all.
  static ObjectNode of(Reporter reporter, Duration window, Optional<String> target) {
    Duration step = step(window);
    long now = reporter.clock().nanos();
    LongFunction<Instant> wall = reporter.wall();
    List<Window> steps = reporter.windows().steps(window, step, now);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("step_seconds", step.toSeconds());
    ArrayNode times = json.putArray("t");
    steps.forEach(s -> times.add(wall.apply(s.from()).toEpochMilli()));
    json.put("to", wall.apply(now).toEpochMilli());
    columns(json, steps, target);
    return json;
  }

  /// The length of a step: a slot's, or longer where a window would have more than 180 steps.
  static Duration step(Duration window) {
    Duration least = window.compareTo(BY_SHORTS) <= 0 ? SHORT : MINUTE;
    long times = Math.ceilDiv(window.toSeconds(), STEPS_MOST * least.toSeconds());
    return least.multipliedBy(Math.max(1, times));
  }

  private static void columns(ObjectNode json, List<Window> steps, Optional<String> target) {
    List<Totals> totals = steps.stream().map(step -> totals(step, target)).toList();
    RATES.forEach((name, rate) -> rates(json.putArray(name), steps, totals, rate));
    TIMES.forEach((name, time) -> times(json.putArray(name), totals, time));
  }

  private static Totals totals(Window step, Optional<String> target) {
    return target.isEmpty() ? step.all() : step.byTarget().getOrDefault(target.get(), Totals.NONE);
  }

  private static void rates(
      ArrayNode column, List<Window> steps, List<Totals> totals, Function<Totals, Double> rate) {
    for (int i = 0; i < steps.size(); i++) {
      double seconds = Math.max(1, (steps.get(i).to() - steps.get(i).from()) / 1e9);
      column.add(rate.apply(totals.get(i)) / seconds);
    }
  }

  private static void times(
      ArrayNode column, List<Totals> totals, Function<Totals, Optional<Duration>> time) {
    for (Totals of : totals) {
      time.apply(of).ifPresentOrElse(t -> column.add(t.toNanos() / 1e9), () -> column.addNull());
    }
  }
}
