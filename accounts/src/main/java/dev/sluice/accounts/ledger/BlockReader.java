package dev.sluice.accounts.ledger;

/// A reader of the entries of a block. A block is its version (a byte), and for each entry how many
/// steps of eight bytes it lies behind the one before it in the journal, or behind the block's own
/// place, the length of its payload, and the payload. Confined to one thread.
final class BlockReader {
  private final byte[] calls;
  private final FieldReader in;
  private final EntryView entry = new EntryView();
  private long position;

  /// @param calls the bytes of a [Block]
  /// @param position the position of the block in its segment
  public BlockReader(byte[] calls, long position) {
    this.calls = calls;
    this.position = position;
    this.in = new FieldReader(calls);
    long version = in.number();
    if (version != Block.VERSION) {
      throw new IllegalStateException(
          "calls are in a block of version %d, newer than this program: start that version"
              .formatted(version));
    }
  }

  /// Goes to the next entry.
  ///
  /// @return whether there is one
  public boolean advance() {
    if (in.position() >= calls.length) {
      return false;
    }
    position += in.number() * Block.STEP;
    int length = in.length();
    entry.read(calls, in.position(), length);
    in.skip(length);
    return true;
  }

  /// The current entry, until [#advance] is called again.
  public EntryView entry() {
    return entry;
  }

  /// The position of the entry in the journal, in the segment of the block.
  public long position() {
    return position;
  }
}
