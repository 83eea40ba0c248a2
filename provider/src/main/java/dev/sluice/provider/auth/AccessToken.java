package dev.sluice.provider.auth;

import dev.sluice.config.provider.Secret;
import java.util.Map;

/// A token that a request bears (RFC 6750).
///
/// @param headers what requests with this token say besides, by lower-case name
record AccessToken(Secret text, Map<String, String> headers) {
  AccessToken {
    headers = Map.copyOf(headers);
  }

  /// Returns a token as it was issued, for requests that say nothing besides.
  ///
  /// @throws CredentialException if it is not visible ASCII
  static Issued<AccessToken> of(Issued<String> issued) throws CredentialException {
    return of(issued, Map.of());
  }

  /// Returns a token as it was issued, for requests that say `headers` besides.
  ///
  /// @throws CredentialException if it, or the value of a header, is not visible ASCII
  static Issued<AccessToken> of(Issued<String> issued, Map<String, String> headers)
      throws CredentialException {
    CredentialException.visible(issued.credential(), "the token");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      CredentialException.visible(header.getValue(), "the value of " + header.getKey());
    }
    return new Issued<>(new AccessToken(new Secret(issued.credential()), headers), issued.ends());
  }
}
