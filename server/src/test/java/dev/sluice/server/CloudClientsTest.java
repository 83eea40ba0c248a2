package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients of Azure OpenAI and of Vertex AI ask, over sockets.
class CloudClientsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/openai/deployments/fast/chat/completions?api-version=2024-10-21"
            + "|{\"messages\":[],\"model\":\"other\",\"stream\":true}|CHAT|fast|true",
        "/openai/deployments/fast/chat/completions|{\"messages\":[]}|CHAT|fast|false",
        "/openai/deployments/e/embeddings|{\"input\":\"x\"}|EMBEDDINGS|e|false",
        "/openai/v1/chat/completions?api-version=preview"
            + "|{\"messages\":[],\"model\":\"m\"}|CHAT|m|false",
        "/openai/responses?api-version=2025-04-01-preview"
            + "|{\"input\":\"x\",\"model\":\"m\"}|RESPONSES|m|false",
        "/v1beta1/projects/p/locations/global/publishers/google/models/g:streamGenerateContent?alt=sse"
            + "|{\"contents\":[]}|GENERATE|g|true",
        "/v1/projects/p/locations/global/publishers/anthropic/models/c:rawPredict"
            + "|{\"messages\":[],\"max_tokens\":1}|MESSAGES|c|false",
        "/v1/projects/p/locations/global/publishers/anthropic/models/c:streamRawPredict"
            + "|{\"messages\":[],\"max_tokens\":1}|MESSAGES|c|true",
        "/v1/projects/p/locations/global/publishers/anthropic/models/c:streamRawPredict"
            + "|{\"messages\":[],\"max_tokens\":1,\"model\":\"x\"}|MESSAGES|c|true",
        "/v1beta1/publishers/google/models/g:generateContent|{\"contents\":[]}|GENERATE|g|false",
        "/v1/projects/p/locations/global/publishers/anthropic/models/count-tokens:rawPredict"
            + "|{\"messages\":[],\"model\":\"c\"}|COUNT_TOKENS|c|false",
        "/v1/projects/p/locations/global/publishers/google/models/e:predict"
            + "|{\"instances\":[{\"content\":\"x\"}]}|PREDICT|e|false",
      })
  void the_path_says_what_is_asked_of_which_model(
      String path, String body, Operation operation, String model, boolean stream)
      throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      client.post(path, body);
      Call call = server.pipeline.calls.take();
      assertThat(call.operation()).isEqualTo(operation);
      assertThat(call.model()).isEqualTo(model);
      assertThat(call.facts().stream()).isEqualTo(stream);
    }
  }
}
