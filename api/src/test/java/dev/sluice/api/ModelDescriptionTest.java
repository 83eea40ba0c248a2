package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.anthropic.AnthropicDialect;
import dev.sluice.api.openai.OpenAiDialect;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelDescriptionTest {
  private static final String CLAUDE =
      """
      {"type":"model","id":"claude-x","display_name":"Claude X","created_at":"2026-01-02T00:00:00Z"}""";
  private static final String GPT =
      """
      {"id":"gpt-x","object":"model","created":1767312000,"owned_by":"openai"}""";

  private static Model model(String id, String json) {
    return new Model(id, Optional.of(json));
  }

  @Test
  void a_description_in_the_callers_dialect_passes_as_it_is() {
    assertThat(AnthropicDialect.INSTANCE.model(model("claude-x", CLAUDE))).isEqualTo(CLAUDE);
    assertThat(OpenAiDialect.INSTANCE.model(model("gpt-x", GPT))).isEqualTo(GPT);
  }

  @Test
  void one_in_another_dialect_is_told_in_the_callers() {
    assertThat(OpenAiDialect.INSTANCE.model(model("claude-x", CLAUDE)))
        .isEqualTo(
            """
            {"id":"claude-x","object":"model","created":1767312000,"owned_by":"anthropic",\
            "display_name":"Claude X"}""");
    assertThat(AnthropicDialect.INSTANCE.model(model("gpt-x", GPT)))
        .isEqualTo(
            """
            {"type":"model","id":"gpt-x","display_name":"gpt-x",\
            "created_at":"2026-01-02T00:00:00Z"}""");
  }

  @Test
  void what_makes_no_sense_of_a_time_is_1970() {
    Model odd = model("o", "{\"id\":\"o\",\"created\":\"soon\"}");
    assertThat(AnthropicDialect.INSTANCE.model(odd))
        .contains("\"created_at\":\"1970-01-01T00:00:00Z\"");
  }
}
