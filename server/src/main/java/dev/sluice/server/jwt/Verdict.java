package dev.sluice.server.jwt;

import dev.sluice.server.client.Client;
import org.jspecify.annotations.Nullable;

/// What has become of a token.
public sealed interface Verdict {

  /// The token stands for a client until it ends.
  ///
  /// @param issuer its issuer's name in the configuration
  /// @param until when it ends, in milliseconds since 1970, with what clocks may differ
  /// @param certificate the SHA-256 of the certificate that it is bound to; null for none
  record Accepted(Client client, String issuer, long until, @Nullable String certificate)
      implements Verdict {

    /// Whether it holds now for a connection.
    ///
    /// @param shown the SHA-256 of the connection's certificate; null for none
    boolean holds(long now, @Nullable String shown) {
      return now < until && (certificate == null || certificate.equals(shown));
    }
  }

  /// The token is not accepted.
  ///
  /// @param issuer its issuer's name in the configuration; empty where none is named
  /// @param subject whom it says it is of; empty where that was not looked at
  record Refused(TokenFault fault, String issuer, String subject) implements Verdict {
    Refused(TokenFault fault) {
      this(fault, "", "");
    }
  }

  /// The keys that the issuer has are not enough to judge the token.
  ///
  /// @param known whether any keys of the issuer are known
  record NeedsKeys(KeySource source, String issuer, boolean known) implements Verdict {}
}
