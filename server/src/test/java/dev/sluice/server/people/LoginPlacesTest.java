package dev.sluice.server.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoginPlacesTest {
  @Test
  void one_address_takes_no_place_of_others() {
    var places = new LoginPlaces(3, 2);
    assertThat(places.take("192.0.2.1")).isTrue();
    assertThat(places.take("192.0.2.1")).isTrue();
    assertThat(places.take("192.0.2.1")).isFalse();
    assertThat(places.take("192.0.2.2")).isTrue();
    assertThat(places.take("192.0.2.3")).isFalse();
    places.leave("192.0.2.1");
    assertThat(places.take("192.0.2.3")).isTrue();
    places.leave("192.0.2.3");
    assertThat(places.take("192.0.2.1")).isTrue();
  }

  @Test
  void addresses_of_one_network_of_ipv6_are_one() {
    var places = new LoginPlaces(3, 1);
    assertThat(places.take("2001:db8:0:1:0:0:0:1")).isTrue();
    assertThat(places.take("2001:db8:0:1:0:0:0:2")).isFalse();
    assertThat(places.take("2001:db8:0:2:0:0:0:1")).isTrue();
  }
}
