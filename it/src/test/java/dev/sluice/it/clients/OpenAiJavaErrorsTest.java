package dev.sluice.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each failure is the exception that the client defines for it, whole and streamed.
class OpenAiJavaErrorsTest {
  private static Gatehouse gatehouse;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    gatehouse = new Gatehouse();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(gatehouse.url())
            .apiKey(Gatehouse.KEY)
            .maxRetries(0)
            .build();
  }

  @AfterAll
  static void close() {
    client.close();
    gatehouse.close();
  }

  private static ChatCompletionCreateParams ask(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hi").build();
  }

  private static void whole(String model) {
    client.chat().completions().create(ask(model));
  }

  private static void streamed(String model, List<ChatCompletionChunk> seen) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask(model))) {
      stream.stream().forEach(seen::add);
    }
  }

  private static Class<? extends OpenAIServiceException> expected(int status) {
    return switch (status) {
      case 400 -> BadRequestException.class;
      case 404 -> NotFoundException.class;
      case 422 -> UnprocessableEntityException.class;
      case 424 -> UnexpectedStatusCodeException.class;
      case 429 -> RateLimitException.class;
      default -> InternalServerException.class;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400",
    "401, 424", // the gateway's own credential is refused, which is no fault of the client
    "404, 404",
    "422, 422",
    "throttle=seconds:2, 429",
    "insufficient-quota, 429",
    "500, 503",
    "503, 503",
    "529, 503",
    "fin-before-head, 502",
    "reset-before-head, 502",
    "silence, 504",
    "silence-after-head, 504",
  })
  void a_failure_is_the_clients_own_exception(String fault, int status) {
    String model = Gatehouse.FAULT + fault;
    for (var call :
        List.<Runnable>of(() -> whole(model), () -> streamed(model, new ArrayList<>()))) {
      OpenAIServiceException thrown = catchThrowableOfType(OpenAIServiceException.class, call::run);
      assertThat(thrown).isInstanceOf(expected(status));
      assertThat(thrown.statusCode()).isEqualTo(status);
      assertThat(thrown.type()).isPresent();
      // A plain 400 of OpenAI's has a null there, and the gateway passes on what it gets.
      assertThat(thrown.code().isPresent()).isEqualTo(!fault.equals("400"));
    }
  }

  @Test
  void an_exhausted_account_is_told_from_throttling() {
    assertThat(code("insufficient-quota")).isEqualTo("insufficient_quota");
    assertThat(code("throttle=seconds:2")).isEqualTo("provider_throttled");
  }

  private static String code(String fault) {
    return catchThrowableOfType(RateLimitException.class, () -> whole(Gatehouse.FAULT + fault))
        .code()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"reset-after=3", "fin-after=3", "end-after=3", "stall-after=3", "error-after=3"})
  void a_cut_stream_is_never_a_clean_end(String fault) {
    List<ChatCompletionChunk> seen = new ArrayList<>();
    assertThatThrownBy(() -> streamed(Gatehouse.FAULT + fault, seen))
        .isInstanceOf(OpenAIException.class);
    assertThat(seen).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset-after", "fin-after", "truncated-json", "length-too-long"})
  void a_cut_answer_is_an_exception(String fault) {
    assertThatThrownBy(() -> whole(Gatehouse.FAULT + fault)).isInstanceOf(OpenAIException.class);
  }

  @Test
  void a_wrong_key_is_unauthorized() {
    OpenAIClient other = client.withOptions(options -> options.apiKey("sk-wrong"));
    assertThatThrownBy(() -> other.chat().completions().create(ask("m")))
        .isInstanceOf(UnauthorizedException.class);
    assertThatThrownBy(() -> other.models().list()).isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void an_unknown_model_is_not_found() {
    assertThatThrownBy(() -> whole("nobody")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> streamed("nobody", new ArrayList<>()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void a_wrong_parameter_is_a_bad_request() {
    var params = ask("m").toBuilder().temperature(3.0).build();
    assertThatThrownBy(() -> client.chat().completions().create(params))
        .isInstanceOf(BadRequestException.class);
  }
}
