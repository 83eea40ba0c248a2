package dev.sluice.internal.credential;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import java.util.Optional;
import java.util.function.Consumer;

/// The notifications about one credential: when it is set aside, and when it is used again, once
/// each.
///
/// @param place the position among the provider's credentials, from 1
/// @param of the number of credentials that the provider has
/// @param listener the listener; must take no lock
record Changes(String provider, int place, int of, Consumer<CredentialChange> listener) {

  /// Returns notifications about the same credential that reach nobody.
  Changes silent() {
    return new Changes(provider, place, of, _ -> {});
  }

  /// @param model the model that the change is for; empty for all
  void setAside(Optional<String> model, Refusal why) {
    notifyListener(model, Optional.of(why.told()));
  }

  /// @param model the model that the change is for; empty for all
  void back(Optional<String> model) {
    notifyListener(model, Optional.empty());
  }

  private void notifyListener(Optional<String> model, Optional<Failed> why) {
    listener.accept(new CredentialChange(provider, place, of, model, why));
  }
}
