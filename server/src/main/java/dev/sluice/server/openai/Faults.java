package dev.sluice.server.openai;

import static dev.sluice.server.openai.Fault.INVALID_REQUEST;
import static dev.sluice.server.openai.Fault.OVERLOADED;
import static dev.sluice.server.openai.Fault.RATE_LIMIT;
import static dev.sluice.server.openai.Fault.TIMEOUT;
import static dev.sluice.server.openai.Fault.UPSTREAM;
import static dev.sluice.server.openai.Fault.passing;
import static dev.sluice.server.openai.Fault.terminal;

import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Optional;

/// The one place where a failure becomes an HTTP status and the words of OpenAI's dialect.
public final class Faults {
  private static final Fault DEADLINE =
      terminal(504, TIMEOUT, "deadline_exceeded", "the call's own deadline has passed");
  private static final Fault INTERNAL =
      terminal(500, "server_error", "internal_error", "a bug in the gateway ended this call");

  /// RFC 4918, 11.4. 401 and 403 would blame the caller's key, and 5xx is tried again by clients
  /// that know statuses alone.
  private static final int FAILED_DEPENDENCY = 424;

  /// When a provider that throttles is asked again at the earliest, if it does not say when.
  private static final Optional<Duration> LATER = Optional.of(Duration.ofSeconds(2));

  private Faults() {}

  /// How the client is told of `why`.
  public static Fault of(Failed why) {
    return switch (why) {
      case Failed.Throttled t ->
          passing(429, RATE_LIMIT, "provider_throttled", t.message(), t.hint().or(() -> LATER));
      case Failed.Overloaded o -> overloaded(o);
      case Failed.Exhausted e ->
          terminal(429, "insufficient_quota", "insufficient_quota", e.message());
      case Failed.CredentialRefused c ->
          terminal(FAILED_DEPENDENCY, UPSTREAM, "upstream_credential", credential(c));
      case Failed.Refused r ->
          terminal(r.status(), INVALID_REQUEST, "upstream_refused", refused(r));
      case Failed.Invalid i -> invalid(i);
      case Failed.Unreachable u -> unreachable(u);
      case Failed.TimedOut t -> timedOut(t);
      case Failed.BadAnswer b -> terminal(502, UPSTREAM, code(b.flaw()), b.detail());
      case Failed.Shed s -> shed(s);
      case Failed.Cancelled _ -> draining(Optional.empty());
      case Failed.Internal _ -> INTERNAL;
    };
  }

  /// Our own tries are spent; without a word from the provider there is no knowing when to come.
  private static Fault overloaded(Failed.Overloaded why) {
    return why.hint().isPresent()
        ? passing(503, OVERLOADED, "upstream_overloaded", why.message(), why.hint())
        : terminal(503, OVERLOADED, "upstream_overloaded", why.message());
  }

  private static String credential(Failed.CredentialRefused why) {
    return "the provider answered "
        + why.status()
        + (why.code().isEmpty() ? "" : " (" + why.code() + ")")
        + " to the gateway's own key"
        + (why.scope() == Failed.Scope.MODEL ? " for this model" : "")
        + "; the gateway's operator has to replace it or to extend what it may use";
  }

  private static String refused(Failed.Refused why) {
    return "the provider answered " + why.status() + " and gave no reason that can be passed on";
  }

  private static Fault invalid(Failed.Invalid why) {
    return new Fault(
        why.status(),
        INVALID_REQUEST,
        why.code(),
        why.param(),
        why.message(),
        false,
        Optional.empty());
  }

  private static Fault unreachable(Failed.Unreachable why) {
    return switch (why.obstacle()) {
      case DNS, REFUSED -> terminal(502, UPSTREAM, "upstream_unreachable", why.detail());
      case EGRESS_DENIED -> terminal(502, UPSTREAM, "egress_denied", why.detail());
      case TLS -> terminal(502, UPSTREAM, "upstream_tls", why.detail());
      case RESET -> terminal(502, UPSTREAM, "upstream_reset", why.detail());
      case POOL_FULL ->
          passing(503, OVERLOADED, "upstream_overloaded", why.detail(), Optional.empty());
    };
  }

  private static Fault timedOut(Failed.TimedOut why) {
    String after = " within " + why.after().toMillis() + " ms";
    return switch (why.phase()) {
      case CONNECT ->
          terminal(504, TIMEOUT, "upstream_connect_timeout", "the provider took no call" + after);
      case FIRST_TOKEN ->
          terminal(504, TIMEOUT, "upstream_first_token_timeout", "no first token came" + after);
      case STALL -> terminal(504, TIMEOUT, "upstream_stall", "nothing more came" + after);
      case TOTAL ->
          terminal(504, TIMEOUT, "upstream_total_timeout", "the answer was not complete" + after);
      case DEADLINE -> DEADLINE;
    };
  }

  private static String code(Failed.Flaw flaw) {
    return switch (flaw) {
      case TRUNCATED -> "stream_truncated";
      case MALFORMED -> "upstream_bad_response";
      case TOO_LARGE -> "upstream_event_too_large";
      case REDIRECT -> "upstream_redirect";
    };
  }

  private static Fault shed(Failed.Shed why) {
    return switch (why.reason()) {
      case QUEUE_FULL ->
          passing(429, RATE_LIMIT, "queue_full", "too many calls wait already", why.comeBack());
      case EXCEEDS_QUEUE ->
          terminal(
              503,
              OVERLOADED,
              "exceeds_queue",
              "no target can take the call now, and it is too large to wait for one");
      case DEADLINE_UNREACHABLE ->
          terminal(503, OVERLOADED, "deadline_unreachable", "the call cannot meet its deadline");
      case CIRCUIT_OPEN ->
          passing(503, OVERLOADED, "circuit_open", "no target is healthy now", why.comeBack());
      case DRAINING -> draining(why.comeBack());
      case FELL_BEHIND ->
          passing(
              503,
              OVERLOADED,
              "fell_behind",
              "the answer is shared with others, and was read too slowly",
              why.comeBack());
      case BODIES_FULL ->
          passing(503, OVERLOADED, "bodies_full", "no memory for another body", why.comeBack());
    };
  }

  private static Fault draining(Optional<Duration> comeBack) {
    return passing(503, OVERLOADED, "draining", "this server is stopping; call again", comeBack);
  }
}
