package dev.sluice.provider.error;

/// The cause of a provider's error.
enum ErrorClass {
  /// A rate limit of the provider is reached.
  THROTTLED,
  /// The provider cannot serve now.
  OVERLOADED,
  /// The account is used up.
  EXHAUSTED,
  /// The gateway's credential is not accepted.
  CREDENTIAL,
  /// The request is more than may be used in a whole minute.
  TOO_LARGE,
  /// The request is longer than the model's context window.
  TOO_LONG,
  /// The provider's content filter has stopped the request.
  FILTERED,
  /// The request may cost more than is left of the account's credit; a smaller one may pass.
  TOO_COSTLY,
  /// The request itself is at fault.
  REFUSED
}
