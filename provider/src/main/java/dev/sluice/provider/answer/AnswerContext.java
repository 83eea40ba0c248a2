package dev.sluice.provider.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Reservation;

/// The things that the readers of an answer's body work with.
///
/// @param sink the sink that gets the answer
/// @param attempt the record of the attempt
/// @param meter the meter of the answer's usage
/// @param scanner the scanner of the answer, which knows what an error inside of it means
/// @param evidence receives the evidence in the answer
/// @param memory the reservation for what has to be held of the answer; stays the caller's
record AnswerContext(
    Sink sink,
    AttemptInfo attempt,
    UsageMeter meter,
    AnswerScanner scanner,
    StreamEvidence evidence,
    Reservation memory) {

  /// Returns what an error inside the answer means.
  Failed classify(String error) {
    return scanner.inside(error);
  }

  /// Returns an error without the operator's own data.
  String clean(String error) {
    return scanner.clean(error);
  }

  /// Ends the answer with a failure.
  void fail(Failed why) {
    scanner.fail(why);
  }

  /// Records how far the attempt has come, and passes it on.
  void progress(Progress progress) {
    attempt.progress(progress);
    sink.progress(progress);
  }
}
