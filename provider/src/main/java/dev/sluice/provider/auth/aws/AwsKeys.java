package dev.sluice.provider.auth.aws;

import dev.sluice.config.provider.Secret;
import java.util.Optional;

/// A pair of keys of AWS.
///
/// @param id the access key's id, which is no secret but is shown nowhere either
/// @param session the token that belongs to keys that end
public record AwsKeys(Secret id, Secret secret, Optional<Secret> session) {
  AwsKeys(String id, String secret, String session) {
    this(
        new Secret(id),
        new Secret(secret),
        session.isEmpty() ? Optional.empty() : Optional.of(new Secret(session)));
  }
}
