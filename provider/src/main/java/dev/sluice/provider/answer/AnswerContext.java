package dev.sluice.provider.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Reservation;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What the readers of an answer's body work with.
///
/// @param sink gets the answer
/// @param meter keeps account of its usage
/// @param classify says what an error inside it means
/// @param clean hides the operator's own data in an error
/// @param verdict notified of a failure
/// @param evidence receives the evidence in the answer
/// @param memory for what of the answer has to be held; stays the caller's
public record AnswerContext(
    Sink sink,
    UsageMeter meter,
    Function<String, Failed> classify,
    UnaryOperator<String> clean,
    FailureListener verdict,
    StreamEvidence evidence,
    Reservation memory) {}
