package dev.sluice.dialect.codec;

import dev.sluice.dialect.rule.BrokenAnswer;
import dev.sluice.dialect.sse.SseReader;

/// Reads a provider's events into those of the hub, which it hands on as it reads. Belongs to one
/// thread and one answer.
public interface EventDecoder extends SseReader.Listener {
  /// The stream has ended.
  ///
  /// @throws BrokenAnswer if its answer has not
  void end();

  /// Whether the answer has come to its end, behind which nothing is read.
  boolean complete();
}
