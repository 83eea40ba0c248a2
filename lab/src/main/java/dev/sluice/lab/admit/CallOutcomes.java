package dev.sluice.lab.admit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The outcomes of all calls of a run: what became of each, and when.
final class CallOutcomes {
  private static final long NEVER = -1;

  private final List<WorkloadCall> calls;
  private final long[] admitted;
  private final long[] failed;
  private final long[] predicted;
  private final List<Long> throttles = new ArrayList<>();
  private long attempts;

  CallOutcomes(List<WorkloadCall> calls) {
    this.calls = List.copyOf(calls);
    this.admitted = never(calls.size());
    this.failed = never(calls.size());
    this.predicted = never(calls.size());
  }

  public List<WorkloadCall> calls() {
    return calls;
  }

  void attempted() {
    attempts++;
  }

  void throttled(long now) {
    throttles.add(now);
  }

  /// Notes that the provider has admitted `call`.
  public void admitted(WorkloadCall call, long now) {
    admitted[call.number()] = now;
  }

  /// Notes that `call` is given up.
  public void failed(WorkloadCall call, long now) {
    failed[call.number()] = now;
  }

  /// Records the forecast of a policy that lets `call` wait.
  public void predicted(WorkloadCall call, long nanos) {
    predicted[call.number()] = nanos;
  }

  /// Returns how many attempts reached the provider.
  public long attempts() {
    return attempts;
  }

  /// Returns when the provider has refused attempts, in nanoseconds.
  public List<Long> throttles() {
    return List.copyOf(throttles);
  }

  public boolean wasAdmitted(WorkloadCall call) {
    return admitted[call.number()] != NEVER;
  }

  /// Returns the nanoseconds from the arrival of an admitted call until it was admitted.
  public long wait(WorkloadCall call) {
    return admitted[call.number()] - call.arrived();
  }

  public boolean hasFailed(WorkloadCall call) {
    return failed[call.number()] != NEVER;
  }

  /// Returns the nanoseconds from the arrival of a failed call until it had failed.
  public long tried(WorkloadCall call) {
    return failed[call.number()] - call.arrived();
  }

  public boolean wasPredicted(WorkloadCall call) {
    return predicted[call.number()] != NEVER;
  }

  /// Returns the forecast of the wait of `call`, in nanoseconds.
  public long predicted(WorkloadCall call) {
    return predicted[call.number()];
  }

  private static long[] never(int size) {
    long[] instants = new long[size];
    Arrays.fill(instants, NEVER);
    return instants;
  }
}
