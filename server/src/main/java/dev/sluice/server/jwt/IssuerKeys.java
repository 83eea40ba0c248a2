package dev.sluice.server.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys of an issuer, as its JWKS (RFC 7517) has them. Immutable.
final class IssuerKeys {
  /// The largest JWKS that is read, in bytes, and the most keys that are taken of one.
  static final int LARGEST = 1 << 20;

  private static final int MOST = 10_000;

  private final Map<String, SigningKey> named = new HashMap<>();
  private @Nullable SigningKey nameless;
  private int count;

  private IssuerKeys() {}

  /// Reads a JWKS. Keys that sign nothing here, and those that cannot be read, are left out.
  ///
  /// @throws ParseException if it is none, or has no key that signs
  static IssuerKeys parse(byte[] json) throws ParseException {
    Object all =
        JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8), LARGEST).get("keys");
    if (!(all instanceof List<?> list)) {
      throw new ParseException("it has no list of keys", 0);
    }
    var keys = new IssuerKeys();
    for (Object one : list.subList(0, Math.min(MOST, list.size()))) {
      keys.add(one);
    }
    if (keys.count == 0) {
      throw new ParseException("none of its keys can verify a signature", 0);
    }
    return keys;
  }

  private void add(Object one) {
    try {
      SigningKey key = one instanceof Map<?, ?> map ? SigningKey.of(JWK.parse(cast(map))) : null;
      if (key == null) {
        return;
      }
      count++;
      String id = key.id();
      if (id == null) {
        nameless = key;
      } else {
        named.putIfAbsent(id, key);
      }
    } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException bad) {
      // Other keys of the set may be good, and those are all that tokens ask for.
      return;
    }
  }

  @SuppressWarnings("unchecked") // The parser makes texts of all names.
  private static Map<String, Object> cast(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }

  /// The key of a token; null for none. A token without a `kid` is one of the only key.
  ///
  /// @param id the token's `kid`; null for none
  @Nullable SigningKey find(@Nullable String id, JWSAlgorithm algorithm) {
    SigningKey key = id == null ? only() : named.get(id);
    return key != null && key.can(algorithm) ? key : null;
  }

  private @Nullable SigningKey only() {
    if (count != 1) {
      return null;
    }
    return nameless != null ? nameless : named.values().iterator().next();
  }

  int size() {
    return count;
  }
}
