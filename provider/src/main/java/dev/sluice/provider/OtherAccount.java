package dev.sluice.provider;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;

/// A sink that passes on the answer of an account that the client has chosen, without the limits of
/// that account: the gateway reckons with the credential's own limits. The headers that state them
/// reach the client. Confined to the loop.
final class OtherAccount extends ForwardingSink {
  OtherAccount(Sink next) {
    super(next);
  }

  @Override
  public void allowance(RateLimitInfo allowance) {}
}
