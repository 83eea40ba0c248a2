package dev.sluice.internal.credential;

import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import java.util.Optional;
import java.util.function.Consumer;

/// The notifier of what happens to one credential: that it is set aside, and that it is used again,
/// once each.
///
/// @param place the position among the provider's credentials, from 1
/// @param of the number of credentials that the provider has
/// @param listener the listener; must take no lock
record CredentialNotifier(String provider, int place, int of, Consumer<CredentialChange> listener) {

  /// Returns a notifier of the same credential that reaches nobody.
  CredentialNotifier silent() {
    return new CredentialNotifier(provider, place, of, _ -> {});
  }

  /// @param model the model that the change is for; empty for all
  void setAside(Optional<String> model, CredentialRefusal why) {
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
