package dev.sluice.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/// Refuses a Spring Boot below 4 in one sentence, before a class that is not there is looked for.
/// It uses only what is the same in Spring Boot 3.
final class BootVersionCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final int FIRST = 4;

  private final @Nullable String version;

  BootVersionCheck() {
    this(SpringBootVersion.getVersion());
  }

  BootVersionCheck(@Nullable String version) {
    this.version = version;
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    boolean enabled = context.getEnvironment().getProperty("sluice.enabled", Boolean.class, true);
    if (enabled && version != null && major(version) < FIRST) {
      throw new UnsupportedBootException(version);
    }
  }

  private static int major(String version) {
    String digits = version.replaceFirst("\\D.*", "");
    return digits.isEmpty() ? FIRST : Integer.parseInt(digits);
  }
}
