package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.transport.loop.Loops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenAddressesTest {
  private static final InetSocketAddress ANYWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

  /// P18.
  @Test
  void a_port_in_use_is_one_clear_line() throws Exception {
    try (Loops loops = Loops.start(1);
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = (InetSocketAddress) taken.getLocalSocketAddress();
      assertThatThrownBy(() -> start(loops, address, Optional.empty()))
          .isInstanceOf(CannotListen.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("server.listen")
          .hasMessageContaining("in use")
          .hasMessageNotContaining("\n");
      assertThatThrownBy(
              () ->
                  start(
                      loops,
                      TestServer.loopback(),
                      Optional.of(new AdminConfig(address, Optional.empty()))))
          .isInstanceOf(CannotListen.class)
          .hasMessageContaining("admin.listen");
    }
  }

  /// P18.
  @Test
  void an_address_of_another_machine_is_one_clear_line() {
    try (Loops loops = Loops.start(1)) {
      var elsewhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 8080);
      assertThatThrownBy(() -> start(loops, elsewhere, Optional.empty()))
          .isInstanceOf(CannotListen.class)
          .hasMessageContaining("192.0.2.1:8080");
      var nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 8080);
      assertThatThrownBy(() -> start(loops, nowhere, Optional.empty()))
          .isInstanceOf(CannotListen.class)
          .hasMessageContaining("no-such-host.invalid:8080");
    }
  }

  @Test
  void beyond_loopback_there_must_be_keys() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(ANYWHERE, List.of()))
        .withMessageContaining("server.keys");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdminConfig(ANYWHERE, Optional.empty()))
        .withMessageContaining("admin.token");
    assertThat(config(ANYWHERE, List.of(new Secret("key"))).keys()).hasSize(1);
  }

  private static SluiceServer start(
      Loops loops, InetSocketAddress address, Optional<AdminConfig> admin) throws CannotListen {
    var base = ServerBases.bare(loops);
    return SluiceServer.start(config(address, List.of(new Secret("key"))), admin, base);
  }

  private static ServerConfig config(InetSocketAddress address, List<Secret> keys) {
    Duration second = Duration.ofSeconds(1);
    return new ServerConfig(address, ClientKey.plain(keys), 1000, 10_000, second, second, second);
  }
}
