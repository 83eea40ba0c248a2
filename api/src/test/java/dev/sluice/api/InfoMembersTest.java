package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.anthropic.AnthropicDialect;
import dev.sluice.api.gemini.GeminiDialect;
import dev.sluice.api.openai.OpenAiDialect;
import dev.sluice.call.ModelInfo;
import dev.sluice.stats.ModelCatalogue.Answering;
import dev.sluice.stats.ModelCatalogue.Model;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InfoMembersTest {
  private static final ModelInfo KNOWN =
      new ModelInfo(
          OptionalLong.of(200_000),
          OptionalLong.of(64_000),
          List.of("text", "image"),
          List.of("text"),
          Map.of("input", new BigDecimal("0.000003"), "output", new BigDecimal("0.000015")));

  private static final ClientDialect GEMINI = GeminiDialect.EVENTS;

  private static Model route(ModelInfo... targets) {
    return new Model("fast", Optional.empty(), answering(targets));
  }

  private static List<Answering> answering(ModelInfo... targets) {
    return List.of(targets).stream()
        .map(info -> new Answering("p/" + info.hashCode(), info))
        .toList();
  }

  private static Model listed(String json, ModelInfo... targets) {
    return new Model("m", Optional.of(json), answering(targets));
  }

  @Test
  void a_list_of_openais_has_the_members_that_its_clients_look_for() {
    assertThat(OpenAiDialect.INSTANCE.model(route(KNOWN)))
        .isEqualTo(
            """
            {"id":"fast","object":"model","created":0,"owned_by":"sluice","display_name":"fast",\
            "context_length":200000,"max_model_len":200000,"max_output_tokens":64000,\
            "architecture":{"input_modalities":["text","image"],"output_modalities":["text"]},\
            "pricing":{"prompt":"0.000003","completion":"0.000015"},\
            "top_provider":{"context_length":200000,"max_completion_tokens":64000}}""");
  }

  @Test
  void lists_of_anthropics_and_geminis_have_their_own() {
    assertThat(AnthropicDialect.INSTANCE.model(route(KNOWN)))
        .endsWith(",\"max_input_tokens\":200000,\"max_tokens\":64000}");
    assertThat(GEMINI.model(route(KNOWN)))
        .endsWith(",\"inputTokenLimit\":200000,\"outputTokenLimit\":64000}");
  }

  @Test
  void what_is_not_known_has_no_member() {
    assertThat(OpenAiDialect.INSTANCE.model(route(ModelInfo.UNKNOWN)))
        .endsWith("\"display_name\":\"fast\"}");
    assertThat(GEMINI.model(route())).doesNotContain("TokenLimit");
  }

  @Test
  void a_providers_own_members_stay_where_it_alone_answers() {
    String own =
        "{ \"id\":\"m\", \"context_length\":300000 , \"architecture\":{\"x\":1},\"pricing\":{}}";
    assertThat(OpenAiDialect.INSTANCE.model(listed(own, KNOWN)))
        .startsWith("{\"id\":\"m\",\"context_length\":300000,\"architecture\":{\"x\":1},")
        .contains("\"max_model_len\":200000")
        .contains("\"pricing\":{\"prompt\":\"0.000003\",\"completion\":\"0.000015\"}");
  }

  @Test
  void of_several_targets_no_member_says_more_than_each_of_them_holds() {
    String own = "{\"id\":\"m\",\"context_length\":200000,\"max_output_tokens\":64000}";
    ModelInfo small = ModelInfo.sizes(OptionalLong.of(8192), OptionalLong.of(4096));
    assertThat(OpenAiDialect.INSTANCE.model(listed(own, KNOWN, small)))
        .startsWith("{\"id\":\"m\",\"context_length\":8192,\"max_model_len\":8192")
        .contains("\"max_output_tokens\":4096")
        .doesNotContain("200000");
  }

  @Test
  void a_description_that_is_no_object_stays_as_it_is() {
    assertThat(InfoMembers.openAi(KNOWN).in("[1]", route(KNOWN))).isEqualTo("[1]");
    assertThat(InfoMembers.openAi(KNOWN).in("{\"a\":", route(KNOWN))).isEqualTo("{\"a\":");
  }
}
