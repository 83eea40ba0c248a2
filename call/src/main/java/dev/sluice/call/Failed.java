package dev.sluice.call;

import java.time.Duration;
import java.util.Optional;

/// Why a call, or one attempt, has no whole answer. The list is closed: retry, breaker, quota,
/// metrics and the edges switch on it exhaustively, so a new kind does not compile until each has
/// classified it.
///
/// Every `message` and `detail` is bounded and safe to show to the client: no credential, no
/// address, no text of the prompt. A provider's may have several lines.
public sealed interface Failed extends Outcome {

  /// The same with a message of the gateway's, for other calls than the one that received it: the
  /// provider's may hold parts of that call's request.
  default Failed inOurWords() {
    return this;
  }

  /// A rate limit of the provider refused the attempt.
  ///
  /// @param dimension which limit
  /// @param hint how long the provider asks to stay away, where it says so
  record Throttled(Dimension dimension, Optional<Duration> hint, String message) implements Failed {
    @Override
    public Failed inOurWords() {
      return new Throttled(dimension, hint, "the provider has refused calls by a rate limit");
    }
  }

  /// A rate limit of the account that the client has chosen with a header refused the attempt. It
  /// says nothing of the credential's own, so it holds this call and no other.
  ///
  /// @param header which it was chosen with
  /// @param dimension which limit
  /// @param hint how long the provider asks to stay away, where it says so
  record AccountThrottled(
      String header, Dimension dimension, Optional<Duration> hint, String message)
      implements Failed {
    @Override
    public Failed inOurWords() {
      String words =
          "the provider has refused calls by a rate limit of the account that they chose";
      return new AccountThrottled(header, dimension, hint, words);
    }
  }

  /// The provider could not serve the attempt now: a 5xx, or a 408 or 409.
  record Overloaded(int status, Optional<Duration> hint, String message) implements Failed {

    /// An overload of the gateway itself: a 503.
    public static Overloaded here(Duration hint, String message) {
      return new Overloaded(503, Optional.of(hint), message);
    }

    @Override
    public Failed inOurWords() {
      return new Overloaded(status, hint, "the provider has answered " + status);
    }
  }

  /// The credential's allowance is used up. Waiting does not help; another credential may.
  ///
  /// @param scope of what
  /// @param status the provider's
  /// @param code the provider's word for it where it is one that is known, else empty
  record Exhausted(Scope scope, int status, String code, String message) implements Failed {

    /// A whole account's, as OpenAI says it.
    public Exhausted(String message) {
      this(Scope.ACCOUNT, 429, "insufficient_quota", message);
    }

    @Override
    public Failed inOurWords() {
      String words =
          "the provider answered "
              + status
              + (code.isEmpty() ? "" : " (" + code + ")")
              + " to the gateway's own key: what it may use is used up; its operator has to raise"
              + " that";
      return new Exhausted(scope, status, code, words);
    }
  }

  /// The provider does not accept the *operator's* credential (401, 403): the client is not to
  /// blame.
  ///
  /// @param scope for what
  /// @param status the provider's
  /// @param code the provider's word for it where it is one that is known, else empty
  record CredentialRefused(Scope scope, int status, String code) implements Failed {

    /// As a status alone says it.
    public CredentialRefused(int status) {
      this(Scope.MODEL, status, "");
    }
  }

  /// The provider found fault with the request itself. The client gets the provider's own words.
  ///
  /// @param status the provider's status, 400 to 499; 413 where a whole limit is too small for it,
  ///   whatever the provider's was
  /// @param contentType the body's media type
  /// @param body the provider's error body, at most 64 KiB
  /// @param objection what it objects to, where another target may take the same request
  record Refused(int status, String contentType, String body, Objection objection)
      implements Failed {

    /// A refusal of a request that is wrong wherever it is sent.
    public Refused(int status, String contentType, String body) {
      this(status, contentType, body, Objection.REQUEST);
    }
  }

  /// We found fault with the request and have sent it nowhere.
  ///
  /// @param status the HTTP status that says so, 400 to 499
  /// @param code a stable word for programs, such as `model_not_found`
  /// @param param the path of the offending property, where there is one
  record Invalid(int status, String code, Optional<String> param, String message)
      implements Failed {
    private static final String UNTRANSLATABLE = "untranslatable";

    /// A request that the dialect of a target cannot say. Another target may take it.
    public static Invalid untranslatable(Optional<String> param, String message) {
      return new Invalid(400, UNTRANSLATABLE, param, message);
    }

    /// Whether it is that.
    public boolean isUntranslatable() {
      return code.equals(UNTRANSLATABLE);
    }
  }

  /// A limit of the caller's own key or team is reached; the call was sent nowhere.
  ///
  /// @param limit the limit's kind
  /// @param comeBack when a call of this size is let in again, where waiting helps
  record LimitReached(Limit limit, Optional<Duration> comeBack, String message) implements Failed {}

  /// There is no connection to the target, or it broke before the answer began.
  record Unreachable(Obstacle obstacle, String detail) implements Failed {}

  /// A phase of the call took too long.
  ///
  /// @param after the bound that was exceeded
  record TimedOut(Phase phase, Duration after) implements Failed {}

  /// The provider's answer is not one: cut short, malformed, or beyond every bound.
  record BadAnswer(Flaw flaw, String detail) implements Failed {}

  /// The memory budget has no room for an answer that has to be held as a whole. The target has
  /// done its work, and is not to blame.
  ///
  /// @param own whether there would be room but for the share of the call's own caller
  record OutOfMemory(boolean own) implements Failed {
    /// There is none for anybody, or that is not known.
    public OutOfMemory() {
      this(false);
    }
  }

  /// Refused at once, to protect the calls that can still be served.
  ///
  /// @param comeBack when trying again makes sense, where that is known
  record Shed(Reason reason, Optional<Duration> comeBack) implements Failed {}

  /// The caller has left, or the process ends; it says nothing about the target.
  record Cancelled() implements Failed {}

  /// An exception in the engine itself: a bug, which costs this call and no other.
  record Internal() implements Failed {
    /// The placeholder for the outcome of a call that has not ended yet.
    public static final Internal UNTOLD = new Internal();
  }

  /// The kinds of limits that a key or a team has.
  enum Limit {
    /// Calls or tokens a minute, or calls at the same time.
    RATE,
    /// Money in a window of time.
    BUDGET,
    /// The same, where calls under way may yet use up what is left: it passes as they end.
    BUDGET_IN_USE
  }

  /// The scope of a credential's refusal.
  enum Scope {
    /// All uses of the credential: a machine-readable word of the provider says so.
    ACCOUNT,
    /// The model, or this call; more is not known.
    MODEL
  }

  /// The part of a request that a provider does not accept.
  enum Objection {
    /// The request itself, or more is not known.
    REQUEST,
    /// It is longer than the model's context window.
    LENGTH,
    /// The provider's content filter has stopped it.
    CONTENT,
    /// It may cost more than is left of the account's credit; one that asks for less may go.
    COST,
    /// The target's dialect cannot say it, so that it was not sent: [Invalid#untranslatable].
    DIALECT
  }

  /// The unit that a provider's limit counts.
  enum Dimension {
    REQUESTS,
    TOKENS,
    DAY,
    /// The provider did not say.
    UNKNOWN
  }

  /// The obstacle to a connection.
  enum Obstacle {
    /// The name does not resolve.
    DNS,
    /// The address is private and the target does not allow that.
    EGRESS_DENIED,
    /// No process listens there, or there is no way to it.
    REFUSED,
    /// The handshake failed, or the certificate is not the host's.
    TLS,
    /// The connection broke.
    RESET,
    /// As many connections as the pool may hold are busy.
    POOL_FULL,
    /// The process has no file descriptor left for a socket.
    NO_DESCRIPTORS
  }

  /// The clocks that a call runs against.
  enum Phase {
    CONNECT,
    FIRST_TOKEN,
    /// The first token was later than its bound, and another attempt at the call has answered: an
    /// attempt's, never a call's.
    OVERTAKEN,
    STALL,
    TOTAL,
    /// The client's own deadline.
    DEADLINE
  }

  /// The defect of an answer.
  enum Flaw {
    /// It ended without its terminator.
    TRUNCATED,
    /// It cannot be parsed, or is not what the dialect allows.
    MALFORMED,
    /// An event, or the whole answer, is beyond its bound.
    TOO_LARGE,
    /// A redirect; they are never followed.
    REDIRECT
  }

  /// Why a call was shed.
  enum Reason {
    QUEUE_FULL,
    /// It would have to wait, and is larger than all that may wait together.
    EXCEEDS_QUEUE,
    DEADLINE_UNREACHABLE,
    CIRCUIT_OPEN,
    DRAINING,
    /// The memory budget has no room for the request's body.
    BODIES_FULL,
    /// The client takes an answer that it shares with others so slowly that the others would wait.
    FELL_BEHIND,
    /// The client sends a call again to a target that answers next to nothing, and what may be
    /// repeated there is used up.
    RETRY_BUDGET,
    /// The configuration has changed while the call was under way, and has no target for it.
    NOT_CONFIGURED
  }
}
