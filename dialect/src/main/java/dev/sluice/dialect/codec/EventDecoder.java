package dev.sluice.dialect.codec;

import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.sse.SseReader;

/// A decoder of a provider's events into events of the hub, which it hands on as it reads. Belongs
/// to one thread and one answer.
public interface EventDecoder extends SseReader.Listener {
  /// Ends the stream.
  ///
  /// @throws BrokenAnswer if the answer has not come to its end
  void end();

  /// Whether the answer has come to its end, behind which nothing is read.
  boolean complete();
}
