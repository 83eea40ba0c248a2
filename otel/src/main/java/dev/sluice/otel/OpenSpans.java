package dev.sluice.otel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The parts of calls that have not ended, by the calls' spans. Whether they are sent is known only
/// when the call has ended. There are as many entries as calls under way. Safe for any thread;
/// never waits.
final class OpenSpans {
  private final Map<String, SpanRecords> calls = new ConcurrentHashMap<>();

  /// A part of a call, linked to those before it.
  private record Link(SpanRecord part, @Nullable Link before) {}

  /// The parts of one call: a stack, since most calls have one part.
  private static final class SpanRecords {
    private final AtomicReference<@Nullable Link> last = new AtomicReference<>();

    void add(SpanRecord part) {
      Link before = last.get();
      while (!last.compareAndSet(before, new Link(part, before))) {
        before = last.get();
      }
    }

    List<SpanRecord> all() {
      var parts = new ArrayList<SpanRecord>();
      for (Link link = last.get(); link != null; link = link.before()) {
        parts.addFirst(link.part());
      }
      return parts;
    }
  }

  void begin(String span) {
    calls.put(span, new SpanRecords());
  }

  /// Keeps a part of a call.
  ///
  /// @return whether the call has not ended yet: a shared call may outlive the one that began it
  boolean add(String span, SpanRecord part) {
    SpanRecords call = calls.get(span);
    if (call != null) {
      call.add(part);
    }
    return call != null;
  }

  /// Forgets a call that is not sent.
  void drop(String span) {
    calls.remove(span);
  }

  /// Removes and returns the parts of a call that has ended, in their order.
  List<SpanRecord> end(String span) {
    SpanRecords call = calls.remove(span);
    return call == null ? List.of() : call.all();
  }

  int size() {
    return calls.size();
  }
}
