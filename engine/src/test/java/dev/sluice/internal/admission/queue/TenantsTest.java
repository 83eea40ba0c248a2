package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.gate.Cost;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantsTest {
  private static final Cost LARGE = new Cost(8_192, 0, 0);
  private static final Cost SMALL = new Cost(20, 0, 0);

  private final Tenants tenants = new Tenants(Map.of());

  @Test
  void the_number_of_tenants_that_are_told_apart_is_bounded() {
    List<Tenant> known = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Tenant tenant = tenants.of("t" + i);
      tenants.waits(tenant, LARGE);
      known.add(tenant);
    }
    assertThat(known.stream().distinct().count()).isLessThanOrEqualTo(257);
  }

  @Test
  void of_tenants_that_do_not_wait_the_least_served_is_forgotten_first() {
    Tenant indebted = tenants.of("indebted");
    tenants.serve(indebted, 100_000, 0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(tenants.of("t" + i).served()).isZero();
    }
    assertThat(tenants.of("indebted")).isSameAs(indebted);
  }

  @Test
  void subtenants_take_no_tenant_s_place_and_are_bounded_too() {
    Tenant quiet = tenants.of("quiet");
    tenants.serve(quiet, 100, 0);
    List<Tenant> parts = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Tenant part = tenants.of(new SchedulingHints(Band.NORMAL, "t", 0).within("p" + i));
      tenants.waits(part, LARGE);
      parts.add(part);
    }
    assertThat(parts.stream().distinct().count()).isLessThanOrEqualTo(65);
    assertThat(tenants.of("quiet")).isSameAs(quiet);
  }

  @Test
  void a_new_subtenant_begins_at_its_tenant_s_round() {
    Tenant first = tenants.of(new SchedulingHints(Band.NORMAL, "t", 0).within("first"));
    tenants.waits(first, LARGE);
    tenants.serve(first, 100_000, 0);
    Tenant second = tenants.of(new SchedulingHints(Band.NORMAL, "t", 0).within("second"));
    assertThat(second.round()).isEqualTo(tenants.of("t").round()).isPositive();
  }

  @Test
  void the_least_served_subtenant_is_ahead_of_the_others_and_all_of_them_behind_other_tenants() {
    Tenant other = tenants.of("other");
    Tenant large = tenants.of(new SchedulingHints(Band.NORMAL, "t", 0).within("large"));
    Tenant small = tenants.of(new SchedulingHints(Band.NORMAL, "t", 0).within("small"));
    List.of(other, large, small).forEach(tenant -> tenants.waits(tenant, LARGE));
    tenants.serve(large, 50_000, 0);
    tenants.serve(small, 10_000, 0);
    assertThat(other.round()).isLessThan(small.round());
    assertThat(small.round()).isLessThan(large.round());
    assertThat(small.weight()).isEqualTo(0.5);
    tenants.waitsNoMore(large, LARGE);
    assertThat(small.weight()).isEqualTo(1);
  }

  @Test
  void a_round_is_a_few_of_the_calls_that_wait() {
    Tenant tenant = tenants.of("t");
    assertThat(roundAfter(tenant, 8_191)).isZero();
    for (int i = 0; i < 10; i++) {
      tenants.waits(tenant, new Cost(10, 10, 0));
    }
    assertThat(tenant.round()).isEqualTo(8_191 / 120);
    for (int i = 0; i < 10; i++) {
      tenants.waits(tenant, LARGE);
      tenants.waitsNoMore(tenant, new Cost(10, 10, 0));
    }
    assertThat(tenant.round()).isZero();
  }

  @Test
  void one_large_call_among_small_ones_makes_rounds_no_longer_than_its_part() {
    Tenant tenant = tenants.of("t");
    tenants.waits(tenant, new Cost(10_000_000, 0, 0));
    for (int i = 0; i < 99; i++) {
      tenants.waits(tenant, SMALL);
    }
    assertThat(roundAfter(tenant, 8_191)).isGreaterThan(10);
  }

  @Test
  void turns_change_no_more_often_than_as_many_calls_move_as_there_are_tenants() {
    for (int i = 0; i < 100; i++) {
      tenants.of("t" + i);
    }
    Tenant tenant = tenants.of("t0");
    tenants.serve(tenant, 8_191, 0);
    for (int i = 0; i < 99; i++) {
      tenants.waits(tenant, SMALL);
    }
    assertThat(tenant.round()).isZero();
    tenants.waits(tenant, SMALL);
    assertThat(tenant.round()).isPositive();
  }

  @Test
  void subtenants_are_in_turns_as_long_as_their_tenant_s() {
    Tenant part = tenants.of(new SchedulingHints(Band.NORMAL, "t", 0).within("part"));
    tenants.waits(part, LARGE);
    tenants.serve(part, 8_000, 0);
    assertThat(part.round()).isZero();
    tenants.waits(part, SMALL);
    tenants.waitsNoMore(part, LARGE);
    assertThat(part.round()).isEqualTo(tenants.of("t").round()).isPositive();
  }

  private long roundAfter(Tenant tenant, double tokens) {
    tenants.serve(tenant, tokens, 0);
    return tenant.round();
  }
}
