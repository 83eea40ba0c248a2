package dev.sluice.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.models.ModelInfo;
import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.models.Model;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The official clients see what is known of a route's model: of two targets the lesser sizes and
/// the dearer prices. The providers are away, so that configuration and prices alone are known.
class ModelInfoClientsTest {
  private static final String KEY = "sk-models";
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    String config =
        """
        server: {listen: "127.0.0.1:0", keys: ["%1$s"], drain: 1ms}
        admin: {listen: "127.0.0.1:0"}
        providers:
          openai: {type: openai, url: "http://127.0.0.1:1/v1", key: k, allow_private: true}
          own: {type: vllm, url: "http://127.0.0.1:1/v1", allow_private: true}
        routes:
          fast:
            models: [fast]
            targets:
              - {provider: openai, model: gpt-5-mini}
              - {provider: own, model: llama, context: 131072}
          open: {models: [open], targets: [{provider: own, model: unheard-of}]}
        prices:
          models: [{provider: own, model: llama, input: 1, output: 1.5}]
        """
            .formatted(KEY);
    Doc doc = Doc.parse("sluice.yaml", config, Map.of());
    gateway = GatewayProcess.start(ConfigFile.of(doc).config(), ProcessOptions.defaults());
  }

  @AfterAll
  static void close() throws Exception {
    gateway.drainAndClose();
  }

  @Test
  void openais_client_sees_openrouters_members() throws IOException {
    OpenAIClient client =
        OpenAIOkHttpClient.builder().baseUrl(gateway.url() + "/v1").apiKey(KEY).build();
    assertThat(told(client, "fast"))
        .contains("\"context_length\":131072", "\"max_model_len\":131072")
        .contains("\"max_output_tokens\":128000")
        .contains("\"input_modalities\":[\"text\",\"image\"]")
        .contains("\"prompt\":\"0.000001\"", "\"completion\":\"0.000002\"");
    assertThat(told(client, "open")).endsWith("\"display_name\":\"open\"}");
    client.close();
  }

  private static String told(OpenAIClient client, String model) throws IOException {
    try (HttpResponseFor<Model> answer = client.models().withRawResponse().retrieve(model)) {
      return new String(answer.body().readAllBytes(), UTF_8);
    }
  }

  @Test
  void anthropics_client_sees_its_own() {
    AnthropicClient client =
        AnthropicOkHttpClient.builder().baseUrl(gateway.url()).apiKey(KEY).build();
    ModelInfo fast = client.models().retrieve("fast");
    assertThat(fast.maxInputTokens()).contains(131_072L);
    assertThat(fast.maxTokens()).contains(128_000L);
    assertThat(client.models().retrieve("open").maxTokens()).isEmpty();
    client.close();
  }

  @Test
  void geminis_client_sees_its_own() {
    try (Client client =
        Client.builder()
            .apiKey(KEY)
            .httpOptions(HttpOptions.builder().baseUrl(gateway.url()).build())
            .build()) {
      var fast = client.models.get("fast", null);
      assertThat(fast.inputTokenLimit()).contains(131_072);
      assertThat(fast.outputTokenLimit()).contains(128_000);
      assertThat(client.models.get("open", null).inputTokenLimit()).isEmpty();
    }
  }
}
