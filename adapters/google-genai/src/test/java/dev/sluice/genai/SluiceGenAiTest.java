package dev.sluice.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Tool;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.http.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Google's own Gen AI client for Java, in front of a gateway in this process.
class SluiceGenAiTest {
  private static Rig rig;
  private static Client client;

  @BeforeAll
  static void start() {
    rig = new Rig(ProviderType.GEMINI);
    client = SluiceGenAi.client(rig.gateway());
  }

  @AfterAll
  static void stop() {
    client.close();
    rig.close();
  }

  private static GenerateContentResponse say(String model) {
    return client.models.generateContent(model, "hi", null);
  }

  @Test
  void answers() {
    assertThat(say("m").text()).isNotEmpty();
    assertThat(rig.last().header("x-goog-api-key")).isEqualTo("sk-own");
  }

  @Test
  void streams() {
    var text = new StringBuilder();
    try (ResponseStream<GenerateContentResponse> chunks =
        client.models.generateContentStream("m", "hi", null)) {
      chunks.forEach(chunk -> text.append(chunk.text()));
    }
    assertThat(text).isNotEmpty();
  }

  @Test
  void calls_a_tool() {
    FunctionDeclaration function =
        FunctionDeclaration.builder()
            .name("get_weather")
            .parametersJsonSchema(
                Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string"))))
            .build();
    Tool tool = Tool.builder().functionDeclarations(function).build();
    GenerateContentResponse response =
        client.models.generateContent(
            "m",
            List.of(Content.fromParts(Part.fromText("call get_weather"))),
            GenerateContentConfig.builder().tools(tool).build());
    assertThat(response.functionCalls())
        .extracting(FunctionCall::name)
        .allSatisfy(name -> assertThat(name).contains("get_weather"));
  }

  @Test
  void embeds() {
    var response = client.models.embedContent("m", List.of("a", "b"), null);
    assertThat(response.embeddings().orElseThrow()).hasSize(2);
  }

  @Test
  void tells_errors_by_status() {
    assertThatThrownBy(() -> say(Rig.fault("throttle=seconds:2")))
        .isInstanceOfSatisfying(
            ClientException.class, limited -> assertThat(limited.code()).isEqualTo(429));
    assertThatThrownBy(() -> say(Rig.fault("400")))
        .isInstanceOfSatisfying(
            ClientException.class, wrong -> assertThat(wrong.code()).isEqualTo(400));
    assertThatThrownBy(() -> say(Rig.fault("503"))).isInstanceOf(ServerException.class);
  }

  @Test
  void closing_a_stream_early_cancels_the_call() {
    try (ResponseStream<GenerateContentResponse> chunks =
        client.models.generateContentStream(Rig.fault("endless=1ms"), "hi", null)) {
      assertThat(chunks.iterator().next()).isNotNull();
    }
    rig.awaitLeft();
  }

  @Test
  void the_timeout_is_the_deadline() {
    var soon =
        GenerateContentConfig.builder()
            .httpOptions(HttpOptions.builder().timeout(200).build())
            .build();
    assertThatThrownBy(() -> client.models.generateContent(Rig.fault("silence"), "hi", soon))
        .isInstanceOfAny(ServerException.class, GenAiIOException.class);
    rig.awaitLeft();
  }

  @Test
  void two_hundred_virtual_threads_call_at_once() throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(threads.submit(() -> say("m").text()));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isNotEmpty();
      }
    }
  }

  @Test
  void a_thread_of_the_gateway_itself_may_call() throws InterruptedException, ExecutionException {
    assertThat(rig.onLoopsThread(() -> say("m").text())).isNotEmpty();
  }

  @Test
  void futures_are_completed_where_one_may_wait() {
    assertThat(
            client
                .async
                .models
                .generateContent("m", "hi", null)
                .thenApply(first -> first.text() + say("m").text())
                .join())
        .isNotEmpty();
  }

  @Test
  void a_closed_gateway_is_an_error_of_the_connection() {
    var gone = new Rig(ProviderType.GEMINI);
    Client left = SluiceGenAi.client(gone.gateway());
    gone.close();
    assertThatThrownBy(() -> left.models.generateContent("m", "hi", null))
        .isInstanceOf(GenAiIOException.class)
        .hasRootCauseMessage(
            "the gateway is closed and takes no more calls: start another one, or close it after"
                + " the clients that use it");
    left.close();
  }
}
