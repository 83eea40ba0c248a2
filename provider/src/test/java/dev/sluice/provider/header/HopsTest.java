package dev.sluice.provider.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopsTest {

  @Test
  void a_client_has_passed_none() {
    assertThat(Hops.of(List.of())).isZero();
    assertThat(Hops.of(List.of("0"))).isZero();
  }

  @Test
  void a_gateway_says_how_many() {
    assertThat(Hops.of(List.of("1"))).isEqualTo(1);
    assertThat(Hops.of(List.of(" 7 "))).isEqualTo(7);
    assertThat(Hops.next("6")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8",
        "9",
        "10",
        "-1",
        "+1",
        "1.0",
        "0x1",
        "",
        " ",
        "1, 2",
        "٣",
        "99999999999999999999"
      })
  void what_is_no_count_of_a_gateways_is_the_bound(String hostile) {
    assertThat(Hops.of(List.of(hostile))).isEqualTo(Hops.MOST);
    assertThat(Hops.next(hostile)).isEqualTo("8");
  }

  @Test
  void a_count_that_is_there_twice_is_the_bound() {
    assertThat(Hops.of(List.of("1", "1"))).isEqualTo(Hops.MOST);
  }
}
