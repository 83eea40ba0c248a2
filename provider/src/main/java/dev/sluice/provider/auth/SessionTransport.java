package dev.sluice.provider.auth;

import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.transport.AnswerSink;
import dev.sluice.transport.Transport;
import dev.sluice.transport.WireRequest;

/// The transport of one provider whose requests are authorised by a credential for each team, key
/// or part that they are made for, so that the provider's own bill is divided by them. Safe for any
/// thread.
final class SessionTransport implements Transport {
  private final RoleSessions<Transport> sessions;
  private final Clock clock;

  SessionTransport(RoleSessions<Transport> sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public Outcome exchange(AttemptInfo attempt, WireRequest request, Loop loop, AnswerSink answer)
      throws InterruptedException {
    return sessions.of(request.session(), clock.nanos()).exchange(attempt, request, loop, answer);
  }
}
