package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void nothing_shows_a_secret_by_its_text() {
    URI url = URI.create("https://user:secret@sts.example.com:8443/token?key=secret");
    TokenRequest request = TokenRequest.json(url, "secret").with("authorization", "secret");
    assertThat(request).hasToString("POST https://sts.example.com:8443/token");
    assertThat(new TokenAnswer(200, Map.of("x-token", "secret"), "secret"))
        .hasToString("TokenAnswer[200]");
    assertThat(Issued.forever("secret").toString()).doesNotContain("secret");
  }
}
