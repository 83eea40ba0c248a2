package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.price.Units;
import dev.sluice.call.request.PricedExtra;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Entries as bytes.
class EntryCodecTest {
  private final Random random = new Random(20_261_127);

  @Test
  void an_entry_is_read_as_it_was_written_whatever_it_holds() {
    for (int i = 0; i < 20_000; i++) {
      Entry entry = entry();
      assertThat(decode(EntryCodec.encode(entry))).as("entry %d", i).isEqualTo(entry);
    }
  }

  private static Entry decode(byte[] bytes) {
    return EntryCodec.decode(bytes, bytes.length);
  }

  private Entry entry() {
    var opened =
        new Opened(number(), text(), text(), text(), text(), text(), number(), number(), tags());
    var meters =
        new Meters(
            number(), number(), number(), number(), number(), number(), number(), number(),
            number(), number(), units());
    var paid =
        new Paid(
            opened,
            text(),
            meters,
            number(),
            number(),
            random.nextBoolean(),
            random.nextBoolean(),
            text());
    return new Entry(
        paid,
        random.nextBoolean() ? Entry.Payer.KEY : Entry.Payer.GATEWAY,
        text(),
        1 + random.nextLong(1_000));
  }

  private Units units() {
    PricedExtra unit = random.nextBoolean() ? PricedExtra.IMAGE : PricedExtra.CHARACTER;
    var taken = new Units.Taken(unit, random.nextBoolean() ? "" : text(), number());
    var more = new Units.Taken(PricedExtra.AUDIO_SECOND, "", number());
    return random.nextInt(3) == 0 ? Units.NONE : new Units(List.of(more, taken));
  }

  /// Any number, those with few digits as often as those with many.
  private long number() {
    return random.nextLong() >>> random.nextInt(64);
  }

  private String tags() {
    return random.nextBoolean() ? "" : text();
  }

  private String text() {
    int length = random.nextInt(40);
    var text = new StringBuilder();
    while (text.length() < length) {
      int character = 1 + random.nextInt(0x10ffff);
      boolean half = character >= 0xd800 && character <= 0xdfff;
      text.appendCodePoint(half ? 'x' : character);
    }
    return text.toString();
  }

  @Test
  void names_that_clients_choose_are_cut_and_hold_no_nul() {
    var opened = new Opened(1, "a\u0000b", "k", "t", "m".repeat(1_000), "p/m", 0, 0, "");
    var paid = new Paid(opened, "p/m", Meters.NONE, 0, 0, false, true, "answered");
    Opened read = decode(EntryCodec.encode(Entry.of(paid))).paid().opened();
    assertThat(read.call()).isEqualTo("a?b");
    assertThat(read.model()).isEqualTo("m".repeat(200));
  }

  /// Entries lie in a buffer that held longer ones, and none of them reads on.
  @Test
  void an_entry_without_tags_takes_no_byte_more_and_reads_none_of_what_lies_behind_it() {
    Opened tagged = JournalFixture.tagged(JournalFixture.opened(1), "{\"feature\":\"search\"}");
    byte[] with = EntryCodec.encode(Entry.of(JournalFixture.paid(tagged)));
    byte[] without = EntryCodec.encode(JournalFixture.entry(1));
    assertThat(with).startsWith(without).hasSizeGreaterThan(without.length);
    assertThat(EntryCodec.decode(with, without.length)).isEqualTo(JournalFixture.entry(1));
    assertThat(decode(with).paid().opened()).isEqualTo(tagged);
  }

  @Test
  void units_stand_behind_tags_so_that_programs_without_them_read_all_else() {
    var images = new Units(List.of(new Units.Taken(PricedExtra.IMAGE, "hd/1024x1024", 3)));
    for (String tags : List.of("", "{\"feature\":\"search\"}", "\u4e2d".repeat(400))) {
      Paid plain = JournalFixture.paid(JournalFixture.tagged(JournalFixture.opened(1), tags));
      var paid =
          new Paid(
              plain.opened(),
              plain.target(),
              plain.meters().with(images),
              plain.nanos(),
              plain.at(),
              plain.estimated(),
              plain.priced(),
              plain.outcome());
      byte[] without = EntryCodec.encode(Entry.of(plain));
      byte[] with = EntryCodec.encode(Entry.of(paid));
      assertThat(with).startsWith(without).hasSizeGreaterThan(without.length);
      var view = new EntryView();
      view.read(with, 0, with.length);
      assertThat(view.units()).isEqualTo(images);
      assertThat(view.text(EntryView.Field.TAGS)).isEqualTo(decode(without).paid().opened().tags());
    }
  }

  @Test
  void tags_that_are_too_long_are_none_rather_than_cut() {
    Opened tagged = JournalFixture.tagged(JournalFixture.opened(1), "\u4e2d".repeat(400));
    Entry read = decode(EntryCodec.encode(Entry.of(JournalFixture.paid(tagged))));
    assertThat(read.paid().opened().tags()).isEmpty();
  }
}
