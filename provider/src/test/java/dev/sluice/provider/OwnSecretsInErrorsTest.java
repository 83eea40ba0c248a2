package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.error.RequestText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Errors that hold what is the gateway's own.
class OwnSecretsInErrorsTest {
  private static final String SAID =
      "{\"error\":{\"message\":\"key our-own-credential-1 of org-AbCdEfGhIjKl\\nproj_abcdefghijkl at "
          + "http://models.internal:8000/v1/chat, host models.internal\",\"param\":\"skip_special_tokens\"}}";

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 422, 451})
  void are_reported_without_it(int status) {
    assertThat(classify(status, SAID))
        .isInstanceOfSatisfying(
            Failed.Refused.class,
            refused ->
                assertThat(refused.body())
                    .isEqualTo(
                        "{\"error\":{\"message\":\"key *** of ***\\n*** at "
                            + "***/v1/chat, host ***\",\"param\":\"skip_special_tokens\"}}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void whatever_their_status(int status) {
    assertThat(classify(status, SAID).toString())
        .contains("key *** of")
        .doesNotContain("our-own", "internal", "org-", "proj_");
  }

  @Test
  void what_the_vendor_s_documents_are_called_stays() {
    String said = "{\"error\":{\"message\":\"see https://docs.example.com/org-settings\"}}";
    assertThat(classify(400, said))
        .isInstanceOfSatisfying(
            Failed.Refused.class, refused -> assertThat(refused.body()).isEqualTo(said));
  }

  private static Failed classify(int status, String body) {
    return ErrorCases.classifier(ProviderType.VLLM)
        .classify(status, Map.of(), body, RequestText.NONE);
  }
}
