package dev.sluice.dialect.hub;

/// The reason why an answer has ended.
public enum StopReason {
  END,
  TOOL,
  LENGTH,
  STOP_SEQUENCE,
  FILTERED,
  WINDOW_FULL,
  /// The provider wants to be asked to go on.
  PAUSE;

  /// The reason of an answer that may hold calls: such an answer has stopped for a call, unless it
  /// was cut or filtered.
  public StopReason with(boolean calls) {
    return calls && this != LENGTH && this != FILTERED && this != WINDOW_FULL ? TOOL : this;
  }

  /// Whether the model was interrupted, so that its last call may be half written.
  public boolean cut() {
    return this == LENGTH || this == FILTERED || this == WINDOW_FULL;
  }
}
