package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.EntryView.Field;
import dev.sluice.accounts.tag.TagText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Blocks of calls in which one value of tags counts as [TagText#OTHER].
final class BlockTags {
  private final byte[] calls;
  private final String value;
  private final FieldReader in;
  private final FieldWriter out = new FieldWriter();
  private final EntryView entry = new EntryView();
  private long changed;

  private BlockTags(byte[] calls, String value) {
    this.calls = calls;
    this.value = value;
    this.in = new FieldReader(calls);
  }

  /// A block that has changed.
  ///
  /// @param changed how many of its calls
  @SuppressWarnings("ArrayRecordComponent")
  record Changed(byte[] calls, long changed) {}

  /// The tags of a call without this value; empty where none of them has it.
  static Optional<String> without(String tags, String value) {
    return TagText.read(tags).containsValue(value) && !value.equals(TagText.OTHER)
        ? Optional.of(TagText.map(tags, (_, is) -> is.equals(value) ? TagText.OTHER : is))
        : Optional.empty();
  }

  /// Takes a value out of the tags of a block; empty where no call has it.
  static Optional<Changed> without(byte[] calls, String value) {
    if (!mayHold(calls, value)) {
      return Optional.empty();
    }
    var block = new BlockTags(calls, value);
    block.copy();
    return block.changed == 0
        ? Optional.empty()
        : Optional.of(new Changed(block.out.bytes(), block.changed));
  }

  /// Whether the bytes of a value are somewhere in a block: most have none, and are not read.
  private static boolean mayHold(byte[] calls, String value) {
    String bytes = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return new String(calls, StandardCharsets.ISO_8859_1).contains('"' + bytes + '"');
  }

  private void copy() {
    out.number(in.number());
    while (in.position() < calls.length) {
      out.number(in.number());
      int length = in.length();
      copyEntry(in.position(), length);
      in.skip(length);
    }
  }

  private void copyEntry(int at, int length) {
    entry.read(calls, at, length);
    Optional<String> other = without(entry.text(Field.TAGS), value);
    if (other.isEmpty()) {
      out.number(length);
      out.encoded(calls, at, length);
      return;
    }
    changed++;
    var tags = new FieldWriter();
    tags.text(other.get(), other.get().length());
    byte[] encoded = tags.bytes();
    int kept = entry.tagsAt() - at;
    int units = at + length - entry.unitsAt();
    out.number(kept + (long) encoded.length + units);
    out.encoded(calls, at, kept);
    out.encoded(encoded);
    out.encoded(calls, entry.unitsAt(), units);
  }
}
