package dev.sluice.internal.coalesce;

import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import java.time.Duration;
import java.util.Optional;

/// An event of a shared call for its members.
sealed interface ReplayEvent {

  /// The beginning of an attempt at `target`.
  ///
  /// @param because the kind of failure that led to it
  /// @param trace the attempt's place in a trace
  record Attempted(String target, Optional<String> because, Call.Trace trace)
      implements ReplayEvent {}

  /// The attempt's request has been sent.
  record Sent() implements ReplayEvent {}

  /// The shared call has waited so long for a grant.
  record Queued(Duration waited) implements ReplayEvent {}

  /// The shared call is about to fail, and a repeat has no chance before so long.
  record ComeBack(Duration after) implements ReplayEvent {}

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
