package dev.sluice.server.jwt;

import java.util.Locale;

/// The reason why a token is not accepted. Callers are not told it; metrics and the audit log are.
enum TokenFault {
  MALFORMED("is no signed token in three parts, or more than 16 KiB"),
  ALGORITHM("is signed by an algorithm that is not accepted"),
  CRITICAL("has a header that must be understood, and is not"),
  TYPE("is a token of another type"),
  ISSUER("is of an issuer that auth.jwt does not name"),
  KEY_UNKNOWN("is signed by a key that its issuer does not have"),
  SIGNATURE("has a signature that is wrong"),
  NO_EXPIRY("has no time at which it ends"),
  EXPIRED("has ended"),
  NOT_YET("begins later"),
  TOO_LONG("ends later than max_life allows"),
  AUDIENCE("is for another audience"),
  CLIENT("was given to a client that is not listed"),
  UNBOUND("is bound to a certificate, or must be, and this is not the certificate's connection"),
  REVOKED("was revoked"),
  UNMAPPED("says nothing of what makes a caller of it, or too much"),
  KEYS_UNAVAILABLE("cannot be judged, since its issuer's keys could not be fetched"),
  BUSY("cannot be judged now, since too many others wait");

  private final String words;

  TokenFault(String words) {
    this.words = words;
  }

  /// Says what is wrong, to be read after "the token".
  String words() {
    return words;
  }

  /// The fault as a label.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether the same token may be accepted a moment later.
  boolean passes() {
    return this == KEYS_UNAVAILABLE || this == BUSY;
  }
}
