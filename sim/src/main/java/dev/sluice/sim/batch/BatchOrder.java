package dev.sluice.sim.batch;

import dev.sluice.sim.fault.BatchFault;
import dev.sluice.sim.fault.BatchFaultCall;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a batch was made with.
///
/// @param id without a prefix; letters and digits
/// @param owner the key that it was made with; empty for none
/// @param made when, by the wall clock
/// @param start when, in nanoseconds
/// @param takes how long, in nanoseconds
/// @param draw what is drawn for its answers depends on it
/// @param words what its provider tells of it as it was said: JSON, by names of the simulator's
record BatchOrder(
    BatchDialect dialect,
    String id,
    String owner,
    Instant made,
    long start,
    long takes,
    long draw,
    @Nullable BatchFaultCall fault,
    Map<String, String> words) {

  BatchOrder {
    words = Map.copyOf(words);
  }

  /// Returns what the request said; empty where it did not.
  String word(String name) {
    return words.getOrDefault(name, "");
  }

  boolean has(BatchFault kind) {
    return fault != null && fault.is(kind);
  }

  /// Returns the number of a fault; `otherwise` where the batch has not that fault.
  int number(BatchFault kind, int otherwise) {
    return fault != null && fault.is(kind) ? fault.number() : otherwise;
  }
}
