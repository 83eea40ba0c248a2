package dev.sluice.call.answer;

import dev.sluice.call.Head;
import io.netty.buffer.ByteBuf;

/// The consumer of an answer: an internal interface, on whose contract every filter relies.
///
/// - **One writer, on the loop.** Every method but [#info], [#takeBack] and [#committed] is called
///   on the call's event loop, by one attempt at a time: `attach`, then `progress`, `head`, `body`
///   in the order of the wire, then `end` if the answer ended well. A failed attempt just stops;
///   its outcome says why, and where the provider has answered with an error `head` has received
///   its status and headers.
/// - **Facts stand in records.** What is known of an attempt ([AttemptInfo]) and of the call
///   ([CallInfo]) passes through no sink.
/// - **Buffers change hands.** `body` takes ownership of its buffer, whatever happens.
/// - **The commit point.** Nothing has reached the client until [#committed] is true; up to then
///   [#reset] makes the sink ready for a new attempt.
/// - **Back-pressure.** While [#writable] is false the attempt stops reading its socket; it asks
///   [#onWritable] to be notified when to go on. It may still write what it has already read.
/// - **Streams are written in whole events**, unless a single event is larger than 64 KiB.
public interface Sink {

  /// The record of the call whose answer this sink takes, or of the part of it that this sink keeps
  /// back. Safe for any thread.
  CallInfo info();

  /// Begins a new attempt; called before it connects.
  void attach(AttemptInfo attempt);

  /// Takes a signal, which is no part of the answer.
  void signal(Signal signal);

  /// Reports how far the attempt has come, which its record knows already. Called before the bytes
  /// that `progress` speaks of.
  void progress(Progress progress);

  /// Takes the answer's status and headers; called once an attempt.
  void head(Head head);

  /// Takes a part of the answer's body, and the ownership of the buffer.
  void body(ByteBuf bytes);

  /// Lets everything written so far go out; called when there is nothing more to read for now.
  void flush();

  /// Ends an answer that is complete.
  void end();

  /// Drops what is held of a failed attempt. Only before the commit point.
  void reset();

  /// Keeps back what has not reached the client of an attempt that has failed, until [#reset] or
  /// the end of the call. Safe for any thread.
  ///
  /// @return whether nothing of the attempt has reached the client, and so nothing will
  default boolean takeBack() {
    return !committed();
  }

  /// Whether anything has reached the client. Safe for any thread; once true, it stays true.
  boolean committed();

  /// Whether the client keeps up with the answer.
  boolean writable();

  /// Runs `resume` on the loop, once, as soon as the sink is writable again. The last one set
  /// counts.
  void onWritable(Runnable resume);
}
