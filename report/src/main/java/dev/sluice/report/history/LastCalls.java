package dev.sluice.report.history;

import dev.sluice.call.runtime.Latest;
import java.util.List;
import java.util.Optional;

/// The last calls, and apart from them the last notable ones. Safe for any thread; adding neither
/// locks nor waits.
///
/// A young collection copies all of them, since each is forgotten one or two collections after it
/// was added: so each is kept as one array ([RecordBytes]), the same for both, and made a record
/// again for a reader.
final class LastCalls {
  private final Latest<byte[]> all;
  private final Latest<byte[]> notable;

  /// Makes a store of the last calls.
  ///
  /// @param all how many calls are kept
  /// @param notable how many notable ones
  public LastCalls(int all, int notable) {
    this.all = new Latest<>(all);
    this.notable = new Latest<>(notable);
  }

  /// Keeps a call, and forgets the oldest where there are too many.
  public void add(CallRecord call, boolean isNotable) {
    byte[] bytes = RecordBytes.of(call);
    all.add(bytes);
    if (isNotable) {
      notable.add(bytes);
    }
  }

  /// The calls that are kept, newest first; made anew for each reader.
  public List<CallRecord> all() {
    return records(all);
  }

  /// The notable calls, newest first; a new list for each reader.
  public List<CallRecord> notable() {
    return records(notable);
  }

  /// The newest kept call with this identifier.
  public Optional<CallRecord> find(String id) {
    return all.newestFirst().stream()
        .filter(call -> RecordBytes.id(call).equals(id))
        .findFirst()
        .map(RecordBytes::read);
  }

  private static List<CallRecord> records(Latest<byte[]> ring) {
    return ring.newestFirst().stream().map(RecordBytes::read).toList();
  }
}
