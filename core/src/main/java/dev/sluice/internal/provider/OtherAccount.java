package dev.sluice.internal.provider;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;

/// Passes on an answer that an account has given which its client has chosen: what that account is
/// allowed is not told to those who reckon with the credential's own. The headers that tell it
/// reach the client. Confined to the loop.
final class OtherAccount extends ForwardingSink {
  OtherAccount(Sink next) {
    super(next);
  }

  @Override
  public void allowance(RateLimitInfo allowance) {}
}
