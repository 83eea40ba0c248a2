package dev.sluice.server.config;

import java.util.List;
import java.util.Set;

/// Whose tokens make callers.
///
/// @param issuers the issuers; no two with one `iss`
/// @param revoked the identifiers (`jti`) of tokens that are not accepted any more
public record JwtConfig(List<IssuerConfig> issuers, Set<String> revoked) {
  public JwtConfig {
    issuers = List.copyOf(issuers);
    revoked = Set.copyOf(revoked);
  }
}
