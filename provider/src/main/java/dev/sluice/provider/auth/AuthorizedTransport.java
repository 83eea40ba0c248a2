package dev.sluice.provider.auth;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Scope;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Loop;
import dev.sluice.provider.auth.Authorizer.Authorized;
import dev.sluice.provider.auth.RefusalSink.Refusal;
import dev.sluice.provider.auth.SentSecrets.OfCredential;
import dev.sluice.transport.AnswerSink;
import dev.sluice.transport.Transport;
import dev.sluice.transport.WireRequest;
import dev.sluice.transport.loop.Handoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/// The transport of one provider whose requests are authorised by a credential that ends: beneath
/// everything that knows a dialect, so that whatever is sent is authorised as it is sent. A request
/// whose credential is refused is sent once more with another one, within the same attempt.
final class AuthorizedTransport implements Transport {
  /// The status of an exchange of credentials that has failed by somebody's fault but the client's.
  private static final int UNAVAILABLE = 503;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final String NONE_NOW =
      "the gateway has no credential for the provider at present, which was not asked";

  private final Transport transport;
  private final Authorizer authorizer;
  private final String source;
  private final boolean ofSession;

  /// What is hidden of the last credential that a request was sent with.
  private volatile OfCredential known = OfCredential.of(List.of());

  /// @param source where the proof of the gateway's identity comes from, in words; nothing secret
  AuthorizedTransport(Transport transport, Authorizer authorizer, String source) {
    this(transport, authorizer, source, false);
  }

  private AuthorizedTransport(
      Transport transport, Authorizer authorizer, String source, boolean ofSession) {
    this.source = source;
    this.ofSession = ofSession;
    this.transport = transport;
    this.authorizer = authorizer;
  }

  /// The transport for a part of the provider's calls, which the credential of a session of theirs
  /// authorises: that it cannot be had says nothing of all others.
  static AuthorizedTransport ofSession(Transport transport, Authorizer authorizer, String source) {
    return new AuthorizedTransport(transport, authorizer, source, true);
  }

  @Override
  public Outcome exchange(AttemptInfo attempt, WireRequest request, Loop loop, AnswerSink answer)
      throws InterruptedException {
    try (var kept = new KeptBody(request.body())) {
      return new Exchange(attempt, request, loop, answer, kept).run();
    } catch (RejectedExecutionException e) {
      return new Failed.Cancelled(); // the loop has ended, and so does the process
    }
  }

  private SentSecrets secrets(Authorized authorized) {
    OfCredential seen = known;
    if (!seen.secrets().equals(authorized.secrets())) {
      seen = OfCredential.of(authorized.secrets());
      known = seen;
    }
    return SentSecrets.of(seen, authorized.request());
  }

  /// One request, which may be sent twice. For the call's thread.
  private final class Exchange {
    private final AttemptInfo attempt;
    private final WireRequest request;
    private final Loop loop;
    private final AnswerSink answer;
    private final CredentialWait wait;
    private final BodyHash body;
    private final KeptBody kept;

    Exchange(
        AttemptInfo attempt, WireRequest request, Loop loop, AnswerSink answer, KeptBody kept) {
      this.attempt = attempt;
      this.request = request;
      this.loop = loop;
      this.answer = answer;
      this.wait = new CredentialWait(attempt, loop, answer);
      this.body = new BodyHash(request.body());
      this.kept = kept;
    }

    Outcome run() throws InterruptedException {
      try {
        Authorized first = authorizer.authorize(request, body, wait);
        return first == null ? wait.ended() : send(first);
      } catch (CredentialException why) {
        return failed(why);
      }
    }

    private Outcome send(Authorized first) throws CredentialException, InterruptedException {
      SentSecrets secrets = secrets(first);
      var sink = new RefusalSink(answer, secrets, kept);
      Outcome outcome = exchange(first, sink);
      Refusal refusal = sink.refusal();
      if (refusal == null) {
        return outcome;
      }
      boolean renewed = authorizer.renew(first, refusal, wait);
      if (wait.isEnded()) {
        return wait.ended();
      }
      if (renewed) {
        return again();
      }
      return passedOn(refusal, outcome, secrets);
    }

    private Outcome again() throws CredentialException, InterruptedException {
      Authorized second = authorizer.authorize(request, body, wait);
      if (second == null) {
        return wait.ended();
      }
      SentSecrets secrets = secrets(second);
      var sink = new RefusalSink(answer, secrets, kept);
      Outcome outcome = exchange(second, sink);
      Refusal refusal = sink.refusal();
      return refusal == null ? outcome : passedOn(refusal, outcome, secrets);
    }

    private Outcome exchange(Authorized authorized, AnswerSink sink) throws InterruptedException {
      authorized.request().body().retain();
      WireRequest one = authorized.request();
      return transport.exchange(attempt, one.duplicate(), loop, sink);
    }

    /// Passes on an error that has come to its end, or broken off; where the attempt was stopped,
    /// nobody waits for it.
    private Outcome passedOn(Refusal refusal, Outcome outcome, SentSecrets secrets)
        throws InterruptedException {
      boolean waited =
          outcome instanceof Answered
              || outcome instanceof Failed.Unreachable
              || outcome instanceof Failed.BadAnswer;
      if (!waited) {
        return outcome;
      }
      Handoff<Outcome> passed = new Handoff<>();
      loop.execute(
          () -> {
            try {
              refusal.passTo(answer, secrets);
              passed.set(outcome);
            } catch (RuntimeException | Error bug) {
              passed.crash(bug);
            }
          });
      return passed.await();
    }
  }

  /// A refusal is the operator's to remove, so that the credential is set aside meanwhile; anything
  /// else passes, and other targets answer meanwhile: clients see its words, and the operator is
  /// told why by a notice. What is refused to one session says nothing of the others.
  private Failed failed(CredentialException why) {
    if (why.isTemporary()) {
      return new Failed.Overloaded(UNAVAILABLE, Optional.of(PAUSE), NONE_NOW);
    }
    return Failed.CredentialRefused.missing(
        ofSession ? Scope.SESSION : Scope.ACCOUNT, why.getMessage() + " (" + source + ")");
  }
}
