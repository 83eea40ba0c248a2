package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nx: y", "t\u00f6ken", "<html>\n</html>"})
  void a_token_that_no_header_carries_is_none(String text) {
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> AccessToken.of(Issued.forever(text)))
        .withMessage("the token is not visible ASCII")
        .satisfies(e -> assertThat(e.isTemporary()).isTrue());
  }

  @Test
  void nor_is_one_with_a_header_that_cannot_be() throws Exception {
    Issued<String> good = Issued.forever("token");
    assertThat(AccessToken.of(good, Map.of("a", "b")).credential().headers()).hasSize(1);
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> AccessToken.of(good, Map.of("a", "b\nc")))
        .withMessage("the value of a is not visible ASCII");
  }
}
