package dev.sluice.internal.quota;

import static dev.sluice.internal.quota.QuotaCalls.answered;
import static dev.sluice.internal.quota.QuotaCalls.call;
import static dev.sluice.internal.quota.QuotaCalls.settle;
import static dev.sluice.internal.quota.QuotaCalls.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.RateLimitInfo.Limit;
import dev.sluice.call.RateLimitInfo.Unit;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.QuotaLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuotaDayTest extends QuotaFixture {
  @Test
  void a_day_is_used_up_and_comes_back() {
    var day = OptionalLong.of(3);
    var none = OptionalLong.empty();
    Quota quota =
        quota(
            new QuotaLimits(
                none,
                none,
                none,
                none,
                day,
                Optional.empty(),
                OptionalInt.empty(),
                none,
                ChargeTerms.NONE));
    for (int i = 0; i < 3; i++) {
      answered(enter(quota, call, 0), used(1, 1), 0, 0);
    }
    Gate.Closed closed = quota.closed(call, true, 0).orElseThrow();
    assertThat(closed.until()).isBetween(hours(24), hours(25));
    assertThat(quota.closed(call, true, closed.until() - 1)).isPresent();
    assertThat(quota.closed(call, true, closed.until())).isEmpty();
  }

  @Test
  void a_day_that_the_provider_says_is_used_up_is_left_alone() {
    Quota quota = quota(QuotaLimits.NONE);
    var why = new Failed.Throttled(Failed.Dimension.DAY, Optional.of(Duration.ofHours(5)), "");
    settle(enter(quota, call, 0), why, Usage.NONE, 0, 0);
    assertThat(quota.closed(call, true, hours(5) - 1)).isPresent();
    assertThat(quota.closed(call, true, hours(5))).isEmpty();
  }

  @Test
  void headers_about_the_day_count_what_went_since() {
    Quota quota = quota(QuotaLimits.NONE);
    Permit permit = enter(quota, call, 0);
    enter(quota, call, 0);
    var room =
        new Limit(OptionalLong.of(1_000), OptionalLong.of(2), Optional.of(Duration.ofHours(3)));
    permit.allowed(new RateLimitInfo(Map.of(Unit.DAILY_REQUESTS, room)), 0);
    assertThat(quota.gauges(0).dayRemaining()).isEqualTo(1);
    enter(quota, call, 0);
    assertThat(quota.closed(call, true, 0).orElseThrow().until()).isEqualTo(hours(3));
  }

  private static long hours(int hours) {
    return Duration.ofHours(hours).toNanos();
  }
}
