package dev.sluice.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.TlsEnd;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeenAddressTest {
  /// A connection that has arrived at port 8080.
  private static EmbeddedChannel channel(ChannelHandler... handlers) {
    return new EmbeddedChannel(handlers) {
      @Override
      protected SocketAddress localAddress0() {
        return InetSocketAddress.createUnresolved("here", 8080);
      }
    };
  }

  private static HttpHeaders headers(String host, @Nullable String proto) {
    HttpHeaders headers = new DefaultHttpHeaders().set("host", host);
    return proto == null ? headers : headers.set("x-forwarded-proto", proto);
  }

  @ParameterizedTest
  @CsvSource({
    "gw.example.com:8080, , http://gw.example.com:8080",
    "127.0.0.1:8080, , http://127.0.0.1:8080",
    "[::1]:8080, , http://[::1]:8080",
    "gw.example.com, , ",
    "gw.example.com:443, , ",
    "gw.example.com, https, https://gw.example.com",
    "gw.example.com, http, http://gw.example.com",
    "gw.example.com, ftp, ",
    "gw.example.com:8080, https, https://gw.example.com:8080",
  })
  void a_plain_address_is_told_where_it_is_no_guess(
      String host, @Nullable String proto, @Nullable String seen) {
    EmbeddedChannel channel = channel();
    assertThat(SeenAddress.of(channel, headers(host, proto)).orElse(null)).isEqualTo(seen);
    var _ = channel.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gw.example.com", "gw.example.com:9", "[::1]"})
  void a_connection_with_tls_is_known(String host) {
    EmbeddedChannel channel = channel();
    channel.pipeline().addLast(TlsEnd.TLS, new ChannelInboundHandlerAdapter());
    assertThat(SeenAddress.of(channel, headers(host, null))).contains("https://" + host);
    var _ = channel.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b:8080", "a/b:8080", "a@b:8080", "a:b:8080", "a\"b:8080", "a:808080"})
  void what_can_be_no_host_is_none(String host) {
    EmbeddedChannel channel = channel();
    assertThat(SeenAddress.of(channel, headers(host, "https"))).isEmpty();
    var _ = channel.close();
  }
}
