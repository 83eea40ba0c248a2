package dev.sluice.provider.answer;

import dev.sluice.call.Head;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// A whole answer that was put together from a stream.
///
/// @param parts the body, on the heap, in buffers that need no release
public record AssembledAnswer(Head head, List<ByteBuf> parts) {
  public AssembledAnswer {
    parts = List.copyOf(parts);
  }

  /// The bytes of heap memory that the body takes.
  public long capacity() {
    return parts.stream().mapToLong(part -> part.array().length).sum();
  }
}
