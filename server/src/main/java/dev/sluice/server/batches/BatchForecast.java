package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.LineCounts;
import dev.sluice.batches.PauseReason;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.server.batches.LineUses.Use;
import dev.sluice.stats.QuotaGauges;
import dev.sluice.stats.QuotaStats;
import dev.sluice.stats.RateLimitSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/// Forecasts how long the providers' limits let a batch take that runs: the requests and tokens
/// that its remaining lines will use, less what may be used at once, at the rates of the limits.
/// The scarcest limit counts. Lines are expected to use what those before them have used in the
/// mean, of the same targets.
///
/// Limitations: what others call meanwhile, also other batches, is not foreseen, nor are limits a
/// day, nor that more may be used at once as the burst window grows, by a minute's worth at most.
/// Where no limit is known, nothing is forecast.
///
/// Safe for any thread but a loop.
///
/// @param quotas those of the configuration that holds
/// @param pauses says why a batch calls no lines now
record BatchForecast(
    LineUses uses, Supplier<QuotaStats> quotas, Function<String, PauseReason> pauses) {
  private static final double MINUTE_S = 60;

  /// Adds what is known to a batch in the form of OpenAI's API, as a member of our own: `sluice`,
  /// with `remaining_seconds`, and `paused` where it calls no lines.
  void addTo(ObjectNode tree, Batch batch) {
    if (batch.state() != BatchState.IN_PROGRESS) {
      return;
    }
    ObjectNode more = JsonNodeFactory.instance.objectNode();
    remaining(batch).ifPresent(left -> more.put("remaining_seconds", (long) Math.ceil(left)));
    PauseReason pause = pauses.apply(batch.id());
    if (pause != PauseReason.NONE) {
      more.put("paused", pause.word());
    }
    if (!more.isEmpty()) {
      tree.set("sluice", more);
    }
  }

  /// How many seconds the limits let the rest take; empty where no limit is known.
  OptionalDouble remaining(Batch batch) {
    LineCounts counts = batch.results().counts();
    int left = counts.total() - counts.completed() - counts.failed();
    return uses.each(batch.order().input()).entrySet().stream()
        .flatMapToDouble(
            each ->
                gauges(each.getKey()).stream()
                    .flatMapToDouble(limits -> seconds(limits, each.getValue(), left)))
        .max();
  }

  /// The limits of a target, of all its credentials together.
  private Optional<QuotaGauges> gauges(String target) {
    QuotaStats all = quotas.get();
    Map<Integer, QuotaStats.Entry> byCredential = new TreeMap<>();
    all.entries().stream()
        .filter(entry -> isOf(target, entry))
        .forEach(entry -> byCredential.put(entry.credential(), entry));
    return byCredential.values().stream()
        .flatMap(entry -> all.gauges(entry, model(target, entry)).stream())
        .reduce(QuotaGauges::and);
  }

  private static boolean isOf(String target, QuotaStats.Entry entry) {
    return target.startsWith(entry.provider() + "/")
        && (entry.model().equals(QuotaConfig.ANY) || entry.model().equals(model(target, entry)));
  }

  private static String model(String target, QuotaStats.Entry entry) {
    return target.substring(entry.provider().length() + 1);
  }

  private static DoubleStream seconds(QuotaGauges gauges, Use each, int lines) {
    return Dimension.ALL.stream()
        .filter(dimension -> Double.isFinite(gauges.of(dimension).limit()))
        .mapToDouble(dimension -> seconds(gauges.of(dimension), lines * each.of(dimension)));
  }

  private static double seconds(RateLimitSnapshot limit, double needed) {
    double rate = limit.limit() * (1 - limit.margin()) / MINUTE_S;
    double missing = Math.max(0, needed - limit.remaining());
    return missing == 0 ? 0 : missing / Math.max(rate, Double.MIN_NORMAL);
  }
}
