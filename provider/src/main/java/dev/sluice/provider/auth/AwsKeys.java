package dev.sluice.provider.auth;

import dev.sluice.config.provider.Secret;
import java.util.Optional;

/// A pair of keys of AWS.
///
/// @param id the access key's id, which is no secret but is shown nowhere either
/// @param session the token that belongs to keys that end
public record AwsKeys(Secret id, Secret secret, Optional<Secret> session) {
  /// Keys as somebody else has given them.
  ///
  /// @param session empty for none
  /// @throws CredentialException if one of them is not visible ASCII
  AwsKeys(String id, String secret, String session) throws CredentialException {
    this(
        new Secret(CredentialException.visible(id, "an access key's id")),
        new Secret(CredentialException.visible(secret, "a secret access key")),
        session.isEmpty()
            ? Optional.empty()
            : Optional.of(new Secret(CredentialException.visible(session, "a session token"))));
  }
}
