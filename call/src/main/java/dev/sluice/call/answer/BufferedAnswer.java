package dev.sluice.call.answer;

import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import java.util.List;

/// An answer that is there, all of it.
///
/// @param parts its body; never written to
/// @param usage what it has used
public record BufferedAnswer(Head head, List<byte[]> parts, Usage usage) {
  public BufferedAnswer {
    parts = List.copyOf(parts);
  }

  /// The size of its body in bytes.
  public long size() {
    return parts.stream().mapToLong(part -> part.length).sum();
  }

  /// Whether its parts are events, which are not to be cut.
  boolean stream() {
    return head.mediaType().equals("text/event-stream");
  }
}
