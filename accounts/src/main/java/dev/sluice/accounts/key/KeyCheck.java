package dev.sluice.accounts.key;

import dev.sluice.accounts.terms.Principal;

/// What is found of a secret that a client shows.
public sealed interface KeyCheck {

  /// It stands for this principal.
  record Known(Principal principal) implements KeyCheck {}

  /// It is not of the store's form.
  record Foreign() implements KeyCheck {}

  /// Its check digits do not fit: mistyped, cut or made up.
  record Mistyped() implements KeyCheck {}

  /// There is no such key, or its secret is another.
  record Unknown() implements KeyCheck {}

  /// The key, or this secret of it, is over.
  record Expired() implements KeyCheck {}

  /// The key was revoked.
  record Revoked() implements KeyCheck {}

  /// There is no such key in the last copy, and the store, which might know it, is away.
  record Unavailable() implements KeyCheck {}
}
