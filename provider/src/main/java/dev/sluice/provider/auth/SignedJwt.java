package dev.sluice.provider.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.json.JsonStrings;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A JSON Web Token that is signed by an RSA key (RFC 7515). Takes a processor for a millisecond.
final class SignedJwt {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int SALT = 32;

  /// The algorithms of signatures, by their names in a token's head.
  enum Algorithm {
    RS256,
    PS256
  }

  private SignedJwt() {}

  /// Returns a token.
  ///
  /// @param head what its head says besides the algorithm
  /// @param claims texts and, as [Long], instants in seconds since 1970
  /// @throws CredentialException if the key cannot sign
  static String of(Algorithm algorithm, Map<String, ?> head, Map<String, ?> claims, PrivateKey key)
      throws CredentialException {
    var whole = new TreeMap<String, Object>(head);
    whole.put("alg", algorithm.name());
    whole.put("typ", "JWT");
    String text = encoded(json(whole)) + "." + encoded(json(claims));
    try {
      Signature signature = signature(algorithm);
      signature.initSign(key);
      signature.update(text.getBytes(US_ASCII));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw CredentialException.refused("the private key cannot sign: it must be an RSA key");
    }
  }

  private static Signature signature(Algorithm algorithm) throws GeneralSecurityException {
    if (algorithm == Algorithm.RS256) {
      return Signature.getInstance("SHA256withRSA");
    }
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT, 1));
    return signature;
  }

  private static String json(Map<String, ?> members) {
    return members.entrySet().stream()
        .map(
            member ->
                JsonStrings.quote(member.getKey())
                    + ":"
                    + (member.getValue() instanceof Long number
                        ? number.toString()
                        : JsonStrings.quote(member.getValue().toString())))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(UTF_8));
  }
}
