package dev.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

class BootVersionCheckTest {
  private final GenericApplicationContext context = new GenericApplicationContext();

  @Test
  void an_older_spring_boot_is_refused_in_one_sentence() {
    assertThatThrownBy(() -> new BootVersionCheck("3.5.16").initialize(context))
        .hasMessage(
            "sluice-spring-boot-starter needs Spring Boot 4, and this application runs on 3.5.16,"
                + " which manages Netty 4.1 where Sluice needs Netty 4.2");
  }

  @Test
  void the_sentence_comes_with_a_remedy() {
    var analysis =
        new UnsupportedBootAnalyzer()
            .analyze(new IllegalStateException(new UnsupportedBootException("3.5.16")));
    Objects.requireNonNull(analysis);
    assertThat(analysis.getDescription()).contains("needs Spring Boot 4");
    assertThat(analysis.getAction()).contains("run Sluice as a server");
  }

  @Test
  void spring_boot_4_and_an_unknown_version_pass() {
    assertThatCode(() -> new BootVersionCheck("4.0.9").initialize(context))
        .doesNotThrowAnyException();
    assertThatCode(() -> new BootVersionCheck(null).initialize(context)).doesNotThrowAnyException();
    assertThatCode(() -> new BootVersionCheck().initialize(context)).doesNotThrowAnyException();
  }

  @Test
  void nobody_is_refused_who_has_disabled_the_starter() {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("sluice.enabled", "false")));
    assertThatCode(() -> new BootVersionCheck("3.5.16").initialize(context))
        .doesNotThrowAnyException();
  }
}
