package dev.sluice.internal.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The last calls, newest first. Safe for any thread; adding neither locks nor waits.
final class CallRing {
  private final AtomicReferenceArray<CallRecord> calls;
  private final AtomicLong added = new AtomicLong();

  CallRing(int size) {
    calls = new AtomicReferenceArray<>(size);
  }

  void add(CallRecord call) {
    long number = added.getAndIncrement();
    calls.setRelease((int) (number % calls.length()), call);
  }

  List<CallRecord> newestFirst() {
    long last = added.get();
    var found = new ArrayList<CallRecord>();
    for (long number = last - 1; number >= 0 && number >= last - calls.length(); number--) {
      CallRecord call = calls.getAcquire((int) (number % calls.length()));
      if (call != null) {
        found.add(call);
      }
    }
    return found;
  }
}
