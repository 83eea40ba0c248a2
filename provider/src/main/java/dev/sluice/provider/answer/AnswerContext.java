package dev.sluice.provider.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Reservation;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The things that the readers of an answer's body work with.
///
/// @param sink the sink that gets the answer
/// @param attempt the record of the attempt
/// @param meter the meter of the answer's usage
/// @param classify a function that says what an error inside the answer means
/// @param clean a function that hides the operator's own data in an error
/// @param verdict the listener that is notified of a failure
/// @param evidence receives the evidence in the answer
/// @param memory the reservation for what has to be held of the answer; stays the caller's
record AnswerContext(
    Sink sink,
    AttemptInfo attempt,
    UsageMeter meter,
    Function<String, Failed> classify,
    UnaryOperator<String> clean,
    FailureListener verdict,
    StreamEvidence evidence,
    Reservation memory) {

  /// Ends the answer with a failure.
  void fail(Failed why) {
    verdict.failed(why);
  }

  /// Records how far the attempt has come, and passes it on.
  void progress(Progress progress) {
    attempt.progress(progress);
    sink.progress(progress);
  }
}
