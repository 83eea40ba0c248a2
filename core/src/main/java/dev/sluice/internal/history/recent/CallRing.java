package dev.sluice.internal.history.recent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The last calls, newest first. Safe for any thread; adding neither locks nor waits.
///
/// A young collection copies what the ring has got since the one before, which at full speed is all
/// of it: so each call is kept as one array ([RecordBytes]), and made a record again for a reader.
public final class CallRing {
  private final AtomicReferenceArray<byte[]> calls;
  private final AtomicLong added = new AtomicLong();

  /// @param size how many calls are kept
  public CallRing(int size) {
    calls = new AtomicReferenceArray<>(size);
  }

  /// Keeps a call, and forgets the oldest where there are too many.
  public void add(CallRecord call) {
    byte[] bytes = RecordBytes.of(call);
    long number = added.getAndIncrement();
    calls.setRelease((int) (number % calls.length()), bytes);
  }

  /// The calls that are kept, newest first; made anew for each reader.
  public List<CallRecord> newestFirst() {
    long last = added.get();
    var found = new ArrayList<CallRecord>();
    for (long number = last - 1; number >= 0 && number >= last - calls.length(); number--) {
      byte[] call = calls.getAcquire((int) (number % calls.length()));
      if (call != null) {
        found.add(RecordBytes.read(call));
      }
    }
    return found;
  }
}
