package dev.sluice;

import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Optional;

/// Says a failure to the developer of an application: what has happened, and what can be done about
/// it. A provider's own words, which may have several lines, stand in front. Pure functions.
final class FailureSentence {
  private static final String LIMITED = "the provider refused the call by a rate limit";

  private FailureSentence() {}

  static String of(Failed why) {
    return switch (why) {
      case Failed.Throttled t -> said(t.message(), LIMITED) + ": call again" + after(t.hint());
      case Failed.AccountThrottled t ->
          "%s: call again%s, or leave the header %s out"
              .formatted(said(t.message(), LIMITED), after(t.hint()), t.header());
      case Failed.Overloaded o ->
          said(o.message(), "the provider answered " + o.status())
              + ": call again"
              + after(o.hint());
      case Failed.Exhausted e ->
          said(e.message(), "the account's allowance is used up")
              + ": raise it at the provider, or add another target";
      case Failed.CredentialRefused c -> credential(c);
      case Failed.Refused r ->
          "the provider answered "
              + r.status()
              + " to the request: failed() has its words, which say what to change";
      case Failed.Invalid i -> i.message();
      case Failed.LimitReached l -> limit(l);
      case Failed.Unreachable u -> u.detail() + ": " + remedy(u.obstacle());
      case Failed.TimedOut t -> timedOut(t);
      case Failed.BadAnswer b -> b.detail() + ": " + remedy(b.flaw());
      case Failed.OutOfMemory _ ->
          "the gateway's memory for answers is full: read answers as streams, make fewer calls at"
              + " once, or raise it (Gateway.Builder.bodies)";
      case Failed.Shed s -> shed(s.reason()) + ": " + remedy(s);
      case Failed.Cancelled() -> "the call was cancelled, since its answer was closed";
      case Failed.Internal() ->
          "a bug in the gateway ended the call: the logger dev.sluice.bugs has it; please report"
              + " it";
    };
  }

  private static String said(String message, String otherwise) {
    return message.isBlank() ? otherwise : message;
  }

  private static String after(Optional<Duration> hint) {
    return hint.map(wait -> " in " + inWords(wait)).orElse(" later");
  }

  private static String inWords(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(10)) < 0
        ? wait.toMillis() + " ms"
        : wait.toSeconds() + " s";
  }

  private static String credential(Failed.CredentialRefused why) {
    if (why.isMissing()) {
      return "no credential could be had for the provider, which was not asked: "
          + why.missing()
          + ": see to that, or name another source in the provider's auth";
    }
    return "the provider answered "
        + why.status()
        + (why.code().isEmpty() ? "" : " (" + why.code() + ")")
        + " to the configured key"
        + switch (why.scope()) {
          case ACCOUNT -> "";
          case MODEL -> " for this model";
          case SESSION -> " in the session of this call's team";
        }
        + ": replace the key, or extend what it may use";
  }

  private static String limit(Failed.LimitReached why) {
    return why.message()
        + ": "
        + (why.comeBack().isPresent() ? "call again" + after(why.comeBack()) : "raise the limit");
  }

  private static String remedy(Failed.Obstacle obstacle) {
    return switch (obstacle) {
      case DNS, REFUSED -> "check the provider's url, and the way to it";
      case EGRESS_DENIED -> "allow the address with the provider's allow_private";
      case TLS -> "check the provider's url and its tls";
      case PROXY_FAILED, PROXY_DENIED -> "check the provider's proxy";
      case RESET -> "call again";
      case POOL_FULL -> "make fewer calls at once, or raise the transport's connections";
      case NO_DESCRIPTORS -> "raise the process's limit of open files";
    };
  }

  private static String timedOut(Failed.TimedOut why) {
    String after = " within " + inWords(why.after());
    return switch (why.phase()) {
      case CONNECT ->
          "the provider took no connection" + after + ": check the way to it, or call again";
      case FIRST_TOKEN, OVERTAKEN ->
          "no first token came" + after + ": call again, or raise the route's timeouts";
      case STALL -> "nothing more came" + after + ": call again, or raise the route's timeouts";
      case TOTAL ->
          "the answer was not complete" + after + ": raise the route's timeouts, or ask for less";
      case DEADLINE -> "the request's own deadline has passed: give it a longer one";
    };
  }

  private static String remedy(Failed.Flaw flaw) {
    return switch (flaw) {
      case TRUNCATED -> "call again";
      case MALFORMED -> "check that the provider speaks the dialect that its type says";
      case TOO_LARGE -> "ask for less";
      case REDIRECT -> "configure the url that it leads to";
    };
  }

  private static String shed(Failed.Reason reason) {
    return switch (reason) {
      case QUEUE_FULL -> "too many calls wait already";
      case EXCEEDS_QUEUE -> "no target can take the call now, and it is too large to wait for one";
      case DEADLINE_UNREACHABLE -> "the call cannot meet its deadline";
      case CIRCUIT_OPEN -> "no target is healthy now";
      case DRAINING -> "the gateway is closing";
      case BODIES_FULL -> "the gateway's memory for request bodies is full";
      case FELL_BEHIND -> "the answer is shared with other calls, and was read too slowly";
      case RETRY_BUDGET -> "the target answers next to nothing, and is not sent more repeats now";
      case NOT_CONFIGURED -> "the configuration changed while the call was under way";
    };
  }

  private static String remedy(Failed.Shed why) {
    return switch (why.reason()) {
      case DRAINING -> "start another gateway";
      case BODIES_FULL -> "make fewer calls at once, or raise it (Gateway.Builder.bodies)";
      case FELL_BEHIND -> "read faster, or send the call with CacheDirective.OFF";
      case QUEUE_FULL,
          EXCEEDS_QUEUE,
          DEADLINE_UNREACHABLE,
          CIRCUIT_OPEN,
          RETRY_BUDGET,
          NOT_CONFIGURED ->
          "call again" + after(why.comeBack());
    };
  }
}
