package dev.sluice.transport;

import dev.sluice.call.answer.Sink;

/// The sink of one exchange.
public interface AnswerSink extends Sink {
  /// Whether the answer has said that it is complete. Nothing more is waited for then, and a
  /// connection that breaks takes nothing from the answer. On the loop.
  default boolean complete() {
    return false;
  }
}
