package dev.sluice.spring;

import dev.sluice.Gateway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The gateway's health, where Spring Boot's own health module is there. The property
/// `management.health.sluice.enabled` switches it off.
@AutoConfiguration(after = SluiceAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Gateway.class)
public final class SluiceHealthAutoConfiguration {

  /// A class of its own, since its condition is one of a module that may be absent.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnEnabledHealthIndicator("sluice")
  static class Indicator {

    @Bean
    @ConditionalOnMissingBean(name = "sluiceHealthIndicator")
    HealthIndicator sluiceHealthIndicator(Gateway gateway) {
      return new GatewayHealth(gateway);
    }
  }
}
