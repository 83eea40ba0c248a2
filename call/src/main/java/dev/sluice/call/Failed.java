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

  /// Returns this failure with a message of the gateway's instead of the provider's, for other
  /// calls than the one that received it: the provider's message may hold parts of that call's
  /// request.
  default Failed inOurWords() {
    return this;
  }

  /// A rate limit of the provider refused the attempt.
  ///
  /// @param dimension the unit that the limit counts
  /// @param hint how long the provider asks to stay away, where it says so
  record Throttled(Dimension dimension, Optional<Duration> hint, String message) implements Failed {
    @Override
    public Failed inOurWords() {
      return new Throttled(dimension, hint, "the provider has refused calls by a rate limit");
    }
  }

  /// A rate limit of the account that the client has chosen with a header refused the attempt. The
  /// refusal says nothing of the credential's own account, so that it holds this call and no other.
  ///
  /// @param header the header that chose the account
  /// @param dimension the unit that the limit counts
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

    /// An overload of the gateway itself, as a status of 503.
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
  /// @param scope the uses of the credential that are refused
  /// @param status the provider's HTTP status
  /// @param code the provider's error code, where it is a known one; else empty
  record Exhausted(Scope scope, int status, String code, String message) implements Failed {

    /// An allowance of a whole account that is used up, in OpenAI's form (429,
    /// `insufficient_quota`).
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

  /// The provider does not accept the *operator's* credential (401, 403), or no credential could be
  /// had: the client is not to blame.
  ///
  /// @param scope the uses of the credential that are refused
  /// @param status the provider's HTTP status; 0 where no provider was asked
  /// @param code the provider's error code, where it is a known one; else empty
  /// @param missing why there is no credential, and from where it was to come; empty where the
  ///   provider has refused one
  record CredentialRefused(Scope scope, int status, String code, String missing) implements Failed {
    private static final String NONE = "no_credential";

    /// A credential that the provider has refused.
    public CredentialRefused(Scope scope, int status, String code) {
      this(scope, status, code, "");
    }

    /// A lack of any credential, for which no provider was asked.
    ///
    /// @param why the reason, and where the credential was to come from
    public static CredentialRefused missing(String why) {
      return missing(Scope.ACCOUNT, why);
    }

    /// A lack of a credential for some uses, for which no provider was asked.
    ///
    /// @param why the reason, and where the credential was to come from
    public static CredentialRefused missing(Scope scope, String why) {
      return new CredentialRefused(scope, 0, NONE, why);
    }

    /// A copy of this refusal for other uses.
    public CredentialRefused of(Scope other) {
      return new CredentialRefused(other, status, code, missing);
    }

    /// Whether there was no credential to be refused.
    public boolean isMissing() {
      return status == 0;
    }

    /// A refused credential of which only the status is known.
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
  /// @param objection the part of the request that the provider objects to, where another target
  ///   may take the same request
  record Refused(int status, String contentType, String body, Objection objection)
      implements Failed {

    /// A refusal of a request that is wrong at every target.
    public Refused(int status, String contentType, String body) {
      this(status, contentType, body, Objection.REQUEST);
    }
  }

  /// The gateway found fault with the request and has sent it nowhere.
  ///
  /// @param status the HTTP status that says so, 400 to 499
  /// @param code a stable word for programs, such as `model_not_found`
  /// @param param the path of the offending property, where the fault is in one property
  record Invalid(int status, String code, Optional<String> param, String message)
      implements Failed {
    private static final String UNTRANSLATABLE = "untranslatable";

    /// An invalid request that the dialect of one target cannot express. Another target may take
    /// it.
    public static Invalid untranslatable(Optional<String> param, String message) {
      return new Invalid(400, UNTRANSLATABLE, param, message);
    }

    /// Whether the dialect of the target cannot express the request, so that another may take it.
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
    /// A lack of memory for anybody, or one whose cause is not known.
    public OutOfMemory() {
      this(false);
    }
  }

  /// The gateway rejected the call at once, to protect the calls that can still be served.
  ///
  /// @param comeBack when trying again makes sense, where that is known
  record Shed(Reason reason, Optional<Duration> comeBack) implements Failed {}

  /// The caller has left, or the process ends. The failure says nothing about the target.
  record Cancelled() implements Failed {}

  /// An exception in the engine itself: a bug, which ends this call alone.
  record Internal() implements Failed {
    /// The placeholder for the outcome of a call that has not ended yet.
    public static final Internal UNTOLD = new Internal();
  }

  /// The kinds of limits that a key or a team has.
  enum Limit {
    /// Calls or tokens a minute, or calls at the same time.
    RATE,
    /// Money in a window of time, and what has been spent has reached the limit.
    BUDGET,
    /// Money in a window of time, of which calls under way may yet use what is left. Calls are let
    /// in again as those end.
    BUDGET_IN_USE
  }

  /// The scope of a credential's refusal.
  enum Scope {
    /// All uses of the credential: a machine-readable word of the provider says so.
    ACCOUNT,
    /// The model, or only this call; the provider does not say which.
    MODEL,
    /// The session in which the call goes, one of several that the credential has for different
    /// teams. The refusal says nothing of the others.
    SESSION
  }

  /// The part of a request that a provider does not accept.
  enum Objection {
    /// The request itself, or more is not known.
    REQUEST,
    /// The length of the request, which exceeds the model's context window.
    LENGTH,
    /// The content, which the provider's filter has stopped.
    CONTENT,
    /// The possible cost of the request, which is more than the account's credit; a request that
    /// asks for less may pass.
    COST,
    /// The dialect of the target, which cannot express the request; it was not sent
    /// ([Invalid#untranslatable]).
    DIALECT
  }

  /// The unit that a provider's limit counts.
  enum Dimension {
    REQUESTS,
    TOKENS,
    DAY,
    /// A unit that the provider did not name.
    UNKNOWN
  }

  /// The obstacle to a connection.
  enum Obstacle {
    /// The name does not resolve.
    DNS,
    /// The address is private, and the configuration of the provider does not allow that.
    EGRESS_DENIED,
    /// No process listens at the address, or no route leads to it.
    REFUSED,
    /// The handshake failed, or the certificate is not the host's.
    TLS,
    /// The proxy cannot be reached, broke off, did not say what a proxy says, or could not connect
    /// to the provider. Nothing was sent to the provider.
    PROXY_FAILED,
    /// The proxy wants other credentials, or its rules do not let the connection pass. Nothing was
    /// sent to the provider.
    PROXY_DENIED,
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
    /// The time to the first token, exceeded while another attempt at the call has answered. An
    /// attempt ends by this phase, never a call.
    OVERTAKEN,
    STALL,
    TOTAL,
    /// The deadline that the client has set.
    DEADLINE
  }

  /// The defect of an answer.
  enum Flaw {
    /// The answer ended without its terminator.
    TRUNCATED,
    /// The answer cannot be parsed, or is not what the dialect allows.
    MALFORMED,
    /// An event, or the whole answer, is larger than its bound.
    TOO_LARGE,
    /// The answer is a redirect. The gateway never follows redirects.
    REDIRECT
  }

  /// Why a call was shed.
  enum Reason {
    QUEUE_FULL,
    /// The call would have to wait, and is larger than all calls of the queue may be together.
    EXCEEDS_QUEUE,
    DEADLINE_UNREACHABLE,
    CIRCUIT_OPEN,
    DRAINING,
    /// The memory budget has no room for the request's body.
    BODIES_FULL,
    /// The client reads an answer that it shares with other calls so slowly that the others would
    /// wait.
    FELL_BEHIND,
    /// The client sends a call again to a target that answers next to nothing, and the retry budget
    /// of that target is used up.
    RETRY_BUDGET,
    /// The configuration has changed while the call was under way, and has no target for it.
    NOT_CONFIGURED
  }
}
