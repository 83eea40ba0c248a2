package dev.sluice.accounts.ledger;

import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Units;
import dev.sluice.accounts.price.Units.Taken;
import dev.sluice.call.request.PricedExtra;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/// An entry of the journal as its bytes lie there: its numbers are read, its texts are made where
/// they are asked for. May be used for one entry after another, as long as the bytes stay what they
/// are. Confined to one thread.
final class EntryView {
  /// The bits of the number that holds what is true or not.
  static final int ESTIMATED = 1;

  static final int PRICED = 2;
  static final int GATEWAY = 4;

  private static final int FIELDS = Field.values().length;
  private static final int METERS = Meter.values().length;

  private final FieldReader in = new FieldReader(new byte[0]);
  private final int[] positions = new int[FIELDS];
  private final int[] lengths = new int[FIELDS];
  private final long[] meters = new long[METERS];
  private byte[] bytes = new byte[0];
  private long number;
  private long setAside;
  private long began;
  private long nanos;
  private long ended;
  private long flags;
  private long calls;

  /// Where the tags begin, or would; where the units do, and where all ends.
  private int tagsAt;

  private int unitsAt;
  private int end;

  /// The texts of an entry.
  enum Field {
    CALL(0),
    KEY(1),
    TEAM(2),
    MODEL(3),
    /// The target that the amount was set aside for.
    LIKELY_TARGET(4),
    TARGET(5),
    OUTCOME(6),
    REASON(7),
    /// The tags of the call, as [dev.sluice.accounts.tag.TagText] has them.
    TAGS(8);

    private final int index;

    Field(int index) {
      this.index = index;
    }
  }

  /// Reads an entry. One without tags and units ends behind the number of its calls, as all do that
  /// were written before there were tags; one without units ends behind its tags.
  void read(byte[] from, int at, int length) {
    readOpened(from, at);
    skip(Field.TARGET);
    for (int i = 0; i < METERS; i++) {
      meters[i] = in.number();
    }
    nanos = in.number();
    ended = in.number();
    flags = in.number();
    skip(Field.OUTCOME);
    skip(Field.REASON);
    calls = in.number();
    readTags(at + length);
  }

  /// Reads what an opened call has, which an entry begins with.
  void readOpened(byte[] from) {
    readOpened(from, 0);
    readTags(from.length);
  }

  private void readTags(int endsAt) {
    end = endsAt;
    tagsAt = in.position();
    if (in.position() < end) {
      skip(Field.TAGS);
    } else {
      lengths[Field.TAGS.index] = 0;
    }
    unitsAt = in.position();
  }

  private void readOpened(byte[] from, int at) {
    bytes = from;
    in.begin(from, at);
    number = in.number();
    skip(Field.CALL);
    skip(Field.KEY);
    skip(Field.TEAM);
    skip(Field.MODEL);
    skip(Field.LIKELY_TARGET);
    setAside = in.number();
    began = in.number();
  }

  private void skip(Field field) {
    int length = in.length();
    positions[field.index] = in.position();
    lengths[field.index] = length;
    in.skip(length);
  }

  String text(Field field) {
    int of = field.index;
    return new String(bytes, positions[of], lengths[of], StandardCharsets.UTF_8);
  }

  /// A text of the entry, out of a cache if it is there.
  String text(Field field, TextCache texts) {
    int of = field.index;
    return texts.text(bytes, positions[of], lengths[of]);
  }

  /// The hash of a text, for which no string is made.
  long hash(Field field) {
    int of = field.index;
    return TextHash.of(bytes, positions[of], lengths[of]);
  }

  /// Whether a text is `utf8`.
  boolean is(Field field, byte[] utf8) {
    int at = positions[field.index];
    return Arrays.equals(utf8, 0, utf8.length, bytes, at, at + lengths[field.index]);
  }

  /// Whether the call has tags.
  boolean isTagged() {
    return lengths[Field.TAGS.index] > 0;
  }

  /// The position of the tags in the bytes, behind all of the entry but its units.
  int tagsAt() {
    return tagsAt;
  }

  /// The position of the units in the bytes, behind all else; they take what is left of the entry.
  int unitsAt() {
    return unitsAt;
  }

  /// Whether the call has taken units.
  boolean hasUnits() {
    return unitsAt < end;
  }

  /// The units that the call has taken. Those that this program does not know are left out.
  Units units() {
    if (!hasUnits()) {
      return Units.NONE;
    }
    in.begin(bytes, unitsAt);
    var taken = new ArrayList<Taken>();
    for (long left = in.number(); left > 0; left--) {
      Optional<PricedExtra> unit = PricedExtra.of(text());
      String kind = text();
      long count = in.number();
      unit.ifPresent(known -> taken.add(new Taken(known, kind, count)));
    }
    return new Units(taken);
  }

  private String text() {
    int length = in.length();
    String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
    in.skip(length);
    return text;
  }

  /// The call's number.
  long number() {
    return number;
  }

  /// How much was set aside for the call, in nano-dollars.
  long setAside() {
    return setAside;
  }

  /// When the call began, in milliseconds since 1970 in UTC.
  long began() {
    return began;
  }

  /// When the call ended, in milliseconds since 1970 in UTC.
  long ended() {
    return ended;
  }

  /// The cost of the call, in nano-dollars.
  long nanos() {
    return nanos;
  }

  boolean isEstimated() {
    return (flags & ESTIMATED) != 0;
  }

  boolean isPriced() {
    return (flags & PRICED) != 0;
  }

  /// Whether the gateway pays, and not the key.
  boolean isOfGateway() {
    return (flags & GATEWAY) != 0;
  }

  /// How many calls the entry is the sum of.
  long calls() {
    return calls;
  }

  /// The count of a meter.
  ///
  /// @param index its place in the order of [Meter]
  long meter(int index) {
    return meters[index];
  }

  /// Whether the call has used nothing and cost nothing.
  boolean isFree() {
    long all = nanos;
    for (long count : meters) {
      all |= count;
    }
    return all == 0;
  }

  Meters meters() {
    int next = 0;
    return new Meters(
        meters[next++],
        meters[next++],
        meters[next++],
        meters[next++],
        meters[next++],
        meters[next++],
        meters[next++],
        meters[next++],
        meters[next++],
        meters[next],
        units());
  }
}
