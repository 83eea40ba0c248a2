package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.Gateway;
import dev.sluice.GatewayEdge;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.ReceivedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A gateway in front of a simulated provider; it sends each call once. For the tests of adapters.
public final class Rig implements AutoCloseable {
  private static final String KEY = "sk-own";

  private final Simulator simulator =
      Simulator.start(Scenario.of(Model.named("m")).keys(KEY).record(10), 0);
  private final Gateway gateway;

  /// @param type what the provider speaks: OpenAI's, Anthropic's or Gemini's dialect
  public Rig(ProviderType type) {
    gateway = Gateway.builder(config(type)).loops(1).start();
  }

  private GatewayConfig config(ProviderType type) {
    String path = type == ProviderType.OPENAI ? "/v1" : "";
    URI url = URI.create("http://127.0.0.1:" + simulator.port() + path);
    var provider = new ProviderConfig("sim", type, url, List.of(new Secret(KEY)), true);
    RoutePolicy once = RoutePolicy.defaults().with(RetryConfig.off()).with(Optional.empty());
    var target = new TargetConfig("sim", Optional.empty(), 1, 0);
    var route = new RouteConfig("all", List.of("*"), List.of(target), once);
    return new GatewayConfig(List.of(spoken(provider)), List.of(route), false);
  }

  /// Gemini has a second dialect, OpenAI's.
  private static ProviderConfig spoken(ProviderConfig provider) {
    return provider.type() == ProviderType.GEMINI
        ? provider.by(ProviderConfig.Api.GEMINI)
        : provider;
  }

  public Simulator simulator() {
    return simulator;
  }

  public Gateway gateway() {
    return gateway;
  }

  /// The name of a model with a fault.
  public static String fault(String name) {
    return "sim-fault/" + name;
  }

  /// What a virtual thread returns that the gateway's own loop carries.
  public <T> T onLoopsThread(Callable<T> call) throws InterruptedException, ExecutionException {
    var result = new CompletableFuture<T>();
    var _ =
        GatewayEdge.of(gateway)
            .loops()
            .next()
            .start(
                "test",
                () -> {
                  try {
                    result.complete(call.call());
                  } catch (Exception failed) {
                    result.completeExceptionally(failed);
                  }
                });
    try {
      return result.get(30, TimeUnit.SECONDS);
    } catch (TimeoutException stuck) {
      throw new AssertionError("the call waits for itself", stuck);
    }
  }

  /// Waits until the provider has been left with every call.
  public void awaitLeft() {
    await()
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(
            () -> {
              assertThat(GatewayEdge.of(gateway).engine().running()).isZero();
              assertThat(simulator.recorded().inFlight()).isZero();
            });
  }

  /// The last request that the provider has got, but for its list of models, which the gateway asks
  /// for by itself.
  public ReceivedRequest last() {
    return simulator.recorded().requests().stream()
        .filter(request -> !request.path().endsWith("/models"))
        .toList()
        .getLast();
  }

  /// All values of headers that the provider has got with the last request.
  public List<String> lastHeaders() {
    return last().headers().stream().map(Header::value).toList();
  }

  @Override
  public void close() {
    gateway.close();
    simulator.close();
  }
}
