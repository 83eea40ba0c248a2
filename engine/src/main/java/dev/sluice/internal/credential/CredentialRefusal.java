package dev.sluice.internal.credential;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Scope;

/// The refusal of a credential by its provider.
///
/// @param scope the scope of the refusal: the account, or a model
/// @param status the provider's status
/// @param told the failure for later calls. The refusal in the gateway's words: the provider's
///   message to one call may hold parts of its request
record CredentialRefusal(Scope scope, int status, Failed told) {

  static CredentialRefusal of(Failed.Exhausted why) {
    return new CredentialRefusal(why.scope(), why.status(), why.inOurWords());
  }

  static CredentialRefusal of(Failed.CredentialRefused why) {
    return new CredentialRefusal(why.scope(), why.status(), why);
  }
}
