package dev.sluice.admission.queue.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Band;
import dev.sluice.call.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantsTest {
  private final Tenants tenants = new Tenants(Map.of());

  @Test
  void the_number_of_tenants_that_are_told_apart_is_bounded() {
    List<Tenant> known = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Tenant tenant = tenants.of("t" + i);
      tenants.waits(tenant);
      known.add(tenant);
    }
    assertThat(known.stream().distinct().count()).isLessThanOrEqualTo(257);
  }

  @Test
  void of_those_who_do_not_wait_the_one_that_was_served_least_is_forgotten_first() {
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
      Tenant part = tenants.of(new Claim(Band.NORMAL, "t", 0).within("p" + i));
      tenants.waits(part);
      parts.add(part);
    }
    assertThat(parts.stream().distinct().count()).isLessThanOrEqualTo(65);
    assertThat(tenants.of("quiet")).isSameAs(quiet);
  }

  @Test
  void a_new_subtenant_stands_where_its_tenant_stands() {
    Tenant first = tenants.of(new Claim(Band.NORMAL, "t", 0).within("first"));
    tenants.waits(first);
    tenants.serve(first, 100_000, 0);
    Tenant second = tenants.of(new Claim(Band.NORMAL, "t", 0).within("second"));
    assertThat(second.turn()).isEqualTo(tenants.of("t").turn()).isPositive();
  }

  @Test
  void the_least_served_subtenant_is_ahead_of_the_others_and_all_of_them_behind_other_tenants() {
    Tenant other = tenants.of("other");
    Tenant large = tenants.of(new Claim(Band.NORMAL, "t", 0).within("large"));
    Tenant small = tenants.of(new Claim(Band.NORMAL, "t", 0).within("small"));
    List.of(other, large, small).forEach(tenants::waits);
    tenants.serve(large, 50_000, 0);
    tenants.serve(small, 10_000, 0);
    assertThat(other.turn()).isLessThan(small.turn());
    assertThat(small.turn()).isLessThan(large.turn());
    assertThat(small.weight()).isEqualTo(0.5);
    tenants.waitsNoMore(large);
    assertThat(small.weight()).isEqualTo(1);
  }
}
