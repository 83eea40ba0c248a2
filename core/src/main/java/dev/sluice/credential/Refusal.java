package dev.sluice.credential;

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
    String message =
        "the provider answered "
            + why.status()
            + (why.code().isEmpty() ? "" : " (" + why.code() + ")")
            + " to the gateway's own key: what it may use is used up; its operator has to raise that";
    var told = new Failed.Exhausted(why.scope(), why.status(), why.code(), message);
    return new Refusal(why.scope(), why.status(), told);
  }

  static Refusal of(Failed.CredentialRefused why) {
    return new Refusal(why.scope(), why.status(), why);
  }
}
