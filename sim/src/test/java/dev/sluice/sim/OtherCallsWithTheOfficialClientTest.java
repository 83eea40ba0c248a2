package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.moderations.Moderation;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherCallsWithTheOfficialClientTest {
  private final Simulator simulator =
      Simulator.start(Scenario.of(Model.named("m"), Model.named("a/b")).keys("sk-test"), 0);
  private final OpenAIClient client = OpenAiClient.of(simulator);

  @AfterEach
  void close() {
    client.close();
    simulator.close();
  }

  private Response whole(ResponseCreateParams.Builder params) {
    return client.responses().create(params.build());
  }

  private Response streamed(ResponseCreateParams.Builder params) {
    ResponseAccumulator accumulator = ResponseAccumulator.createWithSnapshots();
    try (StreamResponse<ResponseStreamEvent> stream =
        client.responses().createStreaming(params.build())) {
      stream.stream().map(ResponseStreamEvent::validate).forEach(accumulator::accumulate);
    }
    assertThat(accumulator.reconstructedResponse().output())
        .isEqualTo(accumulator.response().output());
    return accumulator.response();
  }

  private static ResponseCreateParams.Builder respond(String input) {
    return ResponseCreateParams.builder().model("m").input(input);
  }

  private static String text(Response response) {
    return response.output().getFirst().asMessage().content().getFirst().asOutputText().text();
  }

  @Test
  void responses_come_whole_and_streamed() {
    for (Response response : List.of(whole(respond("Hi")), streamed(respond("Hi")))) {
      assertThat(text(response)).isNotBlank();
      assertThat(response.status().orElseThrow().toString()).isEqualTo("completed");
      assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(16);
    }
  }

  @Test
  void a_response_is_kept_and_goes_on() {
    Response first = whole(respond("Hi"));
    Response kept = client.responses().retrieve(first.id());
    assertThat(kept.output()).isEqualTo(first.output());
    assertThat(client.responses().inputItems().list(first.id()).data()).hasSize(1);
    Response next = whole(respond("Go on").previousResponseId(first.id()));
    assertThat(next.previousResponseId()).contains(first.id());
    client.responses().delete(first.id());
    assertThatThrownBy(() -> client.responses().retrieve(first.id()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void a_response_may_be_incomplete() {
    var params = respond("Hi").maxOutputTokens(2);
    for (Response response : List.of(whole(params), streamed(params))) {
      assertThat(response.status().orElseThrow().toString()).isEqualTo("incomplete");
      assertThat(response.incompleteDetails().orElseThrow().reason().orElseThrow().toString())
          .isEqualTo("max_output_tokens");
    }
  }

  @Test
  void a_response_may_call_functions() {
    var params =
        respond("Use get_weather!")
            .putAdditionalBodyProperty("tools", OpenAiClient.tools(false, "get_weather", "other"));
    for (Response response : List.of(whole(params), streamed(params))) {
      assertThat(response.output()).hasSize(1);
      assertThat(response.output().getFirst().asFunctionCall().name()).isEqualTo("get_weather");
      assertThat(response.output().getFirst().asFunctionCall().arguments()).contains("\"city\":");
    }
  }

  @Test
  void completions_come_whole_and_streamed() {
    var params = CompletionCreateParams.builder().model("m").prompt("Hi").maxTokens(5);
    Completion completion = client.completions().create(params.build());
    assertThat(completion.choices().getFirst().finishReason().toString()).isEqualTo("length");
    var two = params.promptOfArrayOfStrings(List.of("a", "b")).build();
    assertThat(client.completions().create(two).choices()).hasSize(2);
    // OpenAI itself sends null as finish reason of all chunks but the last, against its
    // specification.
    OpenAIClient lenient = client.withOptions(options -> options.responseValidation(false));
    try (StreamResponse<Completion> stream = lenient.completions().createStreaming(two)) {
      assertThat(stream.stream().toList()).hasSize(2 * 5 + 2);
    }
  }

  private List<List<Float>> embed(EmbeddingCreateParams.Builder params) {
    CreateEmbeddingResponse response = client.embeddings().create(params.model("m").build());
    assertThat(response.data()).extracting(e -> (int) e.index()).isSorted();
    assertThat(response.usage().totalTokens()).isPositive();
    return response.data().stream().map(e -> e.embedding()).toList();
  }

  private static EmbeddingCreateParams.Builder embedding() {
    return EmbeddingCreateParams.builder();
  }

  @Test
  void embeddings_take_every_form_of_input() {
    List<Float> a = embed(embedding().input("a")).getFirst();
    assertThat(a).hasSize(1536);
    assertThat(a.stream().mapToDouble(x -> (double) x * x).sum()).isCloseTo(1, within(1e-5));
    assertThat(embed(embedding().inputOfArrayOfStrings(List.of("b", "a"))))
        .hasSize(2)
        .last()
        .isEqualTo(a);
    List<Float> tokens = embed(embedding().inputOfArrayOfTokens(List.of(1L, 2L))).getFirst();
    assertThat(embed(embedding().inputOfArrayOfTokenArrays(List.of(List.of(3L), List.of(1L, 2L)))))
        .last()
        .isEqualTo(tokens)
        .isNotEqualTo(a);
  }

  @Test
  void both_encodings_say_the_same_and_dimensions_count() {
    List<Float> decimals =
        embed(
                embedding()
                    .input("a")
                    .dimensions(7)
                    .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT))
            .getFirst();
    List<Float> base64 =
        embed(
                embedding()
                    .input("a")
                    .dimensions(7)
                    .encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64))
            .getFirst();
    assertThat(decimals).hasSize(7).isEqualTo(base64);
  }

  @Test
  void moderations_find_violence() {
    List<Moderation> results =
        client
            .moderations()
            .create(
                ModerationCreateParams.builder()
                    .model("m")
                    .inputOfStrings(List.of("peace", "violence"))
                    .build())
            .results();
    assertThat(results).extracting(Moderation::flagged).containsExactly(false, true);
  }

  @Test
  void models_are_listed_and_found() {
    assertThat(client.models().list().data()).extracting(m -> m.id()).containsExactly("m", "a/b");
    assertThat(client.models().retrieve("a/b").id()).isEqualTo("a/b");
    assertThatThrownBy(() -> client.models().retrieve("c")).isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "403", "404", "422", "429", "500", "503", "529"})
  void every_error_is_the_clients_own_exception(int status) {
    Class<?> expected =
        switch (status) {
          case 400 -> BadRequestException.class;
          case 401 -> UnauthorizedException.class;
          case 403 -> PermissionDeniedException.class;
          case 404 -> NotFoundException.class;
          case 422 -> UnprocessableEntityException.class;
          case 429 -> RateLimitException.class;
          default -> InternalServerException.class;
        };
    assertThatThrownBy(() -> whole(respond("Hi").model("sim-fault/" + status)))
        .isInstanceOf(expected);
    assertThatThrownBy(() -> streamed(respond("Hi").model("sim-fault/" + status)))
        .isInstanceOf(expected);
  }

  @Test
  void what_is_wrong_is_refused() {
    assertThatThrownBy(() -> whole(respond("Hi").model("nobody")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("`nobody` does not exist");
    assertThatThrownBy(() -> whole(respond("Hi").temperature(3.0)))
        .isInstanceOf(BadRequestException.class);
    OpenAIClient other = client.withOptions(options -> options.apiKey("sk-wrong"));
    assertThatThrownBy(() -> other.models().list()).isInstanceOf(UnauthorizedException.class);
  }
}
