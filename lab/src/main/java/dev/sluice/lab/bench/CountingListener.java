package dev.sluice.lab.bench;

import dev.sluice.dialect.sse.EventScanner;

/// Counts events, so that nothing is optimised away.
final class CountingListener implements EventScanner.Listener {
  private long counted;

  long counted() {
    return counted;
  }

  @Override
  public void data(byte[] a, int from, int to) {
    counted += to - from;
  }

  @Override
  public boolean event(int end) {
    counted++;
    return true;
  }
}
