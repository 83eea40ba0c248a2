package dev.sluice.accounts.people;

/// A session of a person who has logged in. Instants are in milliseconds since 1970.
///
/// @param digest the SHA-256 of the secret that proves it, in hexadecimal
/// @param person the id of the person
/// @param sid what the provider calls it, for a logout that the provider tells; empty for nothing
/// @param ends when it ends by itself
public record PersonSession(
    String digest, String person, Kind kind, String sid, long created, long ends) {

  /// Where a session is.
  public enum Kind {
    BROWSER,
    TERMINAL
  }
}
