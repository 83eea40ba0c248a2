package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.ledger.Entry.Located;
import dev.sluice.accounts.ledger.EntryView.Field;
import dev.sluice.accounts.price.Meter;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.tag.TagText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read of a journal at once: the sums and the blocks of its entries, and nothing else.
class BatchReaderTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /// Segments of 64 KiB.
  private static final Journal.Sizes SIZES = new Journal.Sizes(1 << 16, 1L << 26, 16);

  private static final long NOW = Instant.parse("2026-11-30T20:00:00Z").toEpochMilli();

  @TempDir private Path folder;
  private final Random random = new Random(20_261_127);
  private Journal journal;

  @BeforeEach
  void open() throws Exception {
    journal = Journal.open(folder, SIZES, JournalFixture.clock(NOW), new Random(7));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private void append(Entry entry) {
    while (!journal.append(entry)) {
      journal.tend();
    }
    journal.tend();
  }

  private Entry entry() {
    String model = "model-" + random.nextInt(3);
    boolean free = random.nextInt(10) == 0;
    var opened =
        new Opened(
            random.nextLong(1_000_000),
            "call-" + random.nextInt(1_000_000),
            List.of("", "web", "batch-ü", "rare").get(random.nextInt(4)),
            "team-" + random.nextInt(2),
            model,
            "p/" + model,
            random.nextInt(1_000_000),
            NOW + random.nextLong(Duration.ofHours(8).toMillis()),
            random.nextBoolean() ? "" : tags("f" + random.nextInt(3)));
    var paid =
        new Paid(
            opened,
            free ? "" : "p/" + model,
            free ? Meters.NONE : Meters.ofText(random.nextInt(5_000), random.nextInt(500)),
            free ? 0 : random.nextInt(1_000_000),
            opened.at() + random.nextInt(60_000),
            random.nextInt(20) == 0,
            random.nextInt(20) != 0,
            free ? "refused" : "answered");
    boolean gateway = random.nextInt(8) == 0;
    return new Entry(
        paid,
        gateway ? Entry.Payer.GATEWAY : Entry.Payer.KEY,
        gateway ? "retry" : "",
        random.nextInt(50) == 0 ? 7 : 1);
  }

  private static String tags(String feature) {
    return TagText.of(List.of("feature"), List.of(feature));
  }

  private List<Located> all() {
    JournalReader reader = journal.read(JournalPlace.START);
    var all = new ArrayList<Located>();
    Optional<Located> next = reader.next();
    while (next.isPresent()) {
      all.add(next.get());
      next = reader.next();
    }
    return all;
  }

  private List<WriteBatch> batches() {
    JournalReader reader = journal.read(JournalPlace.START);
    var batches = new BatchReader(ZONE);
    var read = new ArrayList<WriteBatch>();
    WriteBatch next = batches.read(reader, JournalPlace.START);
    while (!next.isEmpty()) {
      read.add(next);
      next = batches.read(reader, next.end());
    }
    return read;
  }

  @Test
  void sums_are_those_of_all_entries() {
    for (int i = 0; i < 20_000; i++) {
      append(entry());
    }
    Map<SpendKey, long[]> expected = new HashMap<>();
    all().forEach(one -> expected.merge(key(one.entry()), values(one.entry()), this::plus));
    Map<SpendKey, long[]> sums = new HashMap<>();
    for (WriteBatch batch : batches()) {
      assertThat(batch.sums()).extracting(SpendSum::key).isSorted();
      batch.sums().forEach(sum -> sums.merge(sum.key(), sum.values(), this::plus));
    }
    assertThat(sums.keySet()).isEqualTo(expected.keySet());
    sums.forEach((key, values) -> assertThat(values).as("%s", key).isEqualTo(expected.get(key)));
  }

  private static SpendKey key(Entry of) {
    Paid paid = of.paid();
    boolean free = paid.nanos() == 0 && paid.meters().equals(Meters.NONE);
    return new SpendKey(
        Days.of(paid.opened().at(), ZONE),
        paid.opened().team(),
        paid.opened().key(),
        free ? "other" : paid.opened().model(),
        free ? "" : paid.target(),
        of.payer().word(),
        of.reason(),
        paid.opened().tags());
  }

  @Test
  void a_key_that_invents_tags_without_end_has_few_sums_and_each_call_is_in_one() {
    for (int i = 0; i < 2_000; i++) {
      Opened opened = JournalFixture.tagged(JournalFixture.opened(i, "k", NOW), tags("f" + i));
      append(Entry.of(JournalFixture.paid(opened)));
    }
    List<WriteBatch> batches = batches();
    assertThat(batches).hasSize(1);
    List<SpendSum> sums = batches.getFirst().sums();
    assertThat(sums).hasSize(TagBounds.MOST_VALUES + 1);
    assertThat(sums.stream().mapToLong(sum -> sum.values()[0]).sum()).isEqualTo(2_000);
  }

  @Test
  void tags_that_the_store_has_count_by_themselves_and_leave_room_for_no_more_than_before() {
    var batches = new BatchReader(ZONE);
    batches.know(
        IntStream.range(0, TagBounds.MOST_VALUES)
            .mapToObj(i -> new BatchReader.Tagged("2026-11", "k", tags("f" + i)))
            .toList());
    for (String feature : List.of("f7", "new")) {
      append(
          Entry.of(
              JournalFixture.paid(
                  JournalFixture.tagged(JournalFixture.opened(1, "k", NOW), tags(feature)))));
    }
    WriteBatch batch = batches.read(journal.read(JournalPlace.START), JournalPlace.START);
    assertThat(batch.sums())
        .extracting(sum -> sum.key().tags())
        .containsExactly(tags("f7"), tags("other"));
  }

  private static long[] values(Entry of) {
    Paid paid = of.paid();
    var values = new ArrayList<Long>();
    values.add(of.calls());
    Arrays.stream(Meter.values()).forEach(meter -> values.add(paid.meters().count(meter)));
    values.add(paid.nanos());
    values.add(paid.estimated() ? of.calls() : 0);
    values.add(paid.priced() ? 0 : of.calls());
    return values.stream().mapToLong(value -> value).toArray();
  }

  private long[] plus(long[] one, long[] other) {
    var sum = new long[one.length];
    Arrays.setAll(sum, i -> one[i] + other[i]);
    return sum;
  }

  @Test
  void blocks_hold_every_entry_once_at_its_place_with_what_it_says() {
    for (int i = 0; i < 20_000; i++) {
      append(entry());
    }
    Map<JournalPlace, String> blocked = new TreeMap<>();
    batches().forEach(batch -> batch.blocks().forEach(block -> read(block, blocked)));
    Map<JournalPlace, String> expected = new TreeMap<>();
    all().forEach(one -> expected.put(one.at(), words(one.entry())));
    assertThat(blocked).isEqualTo(expected);
  }

  private static void read(Block block, Map<JournalPlace, String> into) {
    var reader = new BlockReader(block.calls(), block.at().position());
    var began = new ArrayList<Long>();
    while (reader.advance()) {
      EntryView entry = reader.entry();
      began.add(entry.began());
      assertThat(entry.text(Field.KEY)).isEqualTo(block.key());
      assertThat(Days.of(entry.began(), ZONE)).isEqualTo(block.day());
      assertThat(Block.slotEnd(entry.began())).isEqualTo(Block.slotEnd(block.first()));
      var at = new JournalPlace(block.at().segment(), reader.position());
      assertThat(into.put(at, words(entry))).as("there already").isNull();
    }
    assertThat(began).hasSize(block.entries());
    assertThat(began.stream().min(Long::compare)).contains(block.first());
    assertThat(began.stream().max(Long::compare)).contains(block.last());
  }

  private static String words(EntryView of) {
    return "%d %s %s %s %s %d %d %d %d"
        .formatted(
            of.number(),
            of.text(Field.CALL),
            of.text(Field.MODEL),
            of.text(Field.TARGET),
            of.meters(),
            of.nanos(),
            of.began(),
            of.ended(),
            of.calls());
  }

  private static String words(Entry of) {
    Paid paid = of.paid();
    return "%d %s %s %s %s %d %d %d %d"
        .formatted(
            paid.opened().number(),
            paid.opened().call(),
            paid.opened().model(),
            paid.target(),
            paid.meters(),
            paid.nanos(),
            paid.opened().at(),
            paid.at(),
            of.calls());
  }

  @Test
  void a_batch_and_a_block_are_bounded_and_the_next_ones_go_on() {
    Entry one = entry();
    for (int i = 0; i < 20_000; i++) {
      append(one);
    }
    List<WriteBatch> batches = batches();
    assertThat(batches).extracting(WriteBatch::more).containsExactly(true, false);
    assertThat(batches)
        .extracting(BatchReaderTest::entries)
        .containsExactly(16_384, 20_000 - 16_384);
    assertThat(batches.getFirst().end()).isEqualTo(batches.getLast().from());
    assertThat(batches)
        .allSatisfy(
            batch ->
                assertThat(batch.blocks())
                    .allSatisfy(block -> assertThat(block.calls().length).isLessThan(1 << 16)));
  }

  private static int entries(WriteBatch batch) {
    return batch.blocks().stream().mapToInt(Block::entries).sum();
  }

  @Test
  void a_batch_that_is_read_again_is_the_same() {
    for (int i = 0; i < 100; i++) {
      append(entry());
    }
    var batches = new BatchReader(ZONE);
    WriteBatch first = batches.read(journal.read(JournalPlace.START), JournalPlace.START);
    WriteBatch again = batches.read(journal.read(JournalPlace.START), JournalPlace.START);
    assertThat(again.sums()).usingRecursiveComparison().isEqualTo(first.sums());
    assertThat(again.blocks()).usingRecursiveComparison().isEqualTo(first.blocks());
  }
}
