package dev.sluice.server.batches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.BatchResults;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.BatchTimes;
import dev.sluice.batches.Ending;
import dev.sluice.batches.LineCounts;
import dev.sluice.batches.PauseReason;
import dev.sluice.batches.Tokens;
import dev.sluice.batches.delegate.Delegation;
import dev.sluice.call.Usage;
import dev.sluice.config.quota.Dimension;
import dev.sluice.stats.QuotaGauges;
import dev.sluice.stats.QuotaStats;
import dev.sluice.stats.RateLimitSnapshot;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How long the limits of the targets let a batch take.
class BatchForecastTest {
  private static final double ANY = Double.POSITIVE_INFINITY;

  private final LineUses uses = new LineUses();
  private final Map<QuotaStats.Entry, QuotaGauges> limits = new LinkedHashMap<>();
  private PauseReason pause = PauseReason.NONE;
  private double left;
  private final BatchForecast forecast =
      new BatchForecast(uses, () -> new Limits(limits), _ -> pause);

  /// Quotas that are said.
  private record Limits(Map<QuotaStats.Entry, QuotaGauges> said) implements QuotaStats {
    @Override
    public Collection<Entry> entries() {
      return said.keySet();
    }

    @Override
    public Object credential(Entry entry) {
      return entry;
    }

    @Override
    public Optional<QuotaGauges> gauges(Entry entry) {
      return Optional.ofNullable(said.get(entry));
    }

    @Override
    public Optional<QuotaGauges> gauges(Entry entry, String model) {
      return model.equals("m") ? gauges(entry) : Optional.empty();
    }
  }

  private void limit(String provider, int key, double requests, double tokens, double margin) {
    limit(provider, key, "m", requests, tokens, margin);
  }

  private void limit(
      String provider, int key, String model, double requests, double tokens, double margin) {
    Map<Dimension, RateLimitSnapshot> minute = new EnumMap<>(Dimension.class);
    for (Dimension each : Dimension.ALL) {
      double limit =
          switch (each) {
            case REQUESTS -> requests;
            case TOKENS -> tokens;
            case INPUT, OUTPUT -> ANY;
          };
      minute.put(each, new RateLimitSnapshot(limit, left, 0, 0, false, true, margin, 5, 0, 0));
    }
    limits.put(
        new QuotaStats.Entry(provider, key, model),
        new QuotaGauges(minute, Long.MAX_VALUE, Long.MAX_VALUE, 0, Integer.MAX_VALUE, 0));
  }

  private static Batch running(int total, int completed, int failed) {
    return batch(BatchState.IN_PROGRESS, new LineCounts(total, completed, failed));
  }

  private static Batch batch(BatchState state, LineCounts counts) {
    return new Batch(
        "batch_1",
        new BatchOrder("red", "key", "/v1/embeddings", "file-1", 0, Map.of(), Map.of()),
        state,
        Ending.NONE,
        BatchTimes.from(0, 1_000),
        new BatchResults(counts, Tokens.NONE, "", ""),
        List.of(),
        Delegation.NONE);
  }

  private void answered(int lines, String target, int calls, long tokens) {
    for (int i = 0; i < lines; i++) {
      uses.add("file-1", target, calls, new Usage(tokens, 0, 0, false));
    }
  }

  private JsonNode shown(Batch batch) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    forecast.addTo(tree, batch);
    return tree.path("sluice");
  }

  @Test
  void the_tokens_of_the_rest_come_at_the_rate_of_the_limit() {
    limit("a", 0, ANY, 6_000, 0);
    answered(10, "a/m", 1, 50);
    // 1,000 lines of 50 tokens at 100 a second.
    assertThat(forecast.remaining(running(1_010, 10, 0))).hasValue(500);
  }

  @Test
  void lines_that_have_an_error_are_done() {
    limit("a", 0, ANY, 6_000, 0);
    answered(10, "a/m", 1, 50);
    assertThat(forecast.remaining(running(210, 10, 100))).hasValue(50);
  }

  @Test
  void what_may_be_used_at_once_takes_no_time() {
    left = 5_000;
    limit("a", 0, ANY, 6_000, 0);
    answered(10, "a/m", 1, 50);
    assertThat(forecast.remaining(running(110, 10, 0))).hasValue(0);
    assertThat(forecast.remaining(running(210, 10, 0))).hasValue(50);
  }

  @Test
  void the_margin_below_a_limit_takes_time() {
    limit("a", 0, 60, ANY, 0.5);
    answered(10, "a/m", 1, 50);
    assertThat(forecast.remaining(running(110, 10, 0))).hasValue(200);
  }

  @Test
  void the_scarcest_limit_counts() {
    limit("a", 0, 60, 1_000_000, 0);
    answered(10, "a/m", 1, 50);
    assertThat(forecast.remaining(running(110, 10, 0))).hasValue(100);
  }

  @Test
  void lines_that_share_an_upstream_call_take_one_request_together() {
    limit("a", 0, 60, ANY, 0);
    answered(100, "a/m", 50, 50);
    assertThat(forecast.remaining(running(5_100, 100, 0)).getAsDouble()).isBetween(99.9, 100.1);
  }

  @Test
  void the_limits_of_several_keys_add_up() {
    limit("a", 0, 60, ANY, 0);
    limit("a", 1, 60, ANY, 0);
    answered(10, "a/m", 1, 50);
    assertThat(forecast.remaining(running(130, 10, 0))).hasValue(60);
  }

  @Test
  void the_limit_of_a_model_that_is_passed_on_is_its_own() {
    limit("a", 0, "*", 60, ANY, 0);
    answered(10, "a/m", 1, 50);
    assertThat(forecast.remaining(running(70, 10, 0))).hasValue(60);
    limit("a", 0, "m", 60, ANY, 0);
    assertThat(forecast.remaining(running(70, 10, 0))).as("counted once").hasValue(60);
  }

  @Test
  void each_target_does_its_part() {
    limit("a", 0, 60, ANY, 0);
    limit("b", 0, 60, ANY, 0);
    answered(10, "a/m", 1, 50);
    answered(10, "b/m", 1, 50);
    assertThat(forecast.remaining(running(140, 20, 0))).hasValue(60);
  }

  @Test
  void answers_from_a_cache_take_nothing() {
    limit("a", 0, 60, ANY, 0);
    answered(5, "a/m", 1, 50);
    answered(5, "", 1, 0);
    assertThat(forecast.remaining(running(110, 10, 0))).hasValue(50);
  }

  @Test
  void nothing_is_forecast_where_no_limit_is_known() {
    limit("a", 0, ANY, ANY, 0);
    answered(10, "a/m", 1, 50);
    assertThat(forecast.remaining(running(110, 10, 0))).isEmpty();
    answered(10, "gone/m", 1, 50);
    assertThat(shown(running(110, 10, 0)).isMissingNode()).isTrue();
  }

  @Test
  void nothing_is_forecast_before_a_line_has_its_answer_and_behind_the_end() {
    limit("a", 0, 60, ANY, 0);
    assertThat(shown(running(110, 0, 0)).isMissingNode()).isTrue();
    answered(10, "a/m", 1, 50);
    assertThat(shown(running(110, 10, 0)).path("remaining_seconds").asLong()).isEqualTo(100);
    assertThat(shown(batch(BatchState.FINALIZING, new LineCounts(110, 10, 0))).isMissingNode())
        .isTrue();
    uses.forget("file-1");
    assertThat(shown(running(110, 10, 0)).isMissingNode()).isTrue();
  }

  @Test
  void a_pause_is_said_with_its_reason() {
    pause = PauseReason.BUDGET;
    assertThat(shown(running(110, 0, 0)).path("paused").asText()).isEqualTo("budget");
  }
}
