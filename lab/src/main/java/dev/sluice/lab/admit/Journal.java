package dev.sluice.lab.admit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The journal of what became of each call.
final class Journal {
  private static final long NEVER = -1;

  private final List<Demand> calls;
  private final long[] admitted;
  private final long[] failed;
  private final long[] predicted;
  private final List<Long> throttles = new ArrayList<>();
  private long attempts;

  Journal(List<Demand> calls) {
    this.calls = List.copyOf(calls);
    this.admitted = never(calls.size());
    this.failed = never(calls.size());
    this.predicted = never(calls.size());
  }

  public List<Demand> calls() {
    return calls;
  }

  void attempted() {
    attempts++;
  }

  void throttled(long now) {
    throttles.add(now);
  }

  /// Notes that the provider has admitted `call`.
  public void admitted(Demand call, long now) {
    admitted[call.number()] = now;
  }

  /// Notes that `call` is given up.
  public void failed(Demand call, long now) {
    failed[call.number()] = now;
  }

  /// Records the forecast of a policy that lets `call` wait.
  public void predicted(Demand call, long nanos) {
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

  public boolean wasAdmitted(Demand call) {
    return admitted[call.number()] != NEVER;
  }

  /// Returns the nanoseconds from the arrival of an admitted call until it was admitted.
  public long wait(Demand call) {
    return admitted[call.number()] - call.arrived();
  }

  public boolean hasFailed(Demand call) {
    return failed[call.number()] != NEVER;
  }

  /// Returns the nanoseconds from the arrival of a failed call until it had failed.
  public long tried(Demand call) {
    return failed[call.number()] - call.arrived();
  }

  public boolean wasPredicted(Demand call) {
    return predicted[call.number()] != NEVER;
  }

  /// Returns the forecast of the wait of `call`, in nanoseconds.
  public long predicted(Demand call) {
    return predicted[call.number()];
  }

  private static long[] never(int size) {
    long[] instants = new long[size];
    Arrays.fill(instants, NEVER);
    return instants;
  }
}
