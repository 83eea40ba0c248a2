package dev.sluice.spring;

import dev.sluice.Gateway;
import dev.sluice.GatewayMeters;
import dev.sluice.call.Payer;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.config.file.GatewayFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/// The gateway, its meters, and its part in the application's shutdown.
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnProperty(prefix = "sluice", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(SluiceProperties.class)
public final class SluiceAutoConfiguration {
  private static final System.Logger LOG = System.getLogger("dev.sluice.config");

  /// How long Spring Boot waits for one phase of a shutdown, unless it is told otherwise.
  private static final Duration DEFAULT_SHUTDOWN = Duration.ofSeconds(30);

  @Bean
  @ConditionalOnMissingBean
  Gateway sluiceGateway(
      SluiceProperties properties,
      Environment environment,
      ResourceLoader resources,
      ObjectProvider<GatewayBuilderCustomizer> customizers,
      ObjectProvider<Observer> observers,
      ObjectProvider<Payer> payers) {
    GatewayFile file = new ConfigDocument(environment, resources).load(properties.config());
    file.skipped().forEach(section -> LOG.log(Level.INFO, section.toString()));
    file.notes().forEach(note -> LOG.log(Level.WARNING, note.toString()));
    Gateway.Builder builder = Gateway.builder(file.config());
    observers.orderedStream().forEach(builder::observer);
    payers.ifUnique(builder::payer);
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    return builder.start();
  }

  @Bean
  @ConditionalOnMissingBean
  GatewayLifecycle sluiceGatewayLifecycle(Gateway gateway, Environment environment) {
    Duration shutdown =
        Binder.get(environment)
            .bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
            .orElse(DEFAULT_SHUTDOWN);
    return new GatewayLifecycle(gateway, shutdown);
  }

  /// What is counted, for the application's own registry.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  @ConditionalOnBean(MeterRegistry.class)
  static class Meters {

    @Bean
    GatewayBuilderCustomizer sluiceCallMeters(ObjectProvider<MeterRegistry> registries) {
      return builder ->
          registries.ifUnique(registry -> builder.observer(GatewayMeters.ofCalls(registry)));
    }

    @Bean
    @ConditionalOnMissingBean
    GatewayMeters sluiceGatewayMeters(Gateway gateway) {
      return new GatewayMeters(gateway);
    }
  }
}
