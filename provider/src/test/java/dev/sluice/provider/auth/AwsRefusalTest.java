package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Head;
import dev.sluice.provider.auth.RefusalSink.Refusal;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What AWS says of requests, and what clients have made it repeat.
class AwsRefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | ExpiredTokenException:http://internal.amazon.com/ | {}",
        "403 | '' | {\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\"}",
        "400 | '' | {\"error\":{\"code\":\"ExpiredToken\",\"message\":\"x\"}}",
        "403 | '' | {\"error\":{\"type\":\"InvalidClientTokenId\",\"code\":null}}",
        "403 | '' | {\"message\":\"The security token included in the request is invalid.\"}",
        "403 | InvalidSignatureException | <html>",
        "401 | '' | <html>",
      })
  void a_credential_that_is_over_is_told_by_its_code(int status, String type, String body) {
    AwsRefusal said = said(status, type, body);
    assertThat(said.isOfCredential()).isTrue();
    assertThat(said.isOfClock()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | RequestTimeTooSkewed | {}",
        "400 | '' | {\"code\":\"RequestExpired\"}",
        "403 | InvalidSignatureException | {\"message\":\"Signature expired: 20261130T1 is now\"}",
        "403 | '' | {\"Message\":\"Signature not yet current: 20261130T1\"}",
      })
  void a_wrong_date_is_told_by_its_code_or_words(int status, String type, String body) {
    assertThat(said(status, type, body).isOfClock()).isTrue();
    assertThat(said(status, type, body).isOfCredential()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | ValidationException | {\"message\":\"tools: ExpiredToken, RequestExpired\"}",
        "400 | '' | {\"message\":\"no tool 'x': The security token included in the request is\"}",
        "400 | '' | {\"tools\":[{\"code\":\"ExpiredToken\"}],\"error\":{\"code\":\"invalid\"}}",
        "403 | AccessDeniedException | {\"message\":\"Signature mismatch\"}",
        "403 | '' | ExpiredToken",
        "404 | ExpiredTokenException | {}",
        "500 | ExpiredTokenException | {}",
      })
  void what_others_have_written_means_nothing(int status, String type, String body) {
    AwsRefusal said = said(status, type, body);
    assertThat(said.isOfCredential()).isFalse();
    assertThat(said.isOfClock()).isFalse();
  }

  private static AwsRefusal said(int status, String type, String body) {
    Map<String, String> headers = type.isEmpty() ? Map.of() : Map.of("x-amzn-errortype", type);
    return AwsRefusal.of(new Refusal(new Head(status, headers), body, true, false));
  }
}
