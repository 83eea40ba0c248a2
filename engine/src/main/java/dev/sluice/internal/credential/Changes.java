package dev.sluice.internal.credential;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells when one credential is set aside, and when it is used again: once each.
///
/// @param place the position among the provider's credentials, from 1
/// @param of how many it has
/// @param listener the listener; must take no lock
record Changes(String provider, int place, int of, Consumer<CredentialChange> listener) {

  /// The same, told to nobody.
  Changes silent() {
    return new Changes(provider, place, of, _ -> {});
  }

  /// @param model for which one; empty for all
  void setAside(Optional<String> model, Refusal why) {
    notifyListener(model, Optional.of(why.told()));
  }

  /// @param model for which one; empty for all
  void back(Optional<String> model) {
    notifyListener(model, Optional.empty());
  }

  private void notifyListener(Optional<String> model, Optional<Failed> why) {
    listener.accept(new CredentialChange(provider, place, of, model, why));
  }
}
