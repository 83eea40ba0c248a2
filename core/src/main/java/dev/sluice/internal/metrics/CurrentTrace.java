package dev.sluice.internal.metrics;

import dev.sluice.call.Call;

/// The trace of the call that is being recorded, for a registry that keeps exemplars: from the
/// call's record, since its thread has no span of its own.
public final class CurrentTrace {
  private static final ScopedValue<String> TRACE = ScopedValue.newInstance();

  private CurrentTrace() {}

  /// The identifier of the trace; empty for a call that belongs to none, and outside of a record.
  public static String id() {
    return TRACE.orElse(Call.NO_TRACE);
  }

  /// Records what belongs to `call`.
  static void of(Call call, Runnable record) {
    if (call.trace().isEmpty()) {
      record.run();
    } else {
      ScopedValue.where(TRACE, call.trace()).run(record);
    }
  }
}
