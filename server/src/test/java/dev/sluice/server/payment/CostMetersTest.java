package dev.sluice.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.SpendListener;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Money;
import dev.sluice.call.Payer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class CostMetersTest {
  private static final int MOST = 1_000;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CostMeters meters = new CostMeters(SpendListener.NONE, registry);

  private static SpendListener.Paid paid(String target, long nanos) {
    var opened = new SpendListener.Opened(1, "call", "key", "ops", "m", target, nanos, 0, "");
    return new SpendListener.Paid(opened, target, Meters.NONE, nanos, 0, false, true, "answered");
  }

  private double cost(String target, String payer) {
    return registry.get("sluice.cost").tags("target", target, "payer", payer).counter().count();
  }

  @Test
  void what_keys_and_the_gateway_pay_is_counted_apart() {
    meters.paid(paid("p/m", Money.DOLLAR));
    meters.paid(paid("p/m", Money.DOLLAR));
    meters.paid(paid("p/free", 0));
    meters.wasted(
        new SpendListener.Wasted(
            2,
            "call",
            "key",
            "ops",
            "m",
            "p/m",
            Payer.Loss.Cause.RETRY,
            Meters.NONE,
            3 * Money.DOLLAR,
            0,
            false,
            true,
            "timed_out",
            ""));
    assertThat(cost("p/m", "key")).isEqualTo(2);
    assertThat(cost("p/m", "gateway")).isEqualTo(3);
    assertThat(registry.find("sluice.cost").tag("target", "p/free").counter()).isNull();
  }

  @Test
  void names_beyond_the_bound_are_counted_together() {
    for (int i = 0; i < MOST + 5; i++) {
      meters.paid(paid("p/" + i, Money.DOLLAR));
    }
    assertThat(cost("other", "key")).isEqualTo(5);
    assertThat(cost("p/0", "key")).isEqualTo(1);
    assertThat(registry.find("sluice.cost").counters()).hasSize(MOST + 1);
  }
}
