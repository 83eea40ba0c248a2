package dev.sluice.accounts.ledger;

import dev.sluice.accounts.ledger.Entry.Payer;
import dev.sluice.accounts.ledger.EntryView.Field;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A reader that takes entries of a journal, sums them up, gathers them in blocks, and makes
/// filters of their identifiers. Confined to one thread.
public final class BatchReader {
  private static final int MOST_ENTRIES = 1 << 14;
  private static final int MOST_BYTES = 1 << 21;

  /// The model of calls that have used nothing and cost nothing: clients may invent names without
  /// end, and each would have a row for good.
  private static final String OTHER = "other";

  private final Days days;
  private final EntryView entry = new EntryView();
  private final TextCache texts = new TextCache();
  private final BlockCutter blocks = new BlockCutter();
  private final FilterBuilder filters = new FilterBuilder();
  private final Map<SpendKey, SpendSum> sums = new HashMap<>();
  private final UnitSums units = new UnitSums();
  private final TagBounds bounds = new TagBounds();

  /// Makes a reader that knows no tags.
  ///
  /// @param zone where a day begins
  public BatchReader(ZoneId zone) {
    this.days = new Days(zone);
  }

  /// Reads what there is: up to 16,384 entries or 2 MiB of them.
  ///
  /// @param from up to which place the store has everything
  public WriteBatch read(JournalReader reader, JournalPlace from) {
    sums.clear();
    units.clear();
    blocks.clear();
    filters.begin(from);
    int entries = 0;
    int bytes = 0;
    while (entries < MOST_ENTRIES && bytes < MOST_BYTES && reader.advance()) {
      add(reader);
      entries++;
      bytes += reader.length();
    }
    boolean more = entries == MOST_ENTRIES || bytes >= MOST_BYTES;
    List<Block> cut = blocks.cut();
    JournalPlace end = reader.place();
    return new WriteBatch(from, end, sorted(), units.sorted(), cut, filters.end(end, cut), more);
  }

  /// Learns by which tags calls are counted in the store: these tags go on to count by themselves.
  public void know(List<Tagged> stored) {
    stored.forEach(one -> bounds.bounded(one.month(), one.key(), one.tags()));
  }

  /// Learns by which kinds pictures are counted in the store: these go on to count by themselves.
  void knowKinds(List<UnitTable.OfKind> stored) {
    units.know(stored);
  }

  /// Tags of calls of a key in a month, `YYYY-MM`.
  ///
  /// @param tags as [dev.sluice.accounts.tag.TagText] has them
  public record Tagged(String month, String key, String tags) {}

  /// Notes that a batch is in the store. If its filter is there too, the next one begins.
  public void written(WriteBatch batch) {
    if (batch.filter().isPresent()) {
      filters.clear();
    }
  }

  /// Sums up entries that stand in no journal; they are not to be seen one by one.
  ///
  /// @param from up to which place the store has such entries
  /// @param end the place behind these
  public WriteBatch sums(List<Entry> entries, JournalPlace from, JournalPlace end) {
    sums.clear();
    units.clear();
    for (Entry one : entries) {
      byte[] encoded = one.encoded();
      entry.read(encoded, 0, encoded.length);
      addSum(days.of(entry.began()));
    }
    return new WriteBatch(from, end, sorted(), units.sorted(), List.of(), Optional.empty(), false);
  }

  private void add(JournalReader reader) {
    entry.read(reader.payload(), 0, reader.length());
    String day = days.of(entry.began());
    SpendKey key = addSum(day);
    blocks.add(day, key.key(), entry.began(), reader);
    filters.add(entry.hash(Field.CALL), entry.ended());
  }

  private SpendKey addSum(String day) {
    SpendKey key = key(day);
    SpendSum sum = sums.get(key);
    if (sum == null) {
      sum = new SpendSum(key);
      sums.put(key, sum);
    }
    sum.add(entry);
    units.add(key, entry);
    return key;
  }

  private List<SpendSum> sorted() {
    return sums.values().stream().sorted(Comparator.comparing(SpendSum::key)).toList();
  }

  private SpendKey key(String day) {
    boolean free = entry.isFree();
    String key = entry.text(Field.KEY, texts);
    return new SpendKey(
        day,
        entry.text(Field.TEAM, texts),
        key,
        free ? OTHER : entry.text(Field.MODEL, texts),
        free ? "" : entry.text(Field.TARGET, texts),
        (entry.isOfGateway() ? Payer.GATEWAY : Payer.KEY).word(),
        entry.text(Field.REASON, texts),
        tags(day, key));
  }

  private String tags(String day, String key) {
    return entry.isTagged()
        ? bounds.bounded(SpendKey.month(day), key, entry.text(Field.TAGS, texts))
        : "";
  }
}
