package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Payer;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;

/// The consumer of an answer: an internal interface, on whose contract every filter relies.
///
/// - **One writer, on the loop.** Every method but [#routed], [#paid], [#takeBack], [#lost],
///   [#disown] and [#committed] is called on the call's event loop, by one attempt at a time:
///   `queued`, `attach`, then `progress`, `head`, `body`, `usage` in the order of the wire, then
///   `end` if the answer ended well. A failed attempt just stops; its outcome says why, and where
///   the provider has answered with an error `head` has received its status and headers.
/// - **Buffers change hands.** `body` takes ownership of its buffer, whatever happens.
/// - **The commit point.** Nothing has reached the client until [#committed] is true; up to then
///   [#reset] makes the sink ready for a new attempt.
/// - **Back-pressure.** While [#writable] is false the attempt stops reading its socket; it asks
///   [#onWritable] to be notified when to go on. It may still write what it has already read.
/// - **Streams are written in whole events**, unless a single event is larger than 64 KiB.
public interface Sink {

  /// Begins a new attempt; called before it connects.
  void attach(AttemptHandle attempt);

  /// Reports the route that the call takes. Called once, by the call's thread and not on the loop,
  /// before any other method; not called for a call whose model has no route.
  default void routed(String route) {}

  /// Reports how long the call has waited for a grant; called before [#attach], or before the call
  /// is rejected, and only where the call had to wait.
  default void queued(Duration waited) {}

  /// Reports that the call is about to fail, and that to send it again has no chance before `wait`,
  /// since no target of its route is open earlier. Called last, and only where that time is known.
  default void comeBack(Duration wait) {}

  /// Reports that the call still waits for a grant, so that the client of a stream sees that the
  /// call is alive.
  default void alive() {}

  /// Reports that the provider was to stream the attempt's answer and is now asked for it whole, so
  /// that nothing can be seen of it until it is complete. Called after [#attach], before the second
  /// request is sent.
  default void whole() {}

  /// Reports how far the attempt has come. Called before the bytes that `progress` speaks of.
  void progress(Progress progress);

  /// Reports that the attempt's first token is later than its learned bound, by which the attempt
  /// is about to end.
  ///
  /// @return whether the attempt may go on, since others run beside it; it is stopped when they
  ///   have answered or cannot
  default boolean overdue(Failed.TimedOut why) {
    return false;
  }

  /// Takes the answer's status and headers; called once an attempt.
  void head(Head head);

  /// Takes the provider's rate limits, of error answers too; called before the head, where there is
  /// one.
  default void allowance(RateLimitInfo allowance) {}

  /// Takes a part of the answer's body, and the ownership of the buffer.
  void body(ByteBuf bytes);

  /// Lets everything written so far go out; called when there is nothing more to read for now.
  void flush();

  /// Takes the call's usage so far, which is cumulative: the last one counts.
  void usage(Usage usage);

  /// Reports that the answer that is about to end well has no content: it is `{}`, has no choices
  /// or no data, or only such as say nothing. The answer passes, but is not worth keeping. Called
  /// before [#end].
  default void withoutContent() {}

  /// Reports that the answer has failed and has itself said so: the event passed last is the
  /// provider's own error, so that nothing is added. Called only past the commit point, after that
  /// event.
  default void saidFailure() {}

  /// Whether an event in which the provider itself reports the failure of the answer may pass, as
  /// its last event. Such an event means nothing to a client that reads another dialect. Confined
  /// to the loop.
  default boolean takesFailure() {
    return true;
  }

  /// Takes the price, in nano-dollars, that the payer of the call pays for the answer that is about
  /// to end well. Called before [#end], and only where the price is known.
  default void cost(long nanos) {}

  /// Whether the answer can still tell its client its cost, so that [#cost] is worth computing.
  default boolean takesCost() {
    return false;
  }

  /// Takes what the payer has paid for the call in nano-dollars, whatever the outcome. Called once,
  /// by the call's thread and not on the loop, after all other methods.
  default void paid(long nanos) {}

  /// Ends an answer that is complete.
  void end();

  /// Whether the answer has said that it is complete. Nothing more is waited for then, and a
  /// connection that breaks takes nothing from the answer. The transport asks the sink that it
  /// holds; no filter passes the question on.
  default boolean complete() {
    return false;
  }

  /// Ends the answer with an error in the client's dialect: an error answer before the commit
  /// point, an error event (or a broken connection) after it.
  void abort(Failed why);

  /// Drops what is held of a failed attempt. Only before the commit point.
  void reset();

  /// Keeps back what has not reached the client of an attempt that has failed, until [#reset] or
  /// the end of the call. Safe for any thread.
  ///
  /// @return whether nothing of the attempt has reached the client, and so nothing will
  default boolean takeBack() {
    return !committed();
  }

  /// The reason why no payer owes the attempt's usage although its answer may be whole; empty where
  /// the outcome alone decides. Called by the attempt's thread when the attempt has ended.
  default Optional<Payer.Loss.Cause> lost() {
    return Optional.empty();
  }

  /// Takes the attempt's usage from the callers that would owe it, since the attempt has failed and
  /// its usage is reported as lost instead. Called once, by the attempt's thread, where [#lost]
  /// names no cause. Safe for any thread.
  ///
  /// @return false where a caller that has left owes the usage already
  default boolean disown() {
    return true;
  }

  /// Whether anything has reached the client. Safe for any thread; once true, it stays true.
  boolean committed();

  /// Whether the client keeps up with the answer.
  boolean writable();

  /// Runs `resume` on the loop, once, as soon as the sink is writable again. The last one set
  /// counts.
  void onWritable(Runnable resume);
}
