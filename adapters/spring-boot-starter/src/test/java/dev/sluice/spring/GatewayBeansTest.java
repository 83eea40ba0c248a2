package dev.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.sluice.Gateway;
import dev.sluice.GatewayEdge;
import dev.sluice.GatewayMeters;
import dev.sluice.call.Call;
import dev.sluice.call.Payer;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

class GatewayBeansTest extends Simulated {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void properties_start_a_gateway_that_is_closed_with_the_application() {
    Gateway[] started = new Gateway[1];
    application()
        .run(
            context -> {
              started[0] = context.getBean(Gateway.class);
              assertThat(ask(context.getBean(OpenAIClient.class))).isNotEmpty();
              assertThat(context.getBean(GatewayLifecycle.class).isRunning()).isTrue();
            });
    assertThatThrownBy(() -> started[0].reload(config(simulator.url())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_call_that_runs_may_finish_while_the_application_stops() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    var stopping = new CountDownLatch(1);
    simulator.recorded().watch((_, _) -> waitFor(stopping));
    try {
      application()
          .withPropertyValues(
              "sluice.routes.slow.models=sim-fault*", "sluice.routes.slow.targets[0].provider=sim")
          .withBean(Stopping.class, () -> new Stopping(stopping))
          .run(
              context -> {
                OpenAIClient client = context.getBean(OpenAIClient.class);
                Gateway gateway = context.getBean(Gateway.class);
                Thread.ofVirtual()
                    .start(() -> answer.completeAsync(() -> ask(client, "sim-fault/delay=300ms")));
                await()
                    .atMost(PATIENCE)
                    .until(() -> GatewayEdge.of(gateway).engine().running() == 1);
              });
      assertThat(answer.join()).isNotEmpty();
    } finally {
      simulator.recorded().watch((_, _) -> {});
    }
  }

  /// Tells that the application begins to stop.
  private record Stopping(CountDownLatch begun) implements ApplicationListener<ContextClosedEvent> {
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
      begun.countDown();
    }
  }

  private static void waitFor(CountDownLatch what) {
    try {
      assertThat(what.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_payer_of_the_application_is_asked_for_the_calls_of_the_clients() {
    List<String> asked = new CopyOnWriteArrayList<>();
    application()
        .withBean(Payer.class, () -> new NotingPayer(asked))
        .run(
            context -> {
              assertThat(ask(context.getBean(OpenAIClient.class))).isNotEmpty();
              assertThat(asked).containsExactly(CHAT);
            });
  }

  /// A payer who notes the models that are asked for, and pays nothing.
  private record NotingPayer(List<String> asked) implements Payer {
    @Override
    public Decision enter(Call call) {
      asked.add(call.model());
      return Accepted.FREE;
    }

    @Override
    public Decision reserve(Call call, List<String> targets, int attempts) {
      return Accepted.FREE;
    }
  }

  @Test
  void a_context_that_was_paused_or_stopped_has_a_gateway_that_works() {
    Gateway[] started = new Gateway[1];
    application()
        .run(
            context -> {
              OpenAIClient client = context.getBean(OpenAIClient.class);
              var own = context.getSourceApplicationContext();
              started[0] = context.getBean(Gateway.class);
              own.pause();
              own.restart();
              assertThat(ask(client)).isNotEmpty();
              own.stop();
              own.start();
              assertThat(ask(client)).isNotEmpty();
              own.stop();
              assertThat(context.getBean(GatewayLifecycle.class).isRunning()).isTrue();
            });
    assertThatThrownBy(() -> started[0].reload(config(simulator.url())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothing_starts_where_it_is_disabled() {
    application()
        .withPropertyValues("sluice.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(Gateway.class)
                    .doesNotHaveBean(GatewayLifecycle.class)
                    .doesNotHaveBean(HealthIndicator.class)
                    .doesNotHaveBean(OpenAIClient.class));
  }

  @Test
  void a_gateway_of_the_application_goes_before_ours() {
    application()
        .withUserConfiguration(OwnGateway.class)
        .withPropertyValues("sluice.providers.sim.type=none")
        .run(
            context -> {
              assertThat(context).getBeans(Gateway.class).containsOnlyKeys("own");
              assertThat(ask(context.getBean(OpenAIClient.class))).isNotEmpty();
            });
  }

  @Test
  void the_builder_is_handed_to_customizers_before_the_start() {
    application()
        .withBean(GatewayBuilderCustomizer.class, () -> builder -> builder.loops(0))
        .run(
            context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining("loops is 0"));
  }

  @Test
  void observers_of_the_application_see_the_attempts_of_its_calls() {
    List<String> seen = new CopyOnWriteArrayList<>();
    application()
        .withBean(Observer.class, () -> new NotingObserver(seen))
        .run(
            context -> {
              ask(context.getBean(OpenAIClient.class));
              assertThat(seen).containsExactly("sim/" + CHAT);
            });
  }

  private record NotingObserver(List<String> seen) implements Observer {
    @Override
    public void attemptStarted(Call call, String target) {
      seen.add(target);
    }
  }

  @Test
  void a_wrong_property_ends_the_start_with_its_name() {
    application()
        .withPropertyValues("sluice.defaults.timeout.total=soon")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(InvalidPropertiesException.class)
                    .hasMessageContaining("sluice.defaults.timeout.total must be a duration"));
  }

  @Test
  void meters_are_those_of_the_application() {
    application()
        .withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
        .withBean(SimpleMeterRegistry.class)
        .run(
            context -> {
              ask(context.getBean(OpenAIClient.class));
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              assertThat(registry.get("sluice.calls.asked").counter().count()).isEqualTo(1);
              assertThat(registry.find("sluice.memory.used").gauges()).isNotEmpty();
              assertThat(context).hasSingleBean(GatewayMeters.class);
            });
  }

  @Test
  void an_application_needs_neither_meters_nor_health_nor_clients() {
    application()
        .withClassLoader(
            new FilteredClassLoader(
                "io.micrometer",
                "org.springframework.boot.health",
                "com.openai",
                "org.springframework.ai"))
        .run(context -> assertThat(context).hasSingleBean(Gateway.class).hasNotFailed());
  }

  @Test
  void health_is_down_while_no_target_is_available() {
    try (Simulator down = Simulator.start(Scenario.standard(), 0)) {
      application()
          .withPropertyValues("sluice.providers.sim.url=" + down.url(), "sluice.defaults.retry=off")
          .run(
              context -> {
                HealthIndicator health = context.getBean(HealthIndicator.class);
                OpenAIClient client = context.getBean(OpenAIClient.class);
                assertThat(now(health).getStatus()).isEqualTo(Status.UP);
                down.goDown();
                for (int i = 0; i < 5; i++) {
                  assertThatThrownBy(() -> ask(client)).isInstanceOf(OpenAIException.class);
                }
                assertThat(now(health).getStatus()).isEqualTo(Status.UP);
                for (int i = 0; i < 5; i++) {
                  assertThatThrownBy(() -> embed(client)).isInstanceOf(OpenAIException.class);
                }
                assertThat(now(health).getStatus()).isEqualTo(Status.DOWN);
                assertThat(now(health).getDetails()).containsValue("circuit open for chat");
              });
    }
  }

  @Test
  void health_can_be_switched_off() {
    application()
        .withPropertyValues("management.health.sluice.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
  }

  @Test
  void the_gateway_stops_after_the_web_server() {
    assertThat(GatewayLifecycle.PHASE).isLessThan(Integer.MAX_VALUE - 2048);
  }

  private static Health now(HealthIndicator indicator) {
    return Objects.requireNonNull(indicator.health());
  }

  private static String ask(OpenAIClient client) {
    return ask(client, CHAT);
  }

  private static String ask(OpenAIClient client, String model) {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder().model(model).addUserMessage("Hello!").build());
    return answer.choices().getFirst().message().content().orElse("");
  }

  private static void embed(OpenAIClient client) {
    var _ =
        client
            .embeddings()
            .create(EmbeddingCreateParams.builder().model(EMBEDDING).input("text").build());
  }

  private static GatewayConfig config(String url) {
    var provider =
        new ProviderConfig("sim", ProviderType.COMPATIBLE, URI.create(url), List.of(), true);
    return new GatewayConfig(List.of(provider), List.of(), true);
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnGateway {
    @Bean
    Gateway own() {
      return Gateway.start(config(simulator.url()));
    }
  }
}
