package dev.sluice.stats;

import dev.sluice.call.Failed.Scope;

/// The statistics of a provider's credential. Safe for any thread.
public interface CredentialStats {

  /// The provider's configured name.
  String provider();

  /// Its position among the provider's credentials, from 0.
  int place();

  /// How often it was set aside: as a whole, or for one model.
  long setAsides(Scope scope);

  /// How often it was used again after that.
  long backs(Scope scope);

  /// Whether it is set aside now as a whole, 0 or 1; or for how many models.
  long aside(Scope scope);
}
