package dev.sluice.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.runtime.Clock;
import dev.sluice.config.quota.Dimension;
import dev.sluice.stats.QuotaGauges;
import dev.sluice.stats.RateLimitSnapshot;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitWatchTest {
  private static final double UNKNOWN = Double.POSITIVE_INFINITY;

  private final NoticeLog notices = new NoticeLog(OutputStream.nullOutputStream(), Clock.SYSTEM);
  private List<LimitWatch.Watched> watched = List.of();
  private final LimitWatch watch = new LimitWatch(() -> watched, notices);
  private long now;

  @AfterEach
  void close() {
    notices.close();
  }

  @Test
  void a_limit_that_is_configured_needs_no_word() {
    look(200_000, false);
    look(200_000, false);
    assertThat(notices.latest().newestFirst()).isEmpty();
  }

  @Test
  void a_limit_that_headers_say_is_told_once() {
    look(UNKNOWN, false);
    look(200_000, false);
    look(200_000, false);
    assertThat(notices.latest().newestFirst())
        .extracting(LatestNotices.Entry::text)
        .containsExactly(
            "target \"openai/m\": the limit of its tokens a minute is 200,000, as its answers'"
                + " headers say");
  }

  @Test
  void a_limit_that_refusals_teach_is_told_with_the_key_to_set() {
    look(UNKNOWN, false);
    look(140_000, true);
    assertThat(notices.latest().newestFirst())
        .extracting(LatestNotices.Entry::text)
        .containsExactly(
            "target \"openai/m\": the limit of its tokens a minute is taken for 140,000, learned"
                + " from refusals; if it is known, set limits.tpm");
  }

  @Test
  void a_limit_that_falls_again_and_again_is_told_every_ten_minutes_at_most() {
    look(200_000, false);
    look(150_000, true);
    assertThat(notices.latest().newestFirst())
        .singleElement()
        .extracting(LatestNotices.Entry::text)
        .asString()
        .contains("is lowered from 200,000 to 150,000");
    look(100_000, true);
    look(160_000, true);
    look(90_000, true);
    assertThat(notices.latest().newestFirst()).hasSize(1);
    now += Duration.ofMinutes(10).toNanos();
    look(80_000, true);
    assertThat(notices.latest().newestFirst()).hasSize(2);
  }

  @Test
  void a_learned_limit_that_was_chance_is_taken_back() {
    look(UNKNOWN, false);
    look(140_000, true);
    look(UNKNOWN, false);
    look(UNKNOWN, false);
    assertThat(notices.latest().newestFirst())
        .hasSize(2)
        .first()
        .extracting(LatestNotices.Entry::text)
        .isEqualTo(
            "target \"openai/m\": the limit of its tokens a minute is not known, and not the"
                + " 140,000 that refusals had taught: these do not follow the load");
  }

  @Test
  void a_lowered_limit_that_holds_again_is_told() {
    look(200_000, false);
    look(140_000, true);
    look(200_000, false);
    assertThat(newest()).endsWith("is 200,000, and not the 140,000 that refusals had taught");
    look(140_000, true);
    configured(300_000);
    assertThat(notices.latest().newestFirst()).hasSize(2);
    now += Duration.ofMinutes(10).toNanos();
    look(140_000, true);
    configured(150_000);
    assertThat(newest()).contains("is 150,000, as configured, and not the 140,000");
  }

  @Test
  void a_limit_that_comes_and_goes_is_told_and_taken_back_once_in_ten_minutes() {
    look(UNKNOWN, false);
    for (int i = 0; i < 10; i++) {
      look(140_000, true);
      look(UNKNOWN, false);
    }
    assertThat(notices.latest().newestFirst()).hasSize(2);
  }

  private String newest() {
    return notices.latest().newestFirst().getFirst().text();
  }

  @Test
  void a_limit_that_grows_or_falls_by_little_needs_no_word() {
    look(200_000, false);
    look(194_000, true);
    look(198_000, true);
    assertThat(notices.latest().newestFirst()).isEmpty();
  }

  /// The operator has set it, and knows.
  @Test
  void a_limit_that_a_reload_sets_or_lowers_needs_no_word() {
    look(UNKNOWN, false);
    configured(200_000);
    configured(100_000);
    assertThat(notices.latest().newestFirst()).isEmpty();
    look(50_000, true);
    assertThat(notices.latest().newestFirst())
        .singleElement()
        .extracting(LatestNotices.Entry::text)
        .asString()
        .contains("is lowered from 100,000 to 50,000");
  }

  @Test
  void credentials_that_change_places_keep_their_limits() {
    watched = List.of(watched("one", 200_000), watched("two", 100_000));
    watch.look(now);
    watched = List.of(watched("two", 100_000), watched("one", 200_000));
    watch.look(now);
    assertThat(notices.latest().newestFirst()).isEmpty();
  }

  /// What came back would otherwise be compared with what it was long ago.
  @Test
  void a_quota_that_is_gone_is_forgotten() {
    look(200_000, false);
    watched = List.of();
    watch.look(now);
    look(100_000, true);
    assertThat(notices.latest().newestFirst()).isEmpty();
  }

  private void look(double tokens, boolean learned) {
    watched = List.of(new LimitWatch.Watched("key", "openai/m", gauges(tokens, learned, false)));
    watch.look(now);
  }

  private void configured(double tokens) {
    watched = List.of(new LimitWatch.Watched("key", "openai/m", gauges(tokens, false, true)));
    watch.look(now);
  }

  private static LimitWatch.Watched watched(String key, double tokens) {
    return new LimitWatch.Watched(key, "openai/m", gauges(tokens, true, false));
  }

  private static QuotaGauges gauges(double tokens, boolean learned, boolean configured) {
    Map<Dimension, RateLimitSnapshot> minute = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.ALL) {
      boolean its = dimension == Dimension.TOKENS;
      minute.put(dimension, limit(its ? tokens : UNKNOWN, its && learned, its && configured));
    }
    return new QuotaGauges(minute, Long.MAX_VALUE, Long.MAX_VALUE, 0, Integer.MAX_VALUE, 0);
  }

  private static RateLimitSnapshot limit(double limit, boolean learned, boolean configured) {
    return new RateLimitSnapshot(limit, limit, 0, 0, learned, configured, 0, 10, 0, 0);
  }
}
