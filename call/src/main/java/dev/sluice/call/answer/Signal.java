package dev.sluice.call.answer;

import java.time.Duration;

/// What the sinks of a call are told beside its answer.
public sealed interface Signal {
  /// See [Alive].
  Signal ALIVE = new Alive();

  /// See [Whole].
  Signal WHOLE = new Whole();

  /// The call has waited so long for a grant. Told before [Sink#attach], or before the call is
  /// rejected, and only where the call had to wait.
  record Queued(Duration waited) implements Signal {}

  /// The call is about to fail, and to send it again has no chance before `after` has passed, since
  /// no target of its route is open earlier. Told last, and only where that time is known.
  record ComeBack(Duration after) implements Signal {}

  /// The call still waits, so that the client of a stream is to see that the call is alive.
  record Alive() implements Signal {}

  /// The provider was to stream the attempt's answer and is now asked for it whole, so that nothing
  /// can be seen of it until it is complete. Told after [Sink#attach], before the request is sent.
  record Whole() implements Signal {}
}
