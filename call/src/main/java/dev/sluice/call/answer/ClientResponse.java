package dev.sluice.call.answer;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import io.netty.buffer.ByteBuf;

/// The door through which an answer leaves the engine: a client's connection, or a library user's
/// pipe. [CommitPoint] decides when it opens. On the call's loop only.
public interface ClientResponse {

  /// The answer begins. From here on it cannot be taken back.
  ///
  /// @param length the body's length in bytes when it is complete already, else -1
  void start(Head head, long length, AttemptHistory history);

  /// A part of the body. Takes ownership.
  void write(ByteBuf bytes);

  /// Flushes written parts to the client.
  void flush();

  /// What the answer costs, in nano-dollars, where that was not known when it began. Told before
  /// [#finish].
  default void cost(long nanos) {}

  /// Whether it can still tell its client that, once it has begun.
  default boolean takesCost() {
    return false;
  }

  /// The answer is complete.
  void finish();

  /// There is no answer, and nothing has been sent: say why.
  void refuse(Failed why, AttemptHistory history);

  /// The answer has begun and cannot be completed: say so in its own dialect, or break the
  /// connection; never let it look complete.
  void cut(Failed why);

  /// The answer has begun and has failed, and its last event has said so: nothing is added to it.
  ///
  /// @param why the failure, for implementations that record more than the answer
  default void finishFailed(Failed why) {
    cut(why);
  }

  /// Whether the receiver keeps up.
  boolean writable();

  /// Runs `resume` on the loop, once, when it does again. The last one set counts.
  void onWritable(Runnable resume);
}
