package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.runtime.Body;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.provider.error.RequestText;
import dev.sluice.testing.LongForm;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Errors whose message repeats what the request said, which is a client's word and not the
/// provider's.
class EchoedWordsTest {
  private static final String ECHOED = "`%s` is not what this field may hold";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ANTHROPIC | 400 | your credit balance is too low",
        "GEMINI    | 400 | API key not valid",
        "OPENAI    | 429 | Request too large for gpt-5",
        "DEEPSEEK  | 400 | Insufficient Balance"
      })
  void a_phrase_that_the_request_contains_decides_nothing(
      ProviderType type, int status, String phrase) {
    Failed failed = classify(type, status, ECHOED.formatted(phrase), request(phrase));
    Failed plain = classify(type, status, "something else", RequestText.NONE);
    assertThat(failed.kind()).isEqualTo(plain.kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ANTHROPIC | 422 | your credit balance is too low",
        "GEMINI    | 404 | API key not valid",
        "OPENAI    | 400 | Request too large for gpt-5",
        "DEEPSEEK  | 400 | Insufficient Balance"
      })
  void a_phrase_with_a_status_that_is_not_its_own_decides_nothing(
      ProviderType type, int status, String phrase) {
    assertThat(classify(type, status, phrase, RequestText.NONE)).isInstanceOf(Failed.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "credit balance is too low",
        "CREDIT Balance is too low",
        "\\u0063redit balance is too low",
        "cred\\u0049t balance\\u0020is too low",
        "\\n\\\"credit balance is too low\\\""
      })
  void a_request_is_read_as_its_provider_reads_it(String written) {
    RequestText request = raw("{\"model\":\"" + written + "\"}");
    Failed failed = classify(ProviderType.ANTHROPIC, 400, "credit balance is too low", request);
    assertThat(failed).isInstanceOf(Failed.Refused.class);
  }

  @Test
  void letters_that_only_become_ascii_in_lower_case_are_none() {
    String kelvin = "api \u212Aey not valid";
    assertThat(classify(ProviderType.GEMINI, 400, kelvin, request(kelvin)))
        .isInstanceOf(Failed.Refused.class);
  }

  @Test
  void a_request_that_is_too_large_to_be_read_may_contain_anything() {
    RequestText request = request("x".repeat(300_000));
    assertThat(classify(ProviderType.GEMINI, 400, "API key not valid", request))
        .isInstanceOf(Failed.Refused.class);
  }

  @Test
  void nor_is_one_read_whose_bytes_have_been_given_back() {
    var body = new Body(Unpooled.copiedBuffer("{}", UTF_8), () -> {});
    body.close();
    assertThat(classify(ProviderType.GEMINI, 400, "API key not valid", RequestText.of(body)))
        .isInstanceOf(Failed.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "credit balance is too low",
        "CREDIT Balance is too low",
        "\\u0063redit balance\\u0020is too low"
      })
  void what_a_request_has_said_is_known_when_it_is_given_back_to_a_stream(String written) {
    Failed failed =
        classify(
            ProviderType.ANTHROPIC,
            400,
            "credit balance is too low",
            givenBack("{\"model\":\"" + written + "\"}"));
    assertThat(failed).isInstanceOf(Failed.Refused.class);
  }

  @Test
  void and_what_it_has_not_said_is_the_provider_s_word() {
    RequestText request = givenBack("{\"model\":\"tell me about the balance of my credit\"}");
    assertThat(classify(ProviderType.ANTHROPIC, 400, "credit balance is too low", request))
        .isInstanceOf(Failed.Exhausted.class);
    assertThat(hint(classify(ProviderType.OPENAI, 503, "Retry after 20 seconds", request)))
        .contains(Duration.ofSeconds(20));
  }

  @Test
  void a_large_request_that_has_been_given_back_may_have_contained_anything() {
    RequestText request = givenBack("x".repeat(300_000));
    assertThat(classify(ProviderType.GEMINI, 400, "API key not valid", request))
        .isInstanceOf(Failed.Refused.class);
  }

  private static RequestText givenBack(String json) {
    var body = new Body(Unpooled.copiedBuffer(json, UTF_8), () -> {});
    RequestText text = RequestText.outlasting(body);
    body.giveBack();
    return text;
  }

  @Test
  void the_provider_s_own_phrase_decides_whatever_else_the_request_says() {
    RequestText request = request("tell me about credit");
    assertThat(classify(ProviderType.ANTHROPIC, 400, "credit balance is too low", request))
        .isInstanceOf(Failed.Exhausted.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"429 | try again in 20h", "503 | Retry after 20 minutes"})
  void a_delay_that_the_request_contains_is_none(int status, String delay) {
    Failed failed = classify(ProviderType.OPENAI, status, ECHOED.formatted(delay), request(delay));
    assertThat(hint(failed)).isEmpty();
  }

  @Test
  void the_provider_s_own_delay_is_found_behind_an_echo() {
    String said = ECHOED.formatted("try again in 20h") + ". Please try again in 3s.";
    Failed failed = classify(ProviderType.OPENAI, 429, said, request("try again in 20h"));
    assertThat(hint(failed)).contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource({"429, PT1M", "503, PT1M", "500, ", "502, ", "504, "})
  void a_delay_in_a_message_counts_with_few_statuses_and_for_a_minute_at_most(
      int status, Duration expected) {
    Failed failed = classify(ProviderType.OPENAI, status, "try again in 20h", RequestText.NONE);
    assertThat(hint(failed)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void a_day_that_the_request_speaks_of_is_no_limit_of_a_day() {
    String said = "rate limit reached for prompt `my daily requests per day`";
    Failed failed = classify(ProviderType.OPENAI, 429, said, request("my daily requests per day"));
    assertThat(failed)
        .isInstanceOfSatisfying(
            Failed.Throttled.class,
            t -> assertThat(t.dimension()).isEqualTo(Failed.Dimension.UNKNOWN));
  }

  private static final String COSTLY =
      "This request requires more credits, or fewer max_tokens. You requested up to 200000 tokens,"
          + " but can only afford 1234.";

  /// Else a client would close the model to all with a large request that speaks of its refusal.
  @Test
  void that_a_request_costs_too_much_is_believed_whatever_the_request_contains() {
    assertThat(classify(ProviderType.OPENROUTER, 402, COSTLY, request(COSTLY)))
        .isInstanceOf(Failed.Refused.class);
    assertThat(classify(ProviderType.OPENROUTER, 402, COSTLY, request("x".repeat(300_000))))
        .isInstanceOf(Failed.Refused.class);
  }

  @Test
  void an_echo_of_that_in_the_error_of_a_used_up_account_decides_nothing() {
    assertThat(classify(ProviderType.OPENROUTER, 402, ECHOED.formatted(COSTLY), request(COSTLY)))
        .isInstanceOf(Failed.Exhausted.class);
  }

  @ParameterizedTest
  @CsvSource({"400, refused", "403, refused", "429, throttled", "500, overloaded"})
  void with_another_status_than_402_it_decides_nothing(int status, String kind) {
    Failed failed = classify(ProviderType.OPENROUTER, status, COSTLY, RequestText.NONE);
    assertThat(failed.kind()).isEqualTo(kind);
    assertThat(failed).isNotEqualTo(classify(ProviderType.OPENROUTER, 402, COSTLY, request("")));
  }

  @Test
  void inside_a_200_no_phrase_decides() {
    Failed failed =
        ErrorCases.classifier(ProviderType.ANTHROPIC)
            .inside(
                Map.of(),
                "{\"error\":{\"message\":\"credit balance is too low\"}}",
                RequestText.NONE);
    assertThat(failed).isInstanceOf(Failed.Overloaded.class);
  }

  /// Whatever of its request a message repeats, it means what it means without that.
  @Test
  void parts_of_the_request_never_change_what_an_error_means() {
    String[] words = {
      "credit balance is too low",
      "api key not valid",
      "request too large for",
      "try again in 20h",
      "retry after 9 minutes",
      "per day",
      "(tpm)",
      "requests",
      "insufficient balance",
      "quota"
    };
    int[] statuses = {400, 401, 402, 403, 404, 409, 413, 422, 429, 451, 498, 500, 503, 529};
    List<ProviderType> types = List.of(ProviderType.values());
    var random = new Random(12);
    for (int i = 0; i < LongForm.rounds(2_000, 5_000); i++) {
      var said = new StringBuilder();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        said.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : ", ");
      }
      ProviderType type = types.get(random.nextInt(types.size()));
      int status = statuses[random.nextInt(statuses.length)];
      Failed echoed = classify(type, status, "bad: " + said, request(said.toString()));
      Failed plain = classify(type, status, "bad: xyz", RequestText.NONE);
      assertThat(echoed.inOurWords()).as("%s %d %s", type, status, said).satisfies(same(plain));
    }
  }

  private static Consumer<Failed> same(Failed plain) {
    return echoed -> {
      assertThat(echoed.kind()).isEqualTo(plain.kind());
      if (!(plain instanceof Failed.Refused)) {
        assertThat(echoed).isEqualTo(plain.inOurWords());
      }
    };
  }

  private static Failed classify(
      ProviderType type, int status, String message, RequestText request) {
    String body = "{\"error\":{\"message\":" + JsonStrings.quote(message) + "}}";
    return ErrorCases.classifier(type).classify(status, Map.of(), body, request);
  }

  private static RequestText request(String prompt) {
    return raw("{\"messages\":[{\"content\":" + JsonStrings.quote(prompt) + "}]}");
  }

  private static RequestText raw(String json) {
    return RequestText.of(new Body(Unpooled.copiedBuffer(json, UTF_8), () -> {}));
  }

  private static Optional<Duration> hint(Failed failed) {
    return switch (failed) {
      case Failed.Throttled t -> t.hint();
      case Failed.Overloaded o -> o.hint();
      default -> Optional.empty();
    };
  }
}
