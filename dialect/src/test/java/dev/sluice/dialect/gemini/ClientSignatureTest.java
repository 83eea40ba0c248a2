package dev.sluice.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Signatures of other dialects' targets, as clients of Gemini's dialect carry them.
class ClientSignatureTest {
  @Test
  void a_token_is_base64_for_googles_clients_and_comes_back() {
    for (boolean hidden : new boolean[] {false, true}) {
      var signature = new ClientSignature("slc1.AB-_", hidden);
      assertThat(signature.text()).matches("[A-Za-z0-9+/]+=*");
      assertThat(ClientSignature.read(signature.text())).isEqualTo(signature);
      assertThat(ClientSignature.isToken(signature.text())).isTrue();
    }
    assertThat(ClientSignature.read("QUJD")).isEqualTo(new ClientSignature("QUJD", false));
    assertThat(ClientSignature.isToken("no base64!")).isFalse();
  }
}
