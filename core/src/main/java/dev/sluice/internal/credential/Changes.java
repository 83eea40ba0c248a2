package dev.sluice.internal.credential;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells when one credential is set aside, and when it is used again: once each.
///
/// @param place which of the provider's credentials it is, from 1
/// @param of how many it has
/// @param told must take no lock
record Changes(String provider, int place, int of, Consumer<CredentialChange> told) {

  /// @param model for which one; empty for all
  void setAside(Optional<String> model, Refusal why) {
    tell(model, Optional.of(why.told()));
  }

  /// @param model for which one; empty for all
  void back(Optional<String> model) {
    tell(model, Optional.empty());
  }

  private void tell(Optional<String> model, Optional<Failed> why) {
    told.accept(new CredentialChange(provider, place, of, model, why));
  }
}
