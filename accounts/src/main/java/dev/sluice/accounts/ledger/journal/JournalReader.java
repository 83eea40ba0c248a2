package dev.sluice.accounts.ledger.journal;

import dev.sluice.accounts.ledger.journal.Entry.Located;
import java.util.Optional;

/// Reads a journal from a place on, as it grows. Confined to one thread.
public final class JournalReader {
  private Segment segment;
  private long position;

  JournalReader(Segment first, JournalPlace from) {
    this.segment = first;
    this.position = first.number() == from.segment() ? from.position() : FileHead.SIZE;
  }

  /// The next entry; empty where there is none yet.
  public Optional<Located> next() {
    while (true) {
      Segment.Step step = segment.read(position);
      byte[] payload = step.payload();
      if (payload != null) {
        position = step.behind();
        return Optional.of(located(payload, step));
      }
      Segment behind = segment.next();
      if (!step.end() || behind == null) {
        return Optional.empty();
      }
      segment = behind;
      position = FileHead.SIZE;
    }
  }

  private Located located(byte[] payload, Segment.Step step) {
    return new Located(
        EntryCodec.decode(payload),
        new JournalPlace(segment.number(), step.at()),
        new JournalPlace(segment.number(), position));
  }

  /// The place behind the last entry that was read.
  public JournalPlace place() {
    return new JournalPlace(segment.number(), position);
  }
}
