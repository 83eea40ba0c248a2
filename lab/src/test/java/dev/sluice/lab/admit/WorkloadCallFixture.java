package dev.sluice.lab.admit;

import dev.sluice.call.request.Band;
import java.util.ArrayList;
import java.util.List;

/// Calls for tests that arrive when a test says; each reads 100 tokens and writes 10 of the 50 that
/// it may.
public final class WorkloadCallFixture {
  private final List<WorkloadCall> all = new ArrayList<>();

  /// One more, so many milliseconds after the start.
  public WorkloadCallFixture at(long millis, Band band) {
    all.add(new WorkloadCall(all.size(), millis * 1_000_000, 100, 10, 50, band, Workload.NOBODY));
    return this;
  }

  /// Many at once.
  public WorkloadCallFixture at(long millis, Band band, int count) {
    for (int i = 0; i < count; i++) {
      at(millis, band);
    }
    return this;
  }

  public List<WorkloadCall> list() {
    return List.copyOf(all);
  }
}
