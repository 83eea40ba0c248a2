package dev.sluice.internal.credential;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Scope;

/// The refusal of a credential by its provider.
///
/// @param scope the scope of the refusal: the account, or a model
/// @param status the provider's status
/// @param told the failure for later calls. The refusal in the gateway's words: the provider's
///   message to one call may hold parts of its request
record Refusal(Scope scope, int status, Failed told) {

  static Refusal of(Failed.Exhausted why) {
    return new Refusal(why.scope(), why.status(), why.inOurWords());
  }

  static Refusal of(Failed.CredentialRefused why) {
    return new Refusal(why.scope(), why.status(), why);
  }
}
