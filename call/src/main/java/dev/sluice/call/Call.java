package dev.sluice.call;

import dev.sluice.call.request.CacheDirective;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import java.util.HashMap;
import java.util.Map;

/// One request of an application, however many attempts it takes.
///
/// @param id the request's identifier, the gateway's or the client's, fit for a header and a log
///   line
/// @param operation what is asked
/// @param facts what its body says
/// @param body the request's body, in the client's dialect
/// @param headers the client's headers that may pass to a provider, by lower-case name
/// @param arrived when its last byte arrived, on [dev.sluice.call.runtime.Clock#nanos]
/// @param deadline when its answer is of no use any more
/// @param loop the event loop that owns its sockets
/// @param hints the hints by which admission orders the call
/// @param failedTargets the targets that have failed it already
/// @param trace its place in a trace
/// @param payer who pays for it
/// @param tags the tags by which costs are added up, as its client has set them: in the form that a
///   ledger reads; empty for none
/// @param origin what is known of its sender, for conditions of the configuration
public record Call(
    String id,
    Operation operation,
    RequestFacts facts,
    Body body,
    Map<String, String> headers,
    long arrived,
    Deadline deadline,
    Loop loop,
    SchedulingHints hints,
    FailedTargets failedTargets,
    Trace trace,
    Payer payer,
    String tags,
    CallOrigin origin) {

  private static final String ANY_MODEL = "/*";
  private static final String REPEAT_KEY = "idempotency-key";

  /// The place of a call, or of one attempt at it, in a trace (W3C Trace Context).
  ///
  /// @param id the trace, 32 hex digits; empty for none
  /// @param parent the span that it lies under, 16 hex digits; empty for none
  /// @param span its own span, 16 hex digits; empty where the gateway records none
  /// @param sampled whether the trace's spans are recorded
  public record Trace(String id, String parent, String span, boolean sampled) {

    /// The place of a call that belongs to no trace.
    public static final Trace NONE = new Trace("", "", "", false);

    /// Whether the call has a span of its own.
    public boolean hasSpan() {
      return !span.isEmpty();
    }

    /// The place in the same trace of a part of this call or attempt: below its span, if it has
    /// one.
    ///
    /// @param child the part's own span, 16 hex digits
    public Trace below(String child) {
      return new Trace(id, hasSpan() ? span : parent, child, sampled);
    }

    /// The `traceparent` header for a request that this call or attempt sends.
    public String traceparent() {
      return "00-" + id + "-" + span + (sampled ? "-01" : "-00");
    }
  }

  /// A call of which no more is known, before its first attempt.
  public Call(
      String id,
      Operation operation,
      RequestFacts facts,
      Body body,
      Map<String, String> headers,
      long arrived,
      Deadline deadline,
      Loop loop) {
    this(
        id,
        operation,
        facts,
        body,
        headers,
        arrived,
        deadline,
        loop,
        SchedulingHints.NONE,
        FailedTargets.NONE,
        Trace.NONE,
        Payer.NOBODY,
        "",
        CallOrigin.NONE);
  }

  /// The name of the model that is asked for.
  public String model() {
    return facts.model();
  }

  /// The name of the model to ask for at `target` (`provider/model`): the target's own, or the
  /// call's where the target passes names on (`provider/*`).
  public String targetName(String target) {
    return target.endsWith(ANY_MODEL) ? target.substring(0, target.length() - 1) + model() : target;
  }

  /// A copy of this call that asks for another model; the bytes of the body stay as they are.
  public Call withModel(String model) {
    var copy = new Copy();
    copy.facts = facts.withModel(model);
    return copy.made();
  }

  /// A copy of this call that asks the same for `other`, the operation of another dialect.
  public Call asking(Operation other) {
    return asking(other, facts, body);
  }

  /// A copy of this call in another dialect, or with another body, for the same owner of what
  /// providers hold.
  ///
  /// @param facts what `body` says
  public Call asking(Operation other, RequestFacts facts, Body body) {
    var copy = new Copy();
    copy.operation = other;
    copy.facts = facts.byOwnerOf(this.facts);
    copy.body = body;
    return copy.made();
  }

  /// A copy of this call with other scheduling hints.
  public Call withHints(SchedulingHints other) {
    var copy = new Copy();
    copy.hints = other;
    return copy.made();
  }

  /// A copy of this call with another deadline.
  public Call withDeadline(Deadline other) {
    var copy = new Copy();
    copy.deadline = other;
    return copy.made();
  }

  /// A copy of this call with `more` as the targets that have failed it.
  public Call withFailedTargets(FailedTargets more) {
    var copy = new Copy();
    copy.failedTargets = more;
    return copy.made();
  }

  /// A copy of this call at another place in a trace.
  public Call withTrace(Trace other) {
    if (other.equals(trace)) {
      return this;
    }
    var copy = new Copy();
    copy.trace = other;
    return copy.made();
  }

  /// A copy of this call that `other` pays for.
  public Call paidBy(Payer other) {
    var copy = new Copy();
    copy.payer = other;
    return copy.made();
  }

  /// A copy of this call with other tags, in the form that a ledger reads.
  public Call tagged(String other) {
    var copy = new Copy();
    copy.tags = other;
    return copy.made();
  }

  /// A copy of this call of whose sender something else is known.
  public Call from(CallOrigin other) {
    var copy = new Copy();
    copy.origin = other;
    return copy.made();
  }

  /// The headers without those that name one request, turn or session: calls that are the same have
  /// equal common headers.
  public Map<String, String> commonHeaders() {
    return IdentifyingHeaders.without(headers);
  }

  /// The key by which the client tells a repeat of this call from another one (`idempotency-key`);
  /// empty where it names none.
  public String repeatKey() {
    return headers.getOrDefault(REPEAT_KEY, "");
  }

  /// Whether the call's answer may serve a repeat under its key, and no other call: a model works
  /// for it, and neither is its answer the same each time, nor does its client ask for one that
  /// others have had.
  public boolean isKeptByKey() {
    return !repeatKey().isEmpty()
        && facts.reuse() != Cacheability.ALWAYS
        && !asksForOthers()
        && operation.asksModel()
        && facts.state().resource().isEmpty();
  }

  /// Whether the client asks for the answer to an identical call, or to renew that answer.
  private boolean asksForOthers() {
    CacheDirective wish = hints.caching();
    boolean asks = wish == CacheDirective.ON || wish == CacheDirective.REFRESH;
    return facts.reuse() == Cacheability.ASKED && asks;
  }

  /// A copy of this call under the key of `other`.
  public Call underKeyOf(Call other) {
    var keyed = new HashMap<>(headers);
    keyed.put(REPEAT_KEY, other.repeatKey());
    var copy = new Copy();
    copy.headers = keyed;
    return copy.made();
  }

  /// A copy of this call that stands for several calls, with another identifier and body and the
  /// facts of that body. The headers that identify the first call are left out; its place in a
  /// trace, its payer and the owner of what providers hold stay.
  public Call with(
      String id, RequestFacts facts, Body body, Deadline deadline, SchedulingHints hints) {
    var copy = new Copy();
    copy.id = id;
    copy.facts = facts.byOwnerOf(this.facts);
    copy.body = body;
    copy.headers = commonHeaders();
    copy.deadline = deadline;
    copy.hints = hints;
    return copy.made();
  }

  /// Copies a call; fields that are not set keep their values.
  private final class Copy {
    private String id = Call.this.id;
    private Operation operation = Call.this.operation;
    private RequestFacts facts = Call.this.facts;
    private Body body = Call.this.body;
    private Map<String, String> headers = Call.this.headers;
    private Deadline deadline = Call.this.deadline;
    private SchedulingHints hints = Call.this.hints;
    private FailedTargets failedTargets = Call.this.failedTargets;
    private Trace trace = Call.this.trace;
    private Payer payer = Call.this.payer;
    private String tags = Call.this.tags;
    private CallOrigin origin = Call.this.origin;

    Call made() {
      return new Call(
          id,
          operation,
          facts,
          body,
          headers,
          arrived,
          deadline,
          loop,
          hints,
          failedTargets,
          trace,
          payer,
          tags,
          origin);
    }
  }
}
