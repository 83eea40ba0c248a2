package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.ledger.EntryView.Field;
import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Units;

/// The coding of entries and opened calls as bytes.
final class EntryCodec {
  /// How many characters of a text are kept at most. A client names models and calls at will.
  private static final int MOST = 200;

  /// The bytes of numbers and of the names of a key and a team, 64 characters each, at most.
  private static final int NAMES = 200;

  /// How many of the first texts may be cut.
  private static final int CUT = 3;

  /// The bytes that a character takes at most.
  private static final int WORST = 3;

  /// The bytes of tags at most, with their length: as many as four have of the longest names and
  /// values. What has more is none.
  private static final int TAGS = 512;

  private static final byte[] NO_TAGS = {};

  /// A text without characters: its length.
  private static final byte[] EMPTY_TEXT = {0};

  private static final Meter[] METERS = Meter.values();

  private EntryCodec() {}

  static byte[] encode(Entry entry) {
    return encode(begin(entry.paid().opened()), entry);
  }

  /// Encodes an entry behind what is encoded of its beginning.
  ///
  /// @param to holds its opened call, as [#begin] gave it; of no use for another entry afterwards
  static byte[] encode(FieldWriter to, Entry entry) {
    Paid paid = entry.paid();
    to.text(paid.target(), MOST);
    for (Meter meter : METERS) {
      to.number(paid.meters().count(meter));
    }
    to.number(paid.nanos());
    to.number(paid.at());
    to.number(flags(entry));
    to.text(paid.outcome(), MOST);
    to.text(entry.reason(), MOST);
    to.number(entry.calls());
    byte[] tags = tags(paid.opened());
    Units units = paid.meters().units();
    if (units.isNone()) {
      to.encoded(tags);
    } else {
      to.encoded(tags.length == 0 ? EMPTY_TEXT : tags);
      write(units, to);
    }
    return to.bytes();
  }

  /// Writes units, which stand behind the tags, where programs without them do not look.
  private static void write(Units units, FieldWriter to) {
    to.number(units.taken().size());
    for (Units.Taken taken : units.taken()) {
      to.text(taken.unit().word(), MOST);
      to.text(taken.kind(), MOST);
      to.number(taken.count());
    }
  }

  /// Encodes tags, which stand behind all fields but units; a call with neither has nothing there.
  private static byte[] tags(Opened opened) {
    if (opened.tags().isEmpty()) {
      return NO_TAGS;
    }
    var to = new FieldWriter();
    to.text(opened.tags(), TAGS);
    byte[] tags = to.bytes();
    return tags.length > TAGS ? NO_TAGS : tags;
  }

  private static long flags(Entry entry) {
    return (entry.paid().estimated() ? EntryView.ESTIMATED : 0)
        | (entry.paid().priced() ? EntryView.PRICED : 0)
        | (entry.payer() == Entry.Payer.GATEWAY ? EntryView.GATEWAY : 0);
  }

  /// Reads the number of an entry's call.
  static long number(byte[] bytes) {
    return new FieldReader(bytes).number();
  }

  /// @param length how many of the bytes are the entry's
  static Entry decode(byte[] bytes, int length) {
    var view = new EntryView();
    view.read(bytes, 0, length);
    var paid =
        new Paid(
            opened(view),
            view.text(Field.TARGET),
            view.meters(),
            view.nanos(),
            view.ended(),
            view.isEstimated(),
            view.isPriced(),
            view.text(Field.OUTCOME));
    var payer = view.isOfGateway() ? Entry.Payer.GATEWAY : Entry.Payer.KEY;
    return new Entry(paid, payer, view.text(Field.REASON), view.calls());
  }

  /// Encodes an opened call without its tags, which an entry begins with.
  static FieldWriter begin(Opened opened) {
    return begin(opened, MOST);
  }

  /// An opened call with its tags, in at most `most` bytes; what is too long is cut, but neither
  /// the names of its key and team nor its tags.
  ///
  /// @param whole as [#begin] gave it
  static FieldWriter fit(FieldWriter whole, Opened opened, int most) {
    byte[] tags = tags(opened);
    int room = most - tags.length;
    if (tags.length == 0 && whole.size() <= room) {
      return whole;
    }
    var fitted = begin(opened, whole.size() <= room ? MOST : (room - NAMES) / CUT / WORST);
    fitted.encoded(tags);
    return fitted;
  }

  private static FieldWriter begin(Opened opened, int cut) {
    var to = new FieldWriter();
    to.number(opened.number());
    to.text(opened.call(), cut);
    to.text(opened.key(), MOST);
    to.text(opened.team(), MOST);
    to.text(opened.model(), cut);
    to.text(opened.target(), cut);
    to.number(opened.nanos());
    to.number(opened.at());
    return to;
  }

  static Opened decodeOpened(byte[] bytes) {
    var view = new EntryView();
    view.readOpened(bytes);
    return opened(view);
  }

  private static Opened opened(EntryView view) {
    return new Opened(
        view.number(),
        view.text(Field.CALL),
        view.text(Field.KEY),
        view.text(Field.TEAM),
        view.text(Field.MODEL),
        view.text(Field.LIKELY_TARGET),
        view.setAside(),
        view.began(),
        view.text(Field.TAGS));
  }
}
