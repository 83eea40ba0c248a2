package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Scope;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.error.RequestText;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a refused credential is refused for: a word of the provider and its status decide.
class ErrorScopeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          OPENAI     | 401 | {"error":{"code":"invalid_api_key"}}                | ACCOUNT invalid_api_key
          OPENAI     | 401 | {"error":{"code":"account_deactivated"}}            | ACCOUNT account_deactivated
          OPENAI     | 429 | {"error":{"code":"insufficient_quota"}}             | ACCOUNT insufficient_quota
          OPENAI     | 400 | {"error":{"code":"billing_hard_limit_reached"}}     | ACCOUNT billing_hard_limit_reached
          OPENAI     | 500 | {"error":{"code":"insufficient_quota"}}             | overloaded
          OPENAI     | 403 | {"error":{"code":"unsupported_country"}}            | MODEL
          ANTHROPIC  | 401 | {"error":{"type":"authentication_error"}}           | ACCOUNT authentication_error
          ANTHROPIC  | 403 | {"error":{"type":"permission_error"}}               | MODEL permission_error
          ANTHROPIC  | 400 | {"error":{"message":"credit balance is too low"}}   | MODEL
          GEMINI     | 400 | {"error":{"details":[{"reason":"API_KEY_INVALID"}]}}| ACCOUNT API_KEY_INVALID
          OPENROUTER | 402 | {"error":{"code":402,"message":"can only afford"}}  | MODEL
          DEEPSEEK   | 402 | {"error":{"message":"Insufficient Balance"}}        | MODEL
          COMPATIBLE | 401 | {"error":"Unauthorized"}                            | MODEL
          """)
  void is_read(ProviderType type, int status, String body, String expected) {
    Failed failed = ErrorCases.classifier(type).classify(status, Map.of(), body, RequestText.NONE);
    assertThat(shown(failed)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"OPENAI, x-ratelimit-limit-requests", "MISTRAL, x-ratelimit-limit-req-minute"})
  void a_limit_of_nothing_is_the_model_s(ProviderType type, String header) {
    Failed failed =
        ErrorCases.classifier(type).classify(429, Map.of(header, "0"), "{}", RequestText.NONE);
    assertThat(failed)
        .isInstanceOfSatisfying(
            Failed.Exhausted.class, e -> assertThat(e.scope()).isEqualTo(Scope.MODEL));
  }

  private static String shown(Failed failed) {
    return switch (failed) {
      case Failed.Exhausted e -> (e.scope() + " " + e.code()).strip();
      case Failed.CredentialRefused c -> (c.scope() + " " + c.code()).strip();
      default -> failed.kind();
    };
  }
}
