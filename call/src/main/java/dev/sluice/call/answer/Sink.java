package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Payer;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;

/// The consumer of an answer. Internal; everything rests on this contract.
///
/// - **One writer, on the loop.** Every method but [#routed], [#paid], [#takeBack], [#lost],
///   [#disown] and [#committed] is called on the call's event loop, by one attempt at a time:
///   `queued`, `attach`, then `progress`, `head`, `body`, `usage` in the order of the wire, then
///   `end` if the answer ended well. A failed attempt just stops; its outcome says why, and where
///   the provider has answered with an error `head` has received its status and headers.
/// - **Buffers change hands.** `body` takes ownership of its buffer, whatever happens.
/// - **The commit point.** Nothing has reached the client until [#committed] is true; up to then
///   [#reset] makes the sink ready for a new attempt.
/// - **Back-pressure.** While [#writable] is false the feed stops reading its socket; it asks
///   [#onWritable] to be notified when to go on. It may still write what it has already read.
/// - **Streams are written in whole events**, unless a single event is larger than 64 KiB.
public interface Sink {

  /// A new attempt begins; called before it connects.
  void attach(AttemptHandle attempt);

  /// The call takes this route. Told once, by the call's thread and not on the loop, before
  /// anything else; a call whose model has no route takes none.
  default void routed(String route) {}

  /// The call has waited so long for a grant; called before [#attach], or before the call is
  /// rejected, and only where it had to wait.
  default void queued(Duration waited) {}

  /// The call is about to fail, and sending it again has no chance before so long: no target of its
  /// route is open earlier. Told last, and only where that is known.
  default void comeBack(Duration wait) {}

  /// Reports that the call still waits for a grant, so that a client that wants a stream sees that
  /// it lives.
  default void alive() {}

  /// The provider was to stream the attempt's answer, and is now asked for it whole: it shows
  /// nothing until it is complete. Told behind [#attach], before the second question is sent.
  default void whole() {}

  /// The attempt has come this far. Told before the bytes that it speaks of.
  void progress(Progress progress);

  /// The attempt's first token is later than its learned bound, by which it is about to end.
  ///
  /// @return whether it may go on, since others run beside it; it is stopped when they have
  ///   answered or cannot
  default boolean overdue(Failed.TimedOut why) {
    return false;
  }

  /// The attempt's stream, which has begun, comes far more slowly than is learned of its model.
  /// Told once, by the timeouts to the filters behind which the attempt is one of several.
  default void slowed(Failed.TimedOut as) {}

  /// The answer's status and headers; once an attempt.
  void head(Head head);

  /// The provider's limits, for errors too; before the head, where there is any.
  default void allowance(RateLimitInfo allowance) {}

  /// A part of the answer's body. Takes ownership.
  void body(ByteBuf bytes);

  /// Everything written so far may go out; called when there is nothing more to read for now.
  void flush();

  /// The call's usage so far; cumulative, the last one counts.
  void usage(Usage usage);

  /// The answer that is about to end well has no content: it is `{}`, has no choices or no data, or
  /// such as say nothing. It passes, but is nothing to keep. Told before [#end].
  default void withoutContent() {}

  /// The answer has failed, and says so itself: the last event that was passed is the provider's
  /// own word for it, so that nothing is added. Told past the commit point only, behind that event.
  default void saidFailure() {}

  /// Whether an event in which the provider itself says that the answer has failed may pass, as the
  /// last of it. It means nothing to a client that reads another dialect. Confined to the loop.
  default boolean takesFailure() {
    return true;
  }

  /// What the payer of the call pays for the answer that is about to end well, in nano-dollars.
  /// Told before [#end], and only where that is known.
  default void cost(long nanos) {}

  /// Whether the answer can still tell its client what it costs, so that [#cost] is worth its work.
  default boolean takesCost() {
    return false;
  }

  /// What the payer has paid for the call, whatever has become of it. Told once, by the call's
  /// thread and not on the loop, after everything else.
  default void paid(long nanos) {}

  /// The answer has ended well.
  void end();

  /// Whether the answer has said that it is complete, so that nothing is waited for any more, and a
  /// connection which breaks now takes nothing from it. The transport asks the sink that it holds;
  /// no filter passes the question on.
  default boolean complete() {
    return false;
  }

  /// Ends the answer with an error in the client's dialect: an error answer before the commit
  /// point, an error event (or a broken connection) after it.
  void abort(Failed why);

  /// Drops what was held of a failed attempt. Only before the commit point.
  void reset();

  /// The attempt has failed: what of it has not reached the client is kept back, until [#reset] or
  /// the end of the call. Safe for any thread.
  ///
  /// @return whether none of it has reached the client, and so none will
  default boolean takeBack() {
    return !committed();
  }

  /// Why nobody owes what the attempt has used although its answer may be whole; empty where its
  /// outcome alone tells. Asked by the attempt's thread when it has ended.
  default Optional<Payer.Loss.Cause> lost() {
    return Optional.empty();
  }

  /// Takes what the attempt has used from the callers that would owe it: the attempt has failed,
  /// and is told as lost instead. Asked once, by the attempt's thread, where [#lost] names no
  /// cause. Safe for any thread.
  ///
  /// @return false where somebody who has left owes it already
  default boolean disown() {
    return true;
  }

  /// Whether anything has reached the client. Safe for any thread; once true it stays so.
  boolean committed();

  /// Whether the client keeps up.
  boolean writable();

  /// Runs `resume` on the loop, once, as soon as the sink is writable again. The last one set
  /// counts.
  void onWritable(Runnable resume);
}
