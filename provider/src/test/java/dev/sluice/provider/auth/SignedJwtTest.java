package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.provider.auth.SignedJwt.Algorithm;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignedJwtTest {
  private static KeyPair rsa;

  @BeforeAll
  static void make() throws Exception {
    rsa = pair("RSA", 2048);
  }

  @ParameterizedTest
  @EnumSource
  void a_token_is_signed_by_its_key(Algorithm algorithm) throws Exception {
    var claims = new TreeMap<String, Object>(Map.of("iss", "a\"b", "exp", 1_796_036_400L));
    String jwt = SignedJwt.of(algorithm, Map.of("kid", "k1"), claims, rsa.getPrivate());
    String[] parts = jwt.split("\\.", -1);
    assertThat(parts).hasSize(3);
    assertThat(text(parts[0]))
        .isEqualTo("{\"alg\":\"%s\",\"kid\":\"k1\",\"typ\":\"JWT\"}".formatted(algorithm));
    assertThat(text(parts[1])).isEqualTo("{\"exp\":1796036400,\"iss\":\"a\\\"b\"}");
    Signature signature = verifier(algorithm);
    signature.initVerify(rsa.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void another_kind_of_key_is_refused(Algorithm algorithm) throws Exception {
    KeyPair pair = pair("EC", 256);
    assertThatExceptionOfType(CredentialException.class)
        .isThrownBy(() -> SignedJwt.of(algorithm, Map.of(), Map.of(), pair.getPrivate()))
        .withMessageContaining("must be an RSA key");
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), UTF_8);
  }

  private static KeyPair pair(String algorithm, int size) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private static Signature verifier(Algorithm algorithm) throws Exception {
    if (algorithm == Algorithm.RS256) {
      return Signature.getInstance("SHA256withRSA");
    }
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    return signature;
  }
}
