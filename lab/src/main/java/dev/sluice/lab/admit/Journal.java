package dev.sluice.lab.admit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The journal of each call's fate.
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

  /// The provider has admitted `call`.
  public void admitted(Demand call, long now) {
    admitted[call.number()] = now;
  }

  /// Gives up `call`.
  public void failed(Demand call, long now) {
    failed[call.number()] = now;
  }

  /// Records the forecast of a policy that lets `call` wait.
  public void predicted(Demand call, long nanos) {
    predicted[call.number()] = nanos;
  }

  /// Attempts that reached the provider.
  public long attempts() {
    return attempts;
  }

  /// When the provider has refused attempts.
  public List<Long> throttles() {
    return List.copyOf(throttles);
  }

  public boolean wasAdmitted(Demand call) {
    return admitted[call.number()] != NEVER;
  }

  /// From the arrival of an admitted call until it was.
  public long wait(Demand call) {
    return admitted[call.number()] - call.arrived();
  }

  public boolean hasFailed(Demand call) {
    return failed[call.number()] != NEVER;
  }

  /// From the arrival of a failed call until it had failed.
  public long tried(Demand call) {
    return failed[call.number()] - call.arrived();
  }

  public boolean wasPredicted(Demand call) {
    return predicted[call.number()] != NEVER;
  }

  /// The forecast of a call's wait.
  public long predicted(Demand call) {
    return predicted[call.number()];
  }

  private static long[] never(int size) {
    long[] instants = new long[size];
    Arrays.fill(instants, NEVER);
    return instants;
  }
}
