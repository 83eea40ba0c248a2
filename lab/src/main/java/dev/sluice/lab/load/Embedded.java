package dev.sluice.lab.load;

import dev.sluice.Answer;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A gateway in this process, in front of a provider on the loopback address. Beside it stands a
/// provider that speaks TLS, as an application's would, and that nothing is sent to.
public final class Embedded implements AutoCloseable {
  private static final List<Secret> KEY = List.of(new Secret("none"));

  private final Gateway gateway;

  private Embedded(Gateway gateway) {
    this.gateway = gateway;
  }

  /// Starts a gateway in front of the provider at `port`.
  public static Embedded start(int port) {
    var provider =
        new ProviderConfig(
            "mock",
            ProviderType.COMPATIBLE,
            URI.create("http://127.0.0.1:" + port + "/v1"),
            KEY,
            true);
    var secure =
        new ProviderConfig(
            "secure", ProviderType.OPENAI, URI.create("https://api.openai.com/v1"), KEY, false);
    var target = new TargetConfig("mock", Optional.empty(), 1, 0);
    var route = new RouteConfig("all", List.of("*"), List.of(target), RoutePolicy.defaults());
    return new Embedded(
        Gateway.start(new GatewayConfig(List.of(provider, secure), List.of(route), false)));
  }

  /// Makes a call and reads its whole answer.
  ///
  /// @param chat the body of a chat
  /// @return the size of the answer in bytes
  public int call(byte[] chat) throws IOException, InterruptedException {
    try (Answer answer = gateway.call(Request.builder(Operation.CHAT).body(chat).build())) {
      return answer.bytes().length;
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
