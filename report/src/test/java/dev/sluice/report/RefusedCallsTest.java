package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.runtime.Clock;
import dev.sluice.report.RefusedCalls.Minute;
import dev.sluice.report.RefusedCalls.Refused;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusedCallsTest {
  private static final long MINUTE = 60_000;
  private static final long BEGIN = 1_795_680_000_000L;

  private long now = BEGIN;
  private final RefusedCalls refused =
      new RefusedCalls(
          true,
          new Clock() {
            @Override
            public long nanos() {
              return now * 1_000_000;
            }

            @Override
            public Instant wall() {
              return Instant.ofEpochMilli(now);
            }
          });

  private void refuse(String key, int calls) {
    for (int i = 0; i < calls; i++) {
      refused.add(key, new Refused("req_" + i, "m", Failed.Limit.RATE, now));
    }
  }

  private RefusedCalls.Found of(String key, int most) {
    return refused.of(key, Long.MIN_VALUE, Long.MAX_VALUE, most);
  }

  @Test
  void each_minute_of_the_last_hour_is_counted_and_the_last_calls_are_kept() {
    refuse("live", 300);
    now += MINUTE;
    refuse("live", 2);
    RefusedCalls.Found found = of("live", 1_000);
    assertThat(found.minutes().orElseThrow())
        .containsExactly(new Minute(now, 2), new Minute(BEGIN, 300));
    assertThat(found.calls()).hasSize(200);
    assertThat(found.calls().getFirst().id()).isEqualTo("req_1");
    assertThat(found.calls().getLast().id()).isEqualTo("req_102");
    now = BEGIN + 60 * MINUTE;
    assertThat(of("live", 1).minutes().orElseThrow())
        .containsExactly(new Minute(BEGIN + MINUTE, 2));
    assertThat(of("live", 1).calls()).hasSize(1);
    refuse("live", 1);
    assertThat(of("live", 1).minutes().orElseThrow()).first().isEqualTo(new Minute(now, 1));
  }

  @Test
  void the_key_whose_last_refusal_is_the_longest_ago_makes_room() {
    for (int i = 0; i < 256; i++) {
      refuse("k" + i, 1);
      now++;
    }
    refuse("k0", 1);
    now++;
    refuse("another", 1);
    assertThat(of("k0", 9).calls()).hasSize(2);
    assertThat(of("k1", 9).calls()).isEmpty();
    assertThat(of("another", 9).calls()).hasSize(1);
  }

  @Test
  void of_other_days_neither_the_calls_nor_the_minutes_of_now_are_told() {
    refuse("live", 1);
    now += MINUTE;
    refuse("live", 2);
    RefusedCalls.Found before = refused.of("live", BEGIN, BEGIN + MINUTE, 1);
    assertThat(before.calls()).extracting(Refused::at).containsExactly(BEGIN);
    assertThat(before.minutes()).isEmpty();
    RefusedCalls.Found since = refused.of("live", now, Long.MAX_VALUE, 9);
    assertThat(since.calls()).extracting(Refused::at).containsExactly(now, now);
    assertThat(since.minutes().orElseThrow()).hasSize(2);
    assertThat(refused.of("none", 0, BEGIN, 9).minutes()).isEmpty();
  }

  @Test
  void the_key_of_which_most_calls_were_refused_is_told_with_its_limit() {
    assertThat(refused.most(BEGIN)).isEmpty();
    refuse("live", 30);
    refused.add("live", new Refused("req_b", "m", Failed.Limit.BUDGET, now));
    refuse("batch", 5);
    assertThat(refused.most(BEGIN))
        .contains(new RefusedCalls.Most("live", Failed.Limit.RATE, 31, 36));
    now += 2 * MINUTE;
    refuse("batch", 6);
    assertThat(refused.most(now - MINUTE))
        .contains(new RefusedCalls.Most("batch", Failed.Limit.RATE, 6, 6));
    assertThat(refused.most(BEGIN).map(RefusedCalls.Most::key)).contains("live");
    now = BEGIN + 61 * MINUTE;
    assertThat(refused.most(BEGIN).map(RefusedCalls.Most::key)).contains("batch");
  }
}
