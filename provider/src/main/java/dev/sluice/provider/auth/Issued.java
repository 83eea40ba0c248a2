package dev.sluice.provider.auth;

import java.time.Instant;

/// A credential as a source has given it.
///
/// @param ends the instant from which the credential is refused; [Instant#MAX] where it has no end
record Issued<C>(C credential, Instant ends) {

  /// A credential that has no end.
  static <C> Issued<C> forever(C credential) {
    return new Issued<>(credential, Instant.MAX);
  }

  /// Shows no credential.
  @Override
  public String toString() {
    return "Issued[ends " + ends + "]";
  }
}
