package dev.sluice.server.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.server.proxy.ProxyHead.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeadTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String AFTER = "GET / HTTP/1.1";

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, ISO_8859_1);
  }

  private static ByteBuf bytes(String hex) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
  }

  /// Reads a head piece by piece, each prefix of which must ask for more and take nothing.
  private static Optional<String> client(ByteBuf head) throws Malformed {
    for (int length = 0; length < head.readableBytes(); length++) {
      ByteBuf part = head.slice(0, length);
      assertThat(ProxyHead.read(part)).isNull();
      assertThat(part.readableBytes()).isEqualTo(length);
    }
    ByteBuf whole = Unpooled.wrappedBuffer(head.slice(), text(AFTER));
    ProxyHead read = Objects.requireNonNull(ProxyHead.read(whole));
    assertThat(whole.toString(ISO_8859_1)).isEqualTo(AFTER);
    return read.client().map(InetAddress::getHostAddress);
  }

  @Test
  void a_line_names_the_client() throws Malformed {
    assertThat(client(text("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n")))
        .hasValue("192.0.2.7");
    assertThat(client(text("PROXY TCP6 2001:db8::7 2001:db8::1 1 65535\r\n")))
        .hasValue("2001:db8:0:0:0:0:0:7");
    assertThat(client(text("PROXY UNKNOWN\r\n"))).isEmpty();
    assertThat(client(text("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"))).isEmpty();
  }

  @Test
  void bytes_name_the_client() throws Malformed {
    assertThat(client(bytes(SIGNATURE + "2111000cc0000207c6336401dc0401bb"))).hasValue("192.0.2.7");
    // With what a proxy adds: a checksum, which is left out.
    assertThat(client(bytes(SIGNATURE + "21110013c0000207c6336401dc0401bb03000400000000")))
        .hasValue("192.0.2.7");
    String six = "20010db8000000000000000000000007";
    assertThat(client(bytes(SIGNATURE + "21210024" + six + six + "dc0401bb")))
        .hasValue("2001:db8:0:0:0:0:0:7");
  }

  @Test
  void a_proxy_that_looks_whether_the_listener_is_there_speaks_for_itself() throws Malformed {
    assertThat(client(bytes(SIGNATURE + "20000000"))).isEmpty();
    assertThat(client(bytes(SIGNATURE + "2000000cc0000207c6336401dc0401bb"))).isEmpty();
    assertThat(client(bytes(SIGNATURE + "21000000"))).isEmpty();
    assertThat(client(bytes(SIGNATURE + "2131000400000000"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "PROXZ TCP4 192.0.2.7 198.51.100.1 1 2\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 1\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 1 65536\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 1 -2\r\n",
        "PROXY TCP4 192.0.2.777 198.51.100.1 1 2\r\n",
        "PROXY TCP4 localhost 198.51.100.1 1 2\r\n",
        "PROXY TCP4 2001:db8::7 198.51.100.1 1 2\r\n",
        "PROXY TCP6 192.0.2.7 2001:db8::1 1 2\r\n",
        "PROXY TCP6 fe80::1%eth0 2001:db8::1 1 2\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 1 2\n",
        "PROXY TCP4  192.0.2.7 198.51.100.1 1 2\r\n",
        "PROXY \r\n",
      })
  void a_line_of_another_form_is_malformed(String line) {
    assertThatExceptionOfType(Malformed.class).isThrownBy(() -> ProxyHead.read(text(line)));
  }

  @Test
  void a_line_that_does_not_end_is_malformed_once_it_is_too_long() throws Malformed {
    String long106 = "PROXY UNKNOWN " + "x".repeat(92);
    assertThat(ProxyHead.read(text(long106))).isNull();
    assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> ProxyHead.read(text(long106 + "x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1111000cc0000207c6336401dc0401bb",
        "2211000cc0000207c6336401dc0401bb",
        "21110008c0000207c6336401",
        "2121000cc0000207c6336401dc0401bb",
        "2111ffff",
        "21111001",
      })
  void bytes_of_another_form_are_malformed(String rest) {
    assertThatExceptionOfType(Malformed.class)
        .isThrownBy(() -> ProxyHead.read(bytes(SIGNATURE + rest)));
  }
}
