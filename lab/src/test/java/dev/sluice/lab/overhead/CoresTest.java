package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {

  @Test
  void lists_of_cores_have_ranges() {
    assertThat(Cores.parse("0-1")).containsExactly(0, 1);
    assertThat(Cores.parse("2,4-6,9")).containsExactly(2, 4, 5, 6, 9);
    assertThat(Cores.parse("")).isEmpty();
  }

  @Test
  void proxies_are_bound_where_there_is_a_core_for_them() {
    assertThat(new Cores("0-1", "0").proxy(List.of("nginx")))
        .containsExactly("taskset", "-c", "0", "nginx");
    assertThat(new Cores("0", "").proxy(List.of("nginx"))).containsExactly("nginx");
  }
}
