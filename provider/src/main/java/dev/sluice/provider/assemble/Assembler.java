package dev.sluice.provider.assemble;

import dev.sluice.call.request.Operation;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// An assembler that makes one whole answer of a stream's events. Confined to one thread.
public interface Assembler {
  /// The most bytes of an assembled answer; all that is held counts, with the overhead of holding
  /// it.
  int ANSWER_MAX = 16 * 1024 * 1024;

  /// The most bytes of data of one event.
  int EVENT_MAX = 8 * 1024 * 1024;

  /// Takes the next bytes of the current event's data, in `a` from `from` to `to`.
  void data(byte[] a, int from, int to);

  /// Merges the current event, which is complete, and is JSON.
  void event();

  /// Drops the current event, which is nothing to be merged.
  void skip();

  /// The bytes of memory that the assembler takes now, with the current event; an upper bound.
  long taken();

  /// Whether more is held than an answer or an event may have.
  boolean tooLarge();

  /// Whether an event was one that belongs to no answer.
  default boolean malformed() {
    return false;
  }

  /// The answer, in parts whose bytes are not written to any more; no parts when the events held
  /// none.
  List<ByteBuf> answer();

  /// Returns the assembler for answers of `operation`.
  ///
  /// @param members the members that the provider's whole answers have beside what its chunks say
  static Assembler of(Operation operation, WholeMembers members) {
    return operation == Operation.RESPONSES ? new ResponseAssembler() : new ChunkAssembler(members);
  }
}
