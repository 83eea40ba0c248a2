package dev.sluice.stats;

import dev.sluice.call.Failed.Scope;

/// The statistics of a provider's credential. Safe for any thread.
public interface CredentialStats {

  /// Returns the provider's configured name.
  String provider();

  /// Returns the credential's position among those of the provider, from 0.
  int place();

  /// Returns how often the credential was set aside, by scope: as a whole, or for one model.
  long setAsides(Scope scope);

  /// Returns how often the credential was used again after it had been set aside, by scope.
  long backs(Scope scope);

  /// Returns whether the credential is set aside now as a whole, 0 or 1; or for how many models.
  long aside(Scope scope);
}
