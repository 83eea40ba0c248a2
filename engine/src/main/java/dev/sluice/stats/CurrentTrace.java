package dev.sluice.stats;

import dev.sluice.call.Call;

/// The trace of the call that is being recorded, for a registry that keeps exemplars: from the
/// call's record, since its thread has no span of its own.
public final class CurrentTrace {
  private static final ScopedValue<String> TRACE = ScopedValue.newInstance();

  private CurrentTrace() {}

  /// Returns the identifier of the trace; empty for a call that belongs to none, and outside of a
  /// record.
  public static String id() {
    return TRACE.orElse("");
  }

  /// Runs `record`, which records what belongs to `call`.
  public static void of(Call call, Runnable record) {
    if (leads(call.trace())) {
      ScopedValue.where(TRACE, call.trace().id()).run(record);
    } else {
      record.run();
    }
  }

  /// Whether somebody has the trace, as far as is known: where spans are recorded, a trace that is
  /// not sampled leads nowhere.
  private static boolean leads(Call.Trace trace) {
    return !trace.id().isEmpty() && (trace.sampled() || !trace.hasSpan());
  }
}
