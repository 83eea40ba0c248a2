package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.Entry.Located;
import java.util.Optional;

/// A reader of a journal from a place on, as it grows. Confined to one thread.
public final class JournalReader {
  private final JournalPlace from;
  private final Segment.Step step = new Segment.Step();
  private Segment segment;
  private long position = FileHead.SIZE;

  /// @param first the segment that the place lies in, or one in front of it: what lies before the
  ///   place is read, so that each frame is found where it begins, and skipped; but for a segment
  ///   of this process, which knows no other places
  JournalReader(Segment first, JournalPlace from) {
    this.from = from;
    this.segment = first;
    if (first.isLive() && first.number() == from.segment()) {
      position = Math.max(position, from.position());
    }
  }

  /// Goes to the next entry.
  ///
  /// @return whether there is one yet
  public boolean advance() {
    boolean found = step();
    while (found && isBefore()) {
      found = step();
    }
    return found;
  }

  private boolean step() {
    while (!segment.read(position, step)) {
      Segment behind = segment.next();
      if (!step.isEnd() || behind == null) {
        return false;
      }
      segment = behind;
      position = FileHead.SIZE;
    }
    position = step.behind();
    return true;
  }

  /// Whether the reader waits for a page that the system does not give.
  public boolean isHeldUp() {
    return step.isMissing();
  }

  /// Whether there is more, for which the reader has to wait.
  boolean isWaiting() {
    return step.isMissing() || step.isWaiting();
  }

  private boolean isBefore() {
    long number = segment.number();
    return number == from.segment() ? step.at() < from.position() : number < from.segment();
  }

  /// The bytes that the entry begins, until [#advance] is called again.
  public byte[] payload() {
    return step.payload();
  }

  /// How many bytes of [#payload] are the entry's.
  public int length() {
    return step.length();
  }

  /// The number of the segment that the entry lies in.
  public long segment() {
    return segment.number();
  }

  /// The position of the entry in its segment.
  public long at() {
    return step.at();
  }

  /// The next entry; empty where there is none yet.
  public Optional<Located> next() {
    return advance() ? Optional.of(located()) : Optional.empty();
  }

  private Located located() {
    return new Located(
        EntryCodec.decode(step.payload(), step.length()),
        new JournalPlace(segment.number(), step.at()),
        new JournalPlace(segment.number(), position));
  }

  /// The place behind the last entry that was read.
  public JournalPlace place() {
    return new JournalPlace(segment.number(), position);
  }
}
