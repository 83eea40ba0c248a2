package dev.sluice.internal.credential;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Scope;

/// What a provider has said against a credential.
///
/// @param scope what it is refused for
/// @param status the provider's status
/// @param told what later calls are told. In our words: what one call was told may hold parts of
///   its request
record Refusal(Scope scope, int status, Failed told) {

  static Refusal of(Failed.Exhausted why) {
    return new Refusal(why.scope(), why.status(), why.inOurWords());
  }

  static Refusal of(Failed.CredentialRefused why) {
    return new Refusal(why.scope(), why.status(), why);
  }
}
