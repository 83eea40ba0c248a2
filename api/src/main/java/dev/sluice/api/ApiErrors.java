package dev.sluice.api;

import static dev.sluice.api.ApiError.INVALID_REQUEST;
import static dev.sluice.api.ApiError.OVERLOADED;
import static dev.sluice.api.ApiError.PERMISSION;
import static dev.sluice.api.ApiError.RATE_LIMIT;
import static dev.sluice.api.ApiError.TIMEOUT;
import static dev.sluice.api.ApiError.UPSTREAM;
import static dev.sluice.api.ApiError.passing;
import static dev.sluice.api.ApiError.terminal;

import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Optional;

/// The one class where a failure becomes an HTTP status and the words of OpenAI's dialect, and
/// where it is decided whether the same call has a chance again. It has none where the client, the
/// account, a credential or the configuration would have to change first; whatever else there is
/// passes.
public final class ApiErrors {
  private static final ApiError DEADLINE =
      terminal(504, TIMEOUT, "deadline_exceeded", "the call's own deadline has passed");
  private static final ApiError INTERNAL =
      terminal(500, "server_error", "internal_error", "a bug in the gateway ended this call");

  private static final String NO_MEMORY =
      "the provider has answered, but the gateway's memory for answers is full (server.bodies);"
          + " call again later, or ask for a stream, which needs none";

  private static final Optional<Duration> UNKNOWN = Optional.empty();

  /// The code of a call for a model that its key, or the conditions of its routes, do not allow.
  private static final String NOT_ALLOWED = "model_not_allowed";

  /// The status of a failed dependency (RFC 4918, 11.4). 401 and 403 would blame the caller's key,
  /// and 5xx is tried again by clients that know statuses alone.
  private static final int FAILED_DEPENDENCY = 424;

  private ApiErrors() {}

  /// The error that a client is told for a failure.
  public static ApiError of(Failed why) {
    return switch (why) {
      case Failed.Throttled t ->
          passing(429, RATE_LIMIT, "provider_throttled", t.message(), t.hint());
      case Failed.AccountThrottled t -> accountThrottled(t);
      case Failed.Overloaded o ->
          passing(503, OVERLOADED, "upstream_overloaded", o.message(), o.hint());
      case Failed.Exhausted e ->
          terminal(429, "insufficient_quota", "insufficient_quota", e.message());
      case Failed.CredentialRefused c ->
          terminal(FAILED_DEPENDENCY, UPSTREAM, "upstream_credential", credential(c));
      case Failed.Refused r ->
          terminal(r.status(), INVALID_REQUEST, "upstream_refused", refused(r));
      case Failed.Invalid i -> invalid(i);
      case Failed.LimitReached l -> limitReached(l);
      case Failed.Unreachable u -> unreachable(u);
      case Failed.TimedOut t -> timedOut(t);
      case Failed.BadAnswer b -> bad(b);
      case Failed.OutOfMemory _ ->
          passing(503, OVERLOADED, "out_of_memory_budget", NO_MEMORY, UNKNOWN);
      case Failed.Shed s -> shed(s);
      case Failed.Cancelled _ -> draining(Optional.empty());
      case Failed.Internal _ -> INTERNAL;
    };
  }

  /// Whether the client gets the provider's own words: texts for programs, and no pages for people.
  public static boolean inItsOwnWords(Failed.Refused why) {
    return ProviderError.of(why).isPresent();
  }

  private static String credential(Failed.CredentialRefused why) {
    if (why.isMissing()) {
      // The reason names accounts and files of the operator's.
      return "the gateway has no credential for the provider, which was not asked; its operator was"
          + " told why, and has to see to that";
    }
    return "the provider answered "
        + why.status()
        + (why.code().isEmpty() ? "" : " (" + why.code() + ")")
        + " to the gateway's own key"
        + switch (why.scope()) {
          case ACCOUNT -> "";
          case MODEL -> " for this model";
          case SESSION -> " in the session of this call's team";
        }
        + "; the gateway's operator has to replace it or to extend what it may use";
  }

  private static String refused(Failed.Refused why) {
    return ProviderError.of(why)
        .map(ProviderError::message)
        .filter(said -> !said.isEmpty())
        .orElse(
            "the provider answered " + why.status() + " and gave no reason that can be passed on");
  }

  private static ApiError accountThrottled(Failed.AccountThrottled why) {
    return new ApiError(
        429,
        RATE_LIMIT,
        "provider_throttled",
        Optional.of(why.header()),
        why.message(),
        true,
        why.hint());
  }

  private static ApiError invalid(Failed.Invalid why) {
    return new ApiError(
        why.status(),
        why.code().equals(NOT_ALLOWED) ? PERMISSION : INVALID_REQUEST,
        why.code(),
        why.param(),
        why.message(),
        false,
        Optional.empty());
  }

  /// Sending the same again helps where a minute's limit is reached or calls under way hold what is
  /// left of a budget, and not before a budget that is used up is another one.
  private static ApiError limitReached(Failed.LimitReached why) {
    return switch (why.limit()) {
      case BUDGET -> terminal(429, "insufficient_quota", "budget_exceeded", why.message());
      case BUDGET_IN_USE -> limited("budget_in_use", why);
      case RATE -> limited("limit_exceeded", why);
    };
  }

  private static ApiError limited(String code, Failed.LimitReached why) {
    return new ApiError(
        429,
        RATE_LIMIT,
        code,
        Optional.empty(),
        why.message(),
        why.comeBack().isPresent(),
        why.comeBack());
  }

  private static ApiError unreachable(Failed.Unreachable why) {
    return switch (why.obstacle()) {
      case DNS, REFUSED -> passing(502, UPSTREAM, "upstream_unreachable", why.detail(), UNKNOWN);
      case EGRESS_DENIED -> terminal(502, UPSTREAM, "egress_denied", why.detail());
      case TLS -> terminal(502, UPSTREAM, "upstream_tls", why.detail());
      case PROXY_FAILED -> passing(502, UPSTREAM, "proxy_failed", why.detail(), UNKNOWN);
      case PROXY_DENIED -> terminal(502, UPSTREAM, "proxy_denied", why.detail());
      case RESET -> passing(502, UPSTREAM, "upstream_reset", why.detail(), UNKNOWN);
      case POOL_FULL -> passing(503, OVERLOADED, "upstream_overloaded", why.detail(), UNKNOWN);
      case NO_DESCRIPTORS -> passing(503, OVERLOADED, "no_descriptors", why.detail(), UNKNOWN);
    };
  }

  private static ApiError timedOut(Failed.TimedOut why) {
    String after = " within " + why.after().toMillis() + " ms";
    return switch (why.phase()) {
      case CONNECT -> late("upstream_connect_timeout", "the provider took no call" + after);
      case FIRST_TOKEN, OVERTAKEN ->
          late("upstream_first_token_timeout", "no first token came" + after);
      case STALL -> late("upstream_stall", "nothing more came" + after);
      case TOTAL -> late("upstream_total_timeout", "the answer was not complete" + after);
      case DEADLINE -> DEADLINE;
    };
  }

  private static ApiError late(String code, String message) {
    return passing(504, TIMEOUT, code, message, UNKNOWN);
  }

  private static ApiError bad(Failed.BadAnswer why) {
    return switch (why.flaw()) {
      case TRUNCATED -> passing(502, UPSTREAM, "stream_truncated", why.detail(), UNKNOWN);
      case MALFORMED -> passing(502, UPSTREAM, "upstream_bad_response", why.detail(), UNKNOWN);
      case TOO_LARGE -> terminal(502, UPSTREAM, "upstream_event_too_large", why.detail());
      case REDIRECT -> terminal(502, UPSTREAM, "upstream_redirect", why.detail());
    };
  }

  private static ApiError shed(Failed.Shed why) {
    return switch (why.reason()) {
      case QUEUE_FULL ->
          passing(429, RATE_LIMIT, "queue_full", "too many calls wait already", why.comeBack());
      case EXCEEDS_QUEUE ->
          overloaded(
              why,
              "exceeds_queue",
              "no target can take the call now, and it is too large to wait for one");
      case DEADLINE_UNREACHABLE ->
          overloaded(why, "deadline_unreachable", "the call cannot meet its deadline");
      case CIRCUIT_OPEN -> overloaded(why, "circuit_open", "no target is healthy now").toMany();
      case DRAINING -> draining(why.comeBack());
      case FELL_BEHIND ->
          overloaded(
              why, "fell_behind", "the answer is shared with others, and was read too slowly");
      case BODIES_FULL ->
          overloaded(
              why,
              "bodies_full",
              "the gateway's memory for request bodies is full (server.bodies); nothing was sent"
                  + " on");
      case RETRY_BUDGET ->
          overloaded(
              why,
              "retry_budget",
              "the target answers next to nothing, and is not sent more repeats for now");
      case NOT_CONFIGURED ->
          overloaded(
              why,
              "not_configured",
              "the configuration changed while the call was under way; call again");
    };
  }

  private static ApiError overloaded(Failed.Shed why, String code, String message) {
    return passing(503, OVERLOADED, code, message, why.comeBack());
  }

  private static ApiError draining(Optional<Duration> comeBack) {
    return passing(503, OVERLOADED, "draining", "this server is stopping; call again", comeBack);
  }
}
