package dev.sluice.it.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.MustBeClosed;
import com.openai.client.OpenAIClient;
import com.openai.core.ObjectMappers;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.ModelListParams;
import com.openai.models.models.ModelRetrieveParams;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.ResponseCreateParams;

/// A call of the corpus, made by the official client for Java.
@SuppressWarnings("StatementSwitchToExpressionSwitch") // in which a response seems to leak
record OpenAiJavaCall(OpenAIClient client, JsonNode call) {
  private static final JsonMapper MAPPER = ObjectMappers.jsonMapper();

  /// Asks for a whole answer.
  ///
  /// @param prefix stands before the model's name
  @MustBeClosed
  HttpResponseFor<?> whole(String prefix) {
    switch (operation()) {
      case "chat":
        return client.chat().completions().withRawResponse().create(chat(prefix));
      case "completions":
        return client.completions().withRawResponse().create(completion(prefix));
      case "responses":
        return client.responses().withRawResponse().create(response(prefix));
      case "embeddings":
        return client.embeddings().withRawResponse().create(embedding(prefix));
      case "moderations":
        return client.moderations().withRawResponse().create(moderation(prefix));
      case "models.list":
        return client.models().withRawResponse().list(ModelListParams.none());
      case "models.retrieve":
        return client.models().withRawResponse().retrieve(retrieval(prefix));
      default:
        throw new IllegalArgumentException("no such operation: " + call);
    }
  }

  /// Asks for a stream.
  @MustBeClosed
  HttpResponseFor<? extends StreamResponse<?>> stream(String prefix) {
    switch (operation()) {
      case "chat":
        return client.chat().completions().withRawResponse().createStreaming(chat(prefix));
      case "completions":
        return client.completions().withRawResponse().createStreaming(completion(prefix));
      case "responses":
        return client.responses().withRawResponse().createStreaming(response(prefix));
      default:
        throw new IllegalArgumentException("no stream of: " + call);
    }
  }

  private String operation() {
    return call.path("operation").asText();
  }

  private ModelRetrieveParams retrieval(String prefix) {
    return ModelRetrieveParams.builder().model(request(prefix).path("model").asText()).build();
  }

  private ObjectNode request(String prefix) {
    ObjectNode request = Yaml.joined(call.path("request"), MAPPER.createObjectNode());
    if (request.has("model")) {
      request.put("model", prefix + request.path("model").asText());
    }
    return request;
  }

  private <B> B body(String prefix, Class<B> type) {
    return MAPPER.convertValue(request(prefix), type);
  }

  private ChatCompletionCreateParams chat(String prefix) {
    var params = ChatCompletionCreateParams.builder();
    call.path("sends")
        .properties()
        .forEach(header -> params.putAdditionalHeader(header.getKey(), header.getValue().asText()));
    return params.body(body(prefix, ChatCompletionCreateParams.Body.class)).build();
  }

  private CompletionCreateParams completion(String prefix) {
    return CompletionCreateParams.builder()
        .body(body(prefix, CompletionCreateParams.Body.class))
        .build();
  }

  private ResponseCreateParams response(String prefix) {
    var params = ResponseCreateParams.builder();
    call.path("sends")
        .properties()
        .forEach(header -> params.putAdditionalHeader(header.getKey(), header.getValue().asText()));
    return params.body(body(prefix, ResponseCreateParams.Body.class)).build();
  }

  private EmbeddingCreateParams embedding(String prefix) {
    return EmbeddingCreateParams.builder()
        .body(body(prefix, EmbeddingCreateParams.Body.class))
        .build();
  }

  private ModerationCreateParams moderation(String prefix) {
    return ModerationCreateParams.builder()
        .body(body(prefix, ModerationCreateParams.Body.class))
        .build();
  }
}
