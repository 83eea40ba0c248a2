package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.runtime.MemoryBudget.Use;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.RouteConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.config.policy.ReuseConfig;
import dev.sluice.config.policy.RoutePolicy;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.internal.timeout.LatencyRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The meters of a gateway that an application has built, without a server.
class GatewayMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Gateway gateway =
      Gateway.builder(config()).loops(1).observer(GatewayMeters.ofCalls(registry)).start();
  private final GatewayMeters meters = new GatewayMeters(gateway);

  private static GatewayConfig config() {
    var nobody = URI.create("http://127.0.0.1:1/v1");
    var provider =
        new ProviderConfig("p", ProviderType.VLLM, nobody, List.of(new Secret("key")), true);
    var target = new TargetConfig("p", Optional.of("m"), 1, 0);
    var reuse = new ReuseConfig(Optional.of(CacheConfig.defaults()), false, Optional.empty());
    var route =
        new RouteConfig("r", List.of("*"), List.of(target), RoutePolicy.defaults().with(reuse));
    return new GatewayConfig(List.of(provider), List.of(route), false);
  }

  @BeforeEach
  void bind() {
    meters.bindTo(registry);
  }

  @AfterEach
  void close() {
    gateway.close();
    registry.close();
  }

  @Test
  void a_follower_that_fails_keeps_no_other_from_its_turn_and_the_configuration_holds() {
    var told = new ArrayList<String>();
    gateway.follow(
        () -> {
          throw new IllegalStateException("a bug");
        });
    gateway.follow(() -> told.add("reload"));
    assertThat(gateway.reload(config())).isEqualTo(2);
    gateway.prepare(config()).take();
    assertThat(gateway.revision()).isEqualTo(3);
    assertThat(told).hasSize(2);
  }

  @Test
  void an_application_has_the_meters_of_the_whole_engine() {
    teach();
    meters.refresh();
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .contains(
            "sluice.calls.in.flight",
            "sluice.queue.calls",
            "sluice.queue.oldest",
            "sluice.quota.limit",
            "sluice.quota.concurrency.used",
            "sluice.cache.bytes",
            "sluice.cache.hits",
            "sluice.bodies.used",
            "sluice.memory.limit",
            "sluice.breaker.state",
            "sluice.breaker.changes",
            "sluice.credential.aside",
            "sluice.budget.left",
            "sluice.connections.open",
            "sluice.timeout.learned");
  }

  @Test
  void they_show_what_is_now() {
    try (Reservation body = gateway.edge().memory().reserve(Use.BODY, "tenant")) {
      assertThat(body.resize(1000)).isTrue();
      assertThat(value("sluice.memory.used", "kind", "body")).isEqualTo(1000);
    }
    assertThat(value("sluice.memory.used", "kind", "body")).isZero();
    assertThat(value("sluice.queue.calls", "route", "r")).isZero();
    assertThat(value("sluice.breaker.state", "gen_ai.provider.name", "p")).isZero();
    assertThat(value("sluice.budget.left", "gen_ai.request.model", "m")).isPositive();
  }

  @Test
  void they_stay_as_long_as_the_gateway_does() {
    System.gc();
    assertThat(registry.getMeters().stream().flatMap(GatewayMetersTest::values))
        .hasSizeGreaterThan(50)
        .doesNotContain(Double.NaN);
  }

  @Test
  void a_registry_has_room_for_one_gateway_without_a_name() {
    try (Gateway other = Gateway.builder(config()).loops(1).start()) {
      var second = new GatewayMeters(other);
      assertThatThrownBy(() -> second.bindTo(registry))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the registry already has the meters of another gateway: give each gateway a name by"
                  + " GatewayMeters.named(registry, name), and call unbind() on the meters of one"
                  + " that is closed");
      assertThatThrownBy(() -> GatewayMeters.start(Gateway.builder(config()), registry))
          .hasMessageStartingWith("the registry already has the meters of another gateway");
      meters.unbind();
      assertThat(registry.find("sluice.bodies.used").gauges()).isEmpty();
      second.bindTo(registry);
      assertThat(registry.getMeters().stream().flatMap(GatewayMetersTest::values))
          .hasSizeGreaterThan(50)
          .doesNotContain(Double.NaN);
    }
  }

  @Test
  void gateways_with_names_share_a_registry_and_each_replaces_its_own_meters() {
    meters.unbind();
    MeterRegistry one = GatewayMeters.named(registry, "one");
    MeterRegistry two = GatewayMeters.named(registry, "two");
    meters.bindTo(one);
    var _ = GatewayMeters.ofCalls(one);
    try (Gateway other = GatewayMeters.start(Gateway.builder(config()).loops(1), two);
        Reservation body = other.edge().memory().reserve(Use.BODY, "tenant")) {
      assertThat(body.resize(1000)).isTrue();
      assertThat(value("sluice.bodies.used", "gateway", "one")).isZero();
      assertThat(value("sluice.bodies.used", "gateway", "two")).isEqualTo(1000);
      assertThat(registry.get("sluice.calls.in.flight").tag("gateway", "two").gauges()).hasSize(1);
      int before = registry.getMeters().size();
      gateway.reload(config());
      assertThat(registry.getMeters()).hasSize(before);
      assertThat(registry.find("sluice.quota.limit").tag("gateway", "two").gauges()).isNotEmpty();
    }
    assertThatThrownBy(() -> GatewayMeters.named(registry, "two"))
        .hasMessageContaining("the meters of a gateway named 'two'");
  }

  private static Stream<Double> values(Meter meter) {
    return meter.getId().getType() == Meter.Type.GAUGE
        ? StreamSupport.stream(meter.measure().spliterator(), false)
            .map(measurement -> measurement.getValue())
        : Stream.empty();
  }

  private double value(String name, String label, String of) {
    return registry.get(name).tag(label, of).gauges().iterator().next().value();
  }

  private void teach() {
    var loop = new VirtualLoop();
    Call call = Calls.streamed(loop, "m");
    for (int i = 1; i <= 100; i++) {
      ((LatencyRegistry) gateway.stats().latencies())
          .keep("p/m", call, i)
          .firstTokenTook(call, 1_000_000, i);
    }
    call.body().close();
  }
}
