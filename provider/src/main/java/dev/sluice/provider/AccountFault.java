package dev.sluice.provider;

import dev.sluice.call.Failed;
import java.util.Optional;

/// The words for faults of an account that a client has chosen.
final class AccountFault {
  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY_REQUESTS = 429;

  private AccountFault() {}

  /// The failure where the provider does not accept the operator's credential for the account that
  /// the client has chosen.
  ///
  /// @param header the header with which the client has chosen the account
  static Failed of(String header, Failed.CredentialRefused why) {
    if (why.isMissing()) {
      return why;
    }
    String message =
        ("the provider answered %d to the gateway's credential together with this call's header"
                + " %s; leave it out, or name what that credential belongs to")
            .formatted(why.status(), header);
    return new Failed.Invalid(BAD_REQUEST, "account_refused", Optional.of(header), message);
  }

  /// The failure where a rate limit of the account that the client has chosen is reached.
  static Failed of(String header, Failed.Throttled why) {
    return new Failed.AccountThrottled(header, why.dimension(), why.hint(), why.message());
  }

  /// The failure where the account that the client has chosen is used up.
  static Failed of(String header, Failed.Exhausted why) {
    return new Failed.Invalid(
        TOO_MANY_REQUESTS, "insufficient_quota", Optional.of(header), why.message());
  }
}
