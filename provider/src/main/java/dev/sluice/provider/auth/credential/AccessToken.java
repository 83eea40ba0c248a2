package dev.sluice.provider.auth.credential;

import dev.sluice.config.provider.Secret;
import java.util.Map;

/// A token that a request bears (RFC 6750).
///
/// @param headers what requests with this token say besides, by lower-case name
public record AccessToken(Secret text, Map<String, String> headers) {
  public AccessToken {
    headers = Map.copyOf(headers);
  }

  /// Returns a token as it was issued, for requests that say nothing besides.
  public static Issued<AccessToken> of(Issued<String> issued) {
    return of(issued, Map.of());
  }

  /// Returns a token as it was issued, for requests that say `headers` besides.
  public static Issued<AccessToken> of(Issued<String> issued, Map<String, String> headers) {
    return new Issued<>(new AccessToken(new Secret(issued.credential()), headers), issued.ends());
  }
}
