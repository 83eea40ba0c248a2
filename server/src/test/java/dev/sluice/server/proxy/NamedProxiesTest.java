package dev.sluice.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedProxiesTest {
  private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");

  private static NamedProxies proxies(String... ranges) {
    List<AddressRange> all =
        Stream.of(ranges).map(text -> AddressRange.of(text).orElseThrow()).toList();
    return new NamedProxies(all, false);
  }

  private static String client(String... values) {
    HttpHeaders headers = new DefaultHttpHeaders();
    for (String value : values) {
      headers.add("X-Forwarded-For", value);
    }
    return proxies("10.0.0.0/8", "2001:db8:1::/48").client(PROXY, headers).getHostAddress();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.128.0.0/9, 10.127.0.1, false",
    "10.128.0.0/9, 10.128.0.1, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::ffff:10.0.0.0/8, 10.1.2.3, true"
  })
  void a_range_has_the_addresses_that_share_its_bits(String range, String address, boolean has) {
    assertThat(proxies(range).has(InetAddress.ofLiteral(address))).isEqualTo(has);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "proxy.test",
        "10/8",
        "1",
        "fe80::1%eth0",
      })
  void anything_else_is_no_range(String text) {
    assertThat(AddressRange.of(text)).isEmpty();
  }

  @Test
  void the_client_is_the_last_that_is_no_proxy() {
    assertThat(client("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(client("203.0.113.1, 192.0.2.7, 10.1.1.1")).isEqualTo("192.0.2.7");
    assertThat(client("203.0.113.1", "192.0.2.7,10.1.1.1", "2001:db8:1::9")).isEqualTo("192.0.2.7");
    assertThat(client("192.0.2.7:4711")).isEqualTo("192.0.2.7");
    assertThat(client("[2001:db8::7]:4711")).isEqualTo("2001:db8:0:0:0:0:0:7");
    assertThat(client("2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void a_proxy_that_names_nobody_is_the_client() {
    assertThat(client()).isEqualTo("10.0.0.1");
    assertThat(client("")).isEqualTo("10.0.0.1");
    assertThat(client("unknown")).isEqualTo("10.0.0.1");
    assertThat(client("192.0.2.7, _hidden")).isEqualTo("10.0.0.1");
    assertThat(client("192.0.2.7, ")).isEqualTo("10.0.0.1");
    assertThat(client("192.0.2.7, unknown, 10.0.0.9")).isEqualTo("10.0.0.9");
    assertThat(client("192.0.2.7, " + "1".repeat(4000))).isEqualTo("10.0.0.1");
    assertThat(client("10.0.0.5, 10.0.0.6")).isEqualTo("10.0.0.5");
  }
}
