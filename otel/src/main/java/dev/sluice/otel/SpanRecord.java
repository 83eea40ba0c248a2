package dev.sluice.otel;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Operation;
import dev.sluice.call.text.EnumWords;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The data of one span, copied from a report, so that the call itself is not kept. Instants are on
/// [dev.sluice.call.runtime.Clock#nanos].
sealed interface SpanRecord {

  /// Returns the span's place in a trace.
  Call.Trace trace();

  /// Returns when the span began.
  long begun();

  /// Returns when the span ended.
  long ended();

  /// Returns the name of the outcome.
  String outcome();

  /// The facts of the request.
  ///
  /// @param model the model's name, at most 128 characters of it
  record RequestInfo(Operation operation, String model, boolean stream, OptionalLong maxTokens) {
    static RequestInfo of(Call call) {
      return new RequestInfo(
          call.operation(), cut(call.model()), call.facts().stream(), call.facts().maxTokens());
    }
  }

  /// The data of a call's span.
  ///
  /// @param status the HTTP status that the client was told; 0 where there is no client
  /// @param links the attempts of other calls that have answered this one
  record OfCall(
      Call.Trace trace,
      long begun,
      long ended,
      String id,
      RequestInfo asked,
      String outcome,
      boolean failed,
      int status,
      String route,
      String band,
      String tenant,
      String cache,
      String batch,
      int attempts,
      List<Call.Trace> links)
      implements SpanRecord {

    /// @param now when the span ended
    /// @param status the HTTP status that the client was told; 0 where there is no client
    static OfCall of(Call call, Report report, long now, int status) {
      return new OfCall(
          call.trace(),
          call.arrived(),
          now,
          call.id(),
          RequestInfo.of(call),
          report.outcome().kind(),
          Sampling.failed(report.outcome()),
          status,
          report.route(),
          EnumWords.of(call.hints().band()),
          cut(call.hints().tenant()),
          header(report, "x-sluice-cache"),
          header(report, "x-sluice-batch"),
          report.history().attempts(),
          shared(call.trace(), report));
    }

    private static List<Call.Trace> shared(Call.Trace own, Report report) {
      return report.attempts().stream()
          .map(Report.Attempt::trace)
          .filter(trace -> trace.hasSpan() && !trace.parent().equals(own.span()))
          .toList();
    }
  }

  /// The data of the span of one attempt at a target.
  ///
  /// @param target `provider/model`
  /// @param reason why the attempt was made
  /// @param status the HTTP status of the provider's answer; 0 where there was none
  /// @param connected how long it took to connect, in nanoseconds; negative where it did not
  /// @param firstToken how long the first meaningful event took, in nanoseconds; negative where
  ///   none came
  record OfAttempt(
      Call.Trace trace,
      long begun,
      long ended,
      RequestInfo asked,
      String target,
      String reason,
      String outcome,
      boolean failed,
      int status,
      Usage usage,
      long connected,
      long firstToken,
      String upstreamId)
      implements SpanRecord {

    /// @param now when the span ended
    static OfAttempt of(Call call, String target, Report report, long now) {
      return new OfAttempt(
          call.trace(),
          now - report.duration().toNanos(),
          now,
          RequestInfo.of(call),
          target,
          call.failedTargets().reason(target),
          report.outcome().kind(),
          Sampling.failed(report.outcome()),
          status(report),
          report.usage(),
          connected(report),
          report.firstToken().map(first -> first.toNanos()).orElse(Report.Attempt.NEVER),
          header(report, "x-sluice-upstream-request-id"));
    }

    private static long connected(Report report) {
      List<Report.Attempt> times = report.attempts();
      return times.isEmpty() ? Report.Attempt.NEVER : times.getFirst().connected();
    }

    private static int status(Report report) {
      Outcome outcome = report.outcome();
      boolean none = outcome instanceof Failed.Unreachable || outcome instanceof Failed.Shed;
      return none ? 0 : report.head().map(Head::status).orElse(0);
    }
  }

  /// The data of the span of a wait for a grant.
  ///
  /// @param predicted the forecast of the wait, in nanoseconds
  record OfWait(Call.Trace trace, long begun, long ended, String outcome, long predicted)
      implements SpanRecord {

    /// @param trace the place of the wait in the trace, with a span of its own
    /// @param now when the span ended
    static OfWait of(Call.Trace trace, QueueWait wait, long now) {
      return new OfWait(
          trace,
          now - wait.waited().toNanos(),
          now,
          wait.refused().map(Outcome::kind).orElse("granted"),
          wait.predicted().toNanos());
    }
  }

  private static String header(Report report, String name) {
    Optional<Head> head = report.head();
    return head.isPresent() ? head.get().headers().getOrDefault(name, "") : "";
  }

  private static String cut(String text) {
    int longest = 128;
    return text.length() > longest ? text.substring(0, longest) : text;
  }
}
