package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsTest {
  @ParameterizedTest
  @CsvSource({
    "https://sts.example.com, https://sts.example.com/",
    "https://sts.example.com:443/, https://sts.example.com/",
    "http://sts.example.com:80, http://sts.example.com/",
    "https://sts.example.com:8443, https://sts.example.com:8443/",
    "https://[::1]:443, https://[::1]/",
  })
  void an_address_is_signed_as_it_is_sent(String configured, String sent) throws Exception {
    assertThat(signature(configured)).isEqualTo(signature(sent));
  }

  private static String signature(String url) throws Exception {
    TokenRequest request = TokenRequest.form(URI.create(url), Map.of("a", "b"));
    AwsKeys keys = new AwsKeys("AKID", "secret", "");
    SigV4 signer = new SigV4("us-east-1", "sts");
    return Sts.signed(request, signer, keys, new AtOnce())
        .headers()
        .getOrDefault("authorization", "");
  }

  /// Nothing but a clock that stands.
  private static final class AtOnce implements CredentialIo {
    @Override
    public TokenAnswer send(TokenRequest request) throws CredentialException {
      throw CredentialException.temporary("nobody is asked");
    }

    @Override
    public String read(String path) throws CredentialException {
      throw CredentialException.temporary("nothing is read");
    }

    @Override
    public String run(String command) throws CredentialException {
      throw CredentialException.temporary("nothing is run");
    }

    @Override
    public <T> T apart(Work<T> work) throws CredentialException {
      return work.result();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }
}
