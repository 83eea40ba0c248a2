package dev.sluice.spring;

import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// A key for those of Spring AI's models of OpenAI that stay its own (images, moderation, speech,
/// transcription), where the application has none: Spring AI makes each of them at the start, and
/// makes none without a key. OpenAI refuses the calls of such a model for their key.
final class SpringAiKey implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final String KEY = "spring.ai.openai.api-key";

  /// What else Spring AI takes a credential from.
  private static final List<String> OTHERS =
      List.of(
          KEY,
          "OPENAI_API_KEY",
          "MICROSOFT_FOUNDRY_API_KEY",
          "GITHUB_TOKEN",
          "spring.ai.openai.microsoft-foundry",
          "spring.ai.openai.git-hub-models");

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    boolean enabled = environment.getProperty("sluice.enabled", Boolean.class, true);
    if (enabled && OTHERS.stream().noneMatch(environment::containsProperty)) {
      environment
          .getPropertySources()
          .addLast(new MapPropertySource("sluice", Map.of(KEY, "none")));
    }
  }
}
