package dev.sluice.call.answer;

import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import java.util.List;

/// An answer that is complete, in memory.
///
/// @param parts the body, in order; the arrays are never written to
/// @param usage the usage of the attempt that gave the answer
public record BufferedAnswer(Head head, List<byte[]> parts, Usage usage) {
  public BufferedAnswer {
    parts = List.copyOf(parts);
  }

  /// The size of the body in bytes.
  public long size() {
    return parts.stream().mapToLong(part -> part.length).sum();
  }

  /// Whether the body is a stream, whose parts are events that must not be cut.
  boolean stream() {
    return head.mediaType().equals("text/event-stream");
  }
}
