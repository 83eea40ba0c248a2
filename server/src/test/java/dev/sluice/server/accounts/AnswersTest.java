package dev.sluice.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.server.accounts.AccountsApi.Answers;
import dev.sluice.server.admin.Page;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
  @ParameterizedTest
  @CsvSource({
    "SLOW,504,question_too_slow",
    "INVALID,400,invalid_value",
    "BUSY,503,store_unavailable",
    "AWAY,503,store_unavailable"
  })
  void a_store_that_has_no_answer_is_told_by_what_is_wrong(
      Problem problem, int status, String code) {
    Page page =
        Answers.of(
            () -> {
              throw new StoreException(problem, "narrow it");
            });
    assertThat(page.status()).isEqualTo(status);
    assertThat(new String(page.body(), StandardCharsets.UTF_8))
        .contains("\"code\":\"" + code + "\"", "\"message\":\"narrow it\"");
  }
}
