package dev.sluice.server.jwt;

/// A listener for what becomes of tokens, of callers and of people, and of the keys of issuers.
/// Called on loops and other threads; must be quick, and must not throw.
public interface TokenListener {
  /// A listener that does nothing.
  TokenListener NONE = new TokenListener() {};

  /// Notes that a token was accepted.
  ///
  /// @param issuer its issuer's name in the configuration
  /// @param known whether it had been verified before
  default void accepted(String issuer, boolean known) {}

  /// Notes that a token was verified, and what team its caller is of.
  ///
  /// @param issuer its issuer's name in the configuration
  default void verified(String issuer, String team) {}

  /// Notes that a token was refused.
  default void refused(TokenVerdict.Refused refused) {}

  /// Notes that an identity provider has sent a link in the place of somebody's groups.
  ///
  /// @param issuer its `iss`
  default void groupsLinked(String issuer) {}

  /// Notes that the keys of an issuer were fetched.
  default void fetched(String issuer, int keys) {}

  /// Notes that the keys of an issuer could not be fetched.
  ///
  /// @param why to be read after a colon
  /// @param times how often in a row
  default void notFetched(String issuer, String why, int times) {}
}
