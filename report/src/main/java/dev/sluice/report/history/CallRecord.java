package dev.sluice.report.history;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A record of one call that has ended, without its prompt and without a provider's words.
///
/// @param id the request's identifier
/// @param arrived when it came, on [dev.sluice.call.runtime.Clock#nanos]
/// @param operation what was asked
/// @param model the model that was asked for, at most 128 characters of it
/// @param stream whether a stream was asked for
/// @param route the route that answers for the model; empty for none
/// @param band its priority
/// @param tenant whose it was, at most 128 characters of the name
/// @param outcome the name of its outcome
/// @param why the particular of a failure in one word (a phase, a limit, a reason, an obstacle, a
///   flaw, or a provider's status); empty where there is none
/// @param parts where its time has gone
/// @param duration from its arrival to its end
/// @param firstToken from its arrival to its first meaningful event, where there was one
/// @param inputTokens the tokens that it read
/// @param outputTokens the tokens that it wrote
/// @param estimated whether the gateway has estimated them, at least in part
/// @param attempts each of its attempts; those that [LastCalls] give back have no place in a trace
///   ([dev.sluice.call.Call.Trace#NONE])
/// @param blocked whether its loop did not turn while it ran
/// @param error what its client was told, where it has failed
public record CallRecord(
    String id,
    long arrived,
    Operation operation,
    String model,
    boolean stream,
    String route,
    Band band,
    String tenant,
    String outcome,
    String why,
    Report.Parts parts,
    Duration duration,
    Optional<Duration> firstToken,
    long inputTokens,
    long outputTokens,
    boolean estimated,
    List<Report.Attempt> attempts,
    boolean blocked,
    Optional<ClientError> error) {
  private static final int LONGEST = 128;

  /// The record of a call that has ended.
  ///
  /// @param errors knows what clients are told
  public static CallRecord of(
      Call call, Report report, boolean blocked, ClientError.Source errors) {
    return new CallRecord(
        call.id(),
        call.arrived(),
        call.operation(),
        cut(call.model()),
        call.facts().stream(),
        report.route(),
        call.hints().band(),
        cut(call.hints().tenant()),
        report.outcome().kind(),
        report.outcome().detail(),
        report.parts(),
        report.duration(),
        report.firstToken(),
        report.usage().input(),
        report.usage().output(),
        report.usage().estimated(),
        report.attempts(),
        blocked,
        report.outcome() instanceof Failed why
            ? errors.of(call.operation(), why)
            : Optional.empty());
  }

  /// Whether the call has failed; a call whose caller has left has not.
  public boolean failed() {
    return !outcome.equals("answered") && !outcome.equals("cancelled");
  }

  /// The time until the call's answer began to show: to the first token of a stream, to the end of
  /// a whole answer.
  public Duration latency() {
    return stream ? firstToken.orElse(duration) : duration;
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(LONGEST - 1));
    return text.substring(0, splits ? LONGEST - 1 : LONGEST);
  }
}
