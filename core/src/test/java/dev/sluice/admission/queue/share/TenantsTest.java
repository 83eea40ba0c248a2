package dev.sluice.admission.queue.share;

import static org.assertj.core.api.Assertions.assertThat;

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
}
