package dev.sluice.provider.assemble;

import dev.sluice.call.request.Operation;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// Makes one whole answer of a stream's events. Confined to one thread.
public interface Assembler {
  /// How many bytes a whole answer may have that is put together; all that is held counts, with
  /// what it costs to hold it.
  int ANSWER_MAX = 16 * 1024 * 1024;

  /// How many bytes of data one event may have.
  int EVENT_MAX = 8 * 1024 * 1024;

  /// The next bytes of the current event lie in `a` from `from` to `to`.
  void data(byte[] a, int from, int to);

  /// The current event is complete, and is JSON.
  void event();

  /// The current event is nothing to be merged.
  void skip();

  /// How many bytes of memory it takes now, with the current event; an upper bound.
  long taken();

  /// Whether there is more than an answer or an event may have.
  boolean tooLarge();

  /// Whether an event was none that belongs to an answer.
  default boolean malformed() {
    return false;
  }

  /// The answer, in parts whose bytes are not written to any more; none when the events held none.
  List<ByteBuf> answer();

  /// Makes the answers of `operation`.
  ///
  /// @param members what the provider's whole answers have besides what its chunks say
  static Assembler of(Operation operation, WholeMembers members) {
    return operation == Operation.RESPONSES ? new ResponseAssembler() : new ChunkAssembler(members);
  }
}
