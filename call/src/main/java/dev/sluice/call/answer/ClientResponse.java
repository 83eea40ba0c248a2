package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import io.netty.buffer.ByteBuf;
import java.util.function.Supplier;

/// The way by which an answer leaves the engine: a client's connection, or a library user's pipe.
/// [CommitPoint] decides when the answer begins. On the call's loop only.
public interface ClientResponse {

  /// Notes that the call has a target: an attempt begins, maybe not the first one.
  default void attempted() {}

  /// Begins the answer. From here on it cannot be taken back.
  ///
  /// @param length the body's length in bytes when it is complete already, else -1
  void start(Head head, long length, AttemptHistory history);

  /// Writes a part of the body. Takes ownership of the buffer.
  void write(ByteBuf bytes);

  /// Flushes written parts to the client.
  void flush();

  /// Takes the source of the call's usage so far, which is complete at the end of the answer and
  /// safe for any thread. Called before [#start].
  default void usage(Supplier<Usage> usage) {}

  /// Takes the cost of the answer, in nano-dollars, where it was not known when the answer began.
  /// Called before [#finish].
  default void cost(long nanos) {}

  /// Whether the response can still tell its client the cost once the answer has begun.
  default boolean takesCost() {
    return false;
  }

  /// Ends an answer that is complete.
  void finish();

  /// Sends an error instead of an answer, of which nothing has been sent.
  void refuse(Failed why, AttemptHistory history);

  /// Ends an answer that has begun and cannot be completed: reports the failure in the client's
  /// dialect, or breaks the connection. The answer must never look complete.
  void cut(Failed why);

  /// Ends an answer that has failed and whose last event has said so: nothing is added to it.
  ///
  /// @param why the failure, for implementations that record more than the answer
  default void finishFailed(Failed why) {
    cut(why);
  }

  /// Whether the receiver keeps up.
  boolean writable();

  /// Runs `resume` on the loop, once, when the receiver keeps up again. The last one set counts.
  void onWritable(Runnable resume);
}
