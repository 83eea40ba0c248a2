package dev.sluice.server.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import dev.sluice.server.client.Client;
import org.jspecify.annotations.Nullable;

/// What has become of a token.
sealed interface TokenVerdict {

  /// The token stands for a client until it ends.
  ///
  /// @param issuer its issuer's name in the configuration
  /// @param until when it ends, in milliseconds since 1970, with what clocks may differ
  /// @param certificate the SHA-256 of the certificate that it is bound to; null for none
  /// @param signed by what it is signed
  record Accepted(
      Client client, String issuer, long until, @Nullable String certificate, Signed signed)
      implements TokenVerdict {

    /// Whether it holds now for a connection.
    ///
    /// @param wall milliseconds since 1970
    /// @param now the time on the clock's nanoseconds
    /// @param shown the SHA-256 of the connection's certificate; null for none
    boolean holds(long wall, long now, @Nullable String shown) {
      return wall < until
          && (certificate == null || certificate.equals(shown))
          && signed.isGood(now);
    }
  }

  /// The key that a token is signed by.
  ///
  /// @param source the keys of its issuer
  /// @param id the token's `kid`; null for none
  record Signed(KeySource source, @Nullable String id, JWSAlgorithm algorithm, SigningKey key) {

    /// Whether the issuer still has the key.
    boolean isGood(long now) {
      IssuerKeys keys = source.keys(now);
      SigningKey current = keys == null ? null : keys.find(id, algorithm);
      return current != null && current.isSame(key);
    }
  }

  /// The token is not accepted.
  ///
  /// @param issuer its issuer's name in the configuration; empty where none is named
  /// @param subject whom it is of; empty where its signature was not found to be good
  record Refused(TokenFault fault, String issuer, String subject) implements TokenVerdict {
    Refused(TokenFault fault) {
      this(fault, "", "");
    }
  }

  /// The keys that the issuer has are not enough to judge the token.
  ///
  /// @param known whether any keys of the issuer are known
  record NeedsKeys(KeySource source, String issuer, boolean known) implements TokenVerdict {}
}
