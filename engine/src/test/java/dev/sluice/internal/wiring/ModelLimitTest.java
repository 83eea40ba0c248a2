package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.internal.hold.HoldGate;
import dev.sluice.internal.quota.QuotaCalls;
import dev.sluice.internal.quota.Quotas;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModelLimitTest {
  private static final Failed THROTTLED =
      new Failed.Throttled(
          Failed.Dimension.REQUESTS, Optional.of(Duration.ofSeconds(30)), "slow down");

  private final VirtualLoop loop = new VirtualLoop();
  private final Call message = Calls.message(loop, 1, false);
  private final Call count = Calls.count(loop, 1, false);
  private final Gate hold = new ModelLimit(new HoldGate());
  private final Gate quota = new ModelLimit(quotas().gate(Optional.of("m")));

  private static Quotas quotas() {
    return new Quotas(
        new QuotaConfig(Map.of("m", QuotaCalls.limits(1, 0)), new Concurrency.Unbounded()),
        ChargeRule.defaults());
  }

  @Test
  void a_count_that_is_throttled_holds_no_message() {
    settle(hold, count, THROTTLED);
    settle(quota, count, THROTTLED);
    assertThat(isOpen(hold, message)).isTrue();
    assertThat(isOpen(quota, message)).isTrue();
  }

  @Test
  void a_message_that_is_throttled_holds_messages_and_no_count() {
    settle(hold, message, THROTTLED);
    settle(quota, message, THROTTLED);
    assertThat(isOpen(hold, message)).isFalse();
    assertThat(isOpen(quota, message)).isFalse();
    assertThat(isOpen(hold, count)).isTrue();
    assertThat(isOpen(quota, count)).isTrue();
    assertThat(quota.nextOpen(count, new QueuedDemand(0, 0, 0), 0)).isZero();
  }

  @Test
  void counts_take_nothing_from_the_quota_and_teach_it_nothing() {
    for (int i = 0; i < 10; i++) {
      Permit permit = quota.enter(count, 0);
      var none = new RateLimitInfo.Limit(OptionalLong.of(1), OptionalLong.of(0), Optional.empty());
      permit.allowed(new RateLimitInfo(Map.of(RateLimitInfo.Unit.REQUESTS, none)), 0);
    }
    assertThat(quota.cost(count, 0)).isEqualTo(Cost.NONE);
    assertThat(isOpen(quota, message)).isTrue();
  }

  @Test
  void counts_wait_by_account_and_for_no_message() {
    assertThat(quota.source(count, 0)).contains(quota);
    assertThat(quota.source(message, 0)).isPresent().isNotEqualTo(quota.source(count, 0));
    assertThat(hold.source(count, 0)).isEmpty();
  }

  private static boolean isOpen(Gate gate, Call call) {
    return gate.closed(call, true, 0).isEmpty();
  }

  private static void settle(Gate gate, Call call, Outcome outcome) {
    gate.enter(call, 0).settle(new AttemptResult(outcome, Usage.NONE, 0, OptionalLong.empty(), 0));
  }
}
