package dev.sluice.accounts.key;

import dev.sluice.accounts.terms.Principal;

/// The result of checking a secret that a client shows.
public sealed interface KeyCheck {

  /// The secret stands for this principal.
  record Known(Principal principal) implements KeyCheck {}

  /// The secret is not of the store's form, and no key has been imported with it.
  record Foreign() implements KeyCheck {}

  /// The check digits of the secret do not fit: it is mistyped, cut or made up.
  record Mistyped() implements KeyCheck {}

  /// There is no such key, or its secret is another.
  record Unknown() implements KeyCheck {}

  /// The key, or this secret of it, has expired.
  record Expired() implements KeyCheck {}

  /// The key was revoked.
  record Revoked() implements KeyCheck {}

  /// The person who owns the key may not come in.
  record Suspended() implements KeyCheck {}

  /// There is no such key in the last copy, and the store, which might know it, is away.
  record Unavailable() implements KeyCheck {}
}
