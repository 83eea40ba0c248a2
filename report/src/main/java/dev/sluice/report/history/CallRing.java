package dev.sluice.report.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The last calls ([RecordBytes]), newest first. Safe for any thread; adding neither locks nor
/// waits.
final class CallRing {
  private final AtomicReferenceArray<byte[]> calls;
  private final AtomicLong added = new AtomicLong();

  CallRing(int size) {
    calls = new AtomicReferenceArray<>(size);
  }

  void add(byte[] call) {
    long number = added.getAndIncrement();
    calls.setRelease((int) (number % calls.length()), call);
  }

  List<byte[]> newestFirst() {
    long last = added.get();
    var found = new ArrayList<byte[]>();
    for (long number = last - 1; number >= 0 && number >= last - calls.length(); number--) {
      byte[] call = calls.getAcquire((int) (number % calls.length()));
      if (call != null) {
        found.add(call);
      }
    }
    return found;
  }
}
