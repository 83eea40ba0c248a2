package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAnswerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Sign in</html>",
        "[]",
        "{\"access_token\":\"a",
        "{\"expires_in\":60}",
        "{\"access_token\":\"a\"}",
        "{\"access_token\":\"a\",\"expires_in\":0}",
        "{\"access_token\":\"a\",\"expires_in\":\"-1\"}",
        "{\"access_token\":\"a b\",\"expires_in\":60}",
      })
  void a_good_answer_that_is_none_passes_by_itself(String body) {
    assertThat(failure(200, body).isTemporary()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"400, false", "401, false", "403, false", "408, true", "429, true", "503, true"})
  void a_refusal_is_believed(int status, boolean temporary) {
    assertThat(failure(status, "{\"error\":\"x\"}").isTemporary()).isEqualTo(temporary);
  }

  private static CredentialException failure(int status, String body) {
    TokenAnswer answer = new TokenAnswer(status, Map.of(), body);
    return assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> answer.token("it", Instant.EPOCH))
        .actual();
  }
}
