package dev.sluice.internal.coalesce;

import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Signal;

/// An event of a shared call for its members.
sealed interface ReplayEvent {

  /// The beginning of an attempt.
  record Attempted(AttemptInfo attempt) implements ReplayEvent {}

  /// The attempt's request has been sent.
  record Sent() implements ReplayEvent {}

  /// A signal of the shared call that concerns its members too.
  record Signalled(Signal signal) implements ReplayEvent {}

  /// The answer begins.
  record Begun(Head head) implements ReplayEvent {}

  /// A part of the body, with whole events of a stream. The array is never written to.
  @SuppressWarnings("ArrayRecordComponent")
  record Part(byte[] bytes) implements ReplayEvent {}

  /// The answer has failed, and its last event says so.
  record Failure() implements ReplayEvent {}

  /// The answer has ended.
  record Ended(Outcome outcome, SharedUsage usage) implements ReplayEvent {}

  /// There is no shared call after all: each member makes its own call.
  record Never() implements ReplayEvent {}
}
