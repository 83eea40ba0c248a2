package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.client.ClientKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnListenersTest {
  private static final Map<String, String> NAMES =
      Map.of("localhost", "127.0.0.1", "me.example", "192.0.2.7", "vendor.example", "192.0.2.9");

  private final List<String> resolved = new ArrayList<>();
  private final OwnListeners own =
      new OwnListeners(
          host -> {
            resolved.add(host);
            String address = NAMES.getOrDefault(host, host);
            return address.endsWith(".example")
                ? List.of()
                : List.of(InetAddress.ofLiteral(address));
          },
          address -> address.equals(InetAddress.ofLiteral("192.0.2.7")));

  private Optional<OwnListeners.Found> find(String url, String calls, String admin) {
    var provider = new ProviderConfig("p", ProviderType.OPENAI, URI.create(url), List.of(), true);
    var keys = ClientKey.plain(List.of(new Secret("key")));
    ServerConfig d = ServerConfig.defaults();
    var server =
        new ServerConfig(
            address(calls),
            keys,
            d.maxBody(),
            d.bodies(),
            d.headerTimeout(),
            d.bodyTimeout(),
            d.drain().patience());
    return own.find(
        new SluiceConfig(
            server,
            new AdminConfig(address(admin), Optional.of(new Secret("token"))),
            new GatewayConfig(List.of(provider), List.of(), true)));
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        InetAddress.ofLiteral(text.substring(0, colon)),
        Integer.parseInt(text.substring(colon + 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080/v1, 127.0.0.1:8080",
    "http://localhost:8080/v1, 127.0.0.1:8080",
    "http://0.0.0.0:8080/v1, 127.0.0.1:8080",
    "http://[::1]:8080/v1, ::1:8080",
    "http://127.0.0.9:8080/v1, 0.0.0.0:8080",
    "http://me.example:8080/v1, 0.0.0.0:8080",
    "http://192.0.2.7:8080/v1, 0.0.0.0:8080",
    "http://me.example:8080/v1, 192.0.2.7:8080",
    "https://me.example/v1, 0.0.0.0:443",
    "http://me.example/v1, 0.0.0.0:80"
  })
  void a_provider_at_the_gateways_own_listener_is_found(String url, String calls) {
    assertThat(find(url, calls, "127.0.0.1:8680"))
        .hasValueSatisfying(
            found -> {
              assertThat(found.provider()).isEqualTo("p");
              assertThat(found.words())
                  .contains("leads back to this gateway, which serves calls at");
            });
  }

  @Test
  void the_admin_listener_is_no_provider_either() {
    assertThat(find("http://127.0.0.1:8680", "127.0.0.1:8080", "127.0.0.1:8680"))
        .hasValueSatisfying(
            found -> assertThat(found.words()).contains("admin listener at 127.0.0.1:8680"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8000/v1, 127.0.0.1:8080",
    "http://127.0.0.2:8080/v1, 127.0.0.1:8080",
    "http://vendor.example:8080/v1, 0.0.0.0:8080",
    "http://unknown.example:8080/v1, 0.0.0.0:8080",
    "http://me.example:8080/v1, 127.0.0.1:8080"
  })
  void other_servers_are_providers(String url, String calls) {
    assertThat(find(url, calls, "127.0.0.1:8680")).isEmpty();
  }

  @Test
  void a_name_is_resolved_only_where_the_port_is_a_listeners() {
    assertThat(find("https://vendor.example/v1", "0.0.0.0:8080", "127.0.0.1:0")).isEmpty();
    assertThat(resolved).isEmpty();
  }
}
