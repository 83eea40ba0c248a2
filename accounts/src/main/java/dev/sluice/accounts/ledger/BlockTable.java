package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.Sql;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The tables of calls one by one, in blocks: a file a month beside a SQLite store, a partition a
/// day in PostgreSQL.
///
/// The files of SQLite commit before the sums do. What lies in one at or behind the place up to
/// which the sums go may so be there without them, and is to be written again, with what has come
/// since: it is removed first.
final class BlockTable {
  /// The beginning of the names of files; the month follows.
  private static final String FILES = "calls-";

  private static final Pattern MONTHLY = Pattern.compile(FILES + "\\d{4}-\\d{2}");

  /// The names of partitions; the day follows, without dashes.
  private static final String PARTITIONS = "blocks_";

  private static final String INSERT =
      "insert into blocks (day, key_id, journal, segment, position, first_began, last_began,"
          + " entries, calls) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String NEWEST =
      "select journal, segment, position, last_began, calls from blocks"
          + " where key_id = ? and first_began <= ?"
          + " and (last_began, segment, position, journal) < (?, ?, ?, ?)"
          + " order by last_began desc, segment desc, position desc, journal desc limit ";

  private static final String ORDER = "key_id, last_began, segment, position, journal, first_began";

  /// The number of the lock for partitions, the same for all processes that share a database.
  private static final long PARTITION_LOCK = 0x736c_7569_6365L;

  private BlockTable() {}

  /// Writes the blocks of a batch.
  ///
  /// @param journal the journal's number in the store
  static void write(Sql sql, WriteBatch batch, long journal) {
    if (sql.isPostgres()) {
      batch.blocks().stream().map(Block::day).distinct().forEach(day -> makeDay(sql, day));
      insert(sql, batch.blocks(), journal);
      FilterTable.add(sql, batch.filter(), journal);
    } else {
      writeFiles(sql, batch, journal);
    }
  }

  /// Writes blocks into files, in the place of what a crash has left of the same calls, which
  /// begins at one of these blocks. Rows in front of the first block stay, although a store that
  /// was restored may not know of them.
  private static void writeFiles(Sql sql, WriteBatch batch, long journal) {
    Optional<JournalPlace> first =
        batch.blocks().stream().map(Block::at).min(Comparator.naturalOrder());
    Map<String, List<Block>> byMonth =
        batch.blocks().stream()
            .collect(
                Collectors.groupingBy(
                    block -> SpendKey.month(block.day()), TreeMap::new, Collectors.toList()));
    // A filter lies in each file that has calls of it.
    batch.filter().stream()
        .flatMap(filter -> filter.days().stream())
        .forEach(day -> byMonth.computeIfAbsent(SpendKey.month(day), _ -> List.of()));
    byMonth.forEach(
        (month, blocks) ->
            sql.beside(
                FILES + month,
                file -> {
                  write(file, blocks, journal, first.orElseThrow());
                  FilterTable.add(file, filterOf(month, batch), journal);
                  return month;
                }));
  }

  private static Optional<CallFilter> filterOf(String month, WriteBatch batch) {
    return batch
        .filter()
        .filter(of -> of.days().stream().anyMatch(day -> SpendKey.month(day).equals(month)));
  }

  private static void write(Sql file, List<Block> blocks, long journal, JournalPlace from) {
    make(file);
    file.update(
        "delete from blocks where journal = ? and (segment, position) >= (?, ?)",
        journal,
        from.segment(),
        from.position());
    FilterTable.removeBehind(file, journal, from);
    insert(file, blocks, journal);
  }

  /// Makes the table of blocks in a file.
  private static void make(Sql file) {
    file.update(
        "create table if not exists blocks (journal integer not null, segment integer not null,"
            + " position integer not null, day text not null, key_id text not null,"
            + " first_began integer not null, last_began integer not null,"
            + " entries integer not null, calls blob not null,"
            + " primary key (journal, segment, position))");
    file.update("create index if not exists blocks_of_key on blocks (" + ORDER + ")");
    FilterTable.make(file);
  }

  private static void insert(Sql sql, List<Block> blocks, long journal) {
    sql.batch(INSERT, blocks.stream().map(block -> values(block, journal)).toList());
  }

  private static Object[] values(Block block, long journal) {
    return new Object[] {
      block.day(),
      block.key(),
      journal,
      block.at().segment(),
      block.at().position(),
      block.first(),
      block.last(),
      block.entries(),
      block.calls()
    };
  }

  /// A block as it is read.
  ///
  /// @param place its place in the order of blocks
  /// @param calls its entries
  @SuppressWarnings("ArrayRecordComponent")
  public record Stored(Place place, byte[] calls) {}

  /// A place in the order of blocks, the newest first: by when the last of its calls began, and by
  /// its place in its journal.
  ///
  /// @param journal the journal's number in the store
  public record Place(long last, long segment, long position, long journal) {
    /// The place in front of all blocks whose last call began at an instant, or before it.
    public static Place before(long last) {
      return new Place(last, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    }
  }

  /// The newest blocks of a key.
  ///
  /// @param began no call of a block is needed that began later
  /// @param behind where they begin
  /// @param most how many
  public static List<Stored> newest(Sql sql, String key, long began, Place behind, int most) {
    return sql.query(
        NEWEST + most,
        BlockTable::stored,
        key,
        began,
        behind.last(),
        behind.segment(),
        behind.position(),
        behind.journal());
  }

  static Stored stored(Sql.Row row) {
    var place =
        new Place(
            row.number("last_began"),
            row.number("segment"),
            row.number("position"),
            row.number("journal"));
    return new Stored(place, row.bytes("calls"));
  }

  /// Makes the partition of a day, where there is none.
  private static void makeDay(Sql sql, String day) {
    String name = PARTITIONS + day.replace("-", "");
    if (days(sql).contains(name)) {
      return;
    }
    sql.query("select pg_advisory_xact_lock(?)", _ -> 0, PARTITION_LOCK);
    sql.update(
        "create table if not exists %s partition of blocks for values in ('%s')"
            .formatted(name, day));
  }

  /// The names of partitions, the oldest first.
  private static List<String> days(Sql sql) {
    return sql.query(
        "select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid"
            + " where i.inhparent = 'blocks'::regclass order by c.relname",
        row -> row.text("name"));
  }

  /// Removes the files or partitions that end before a day.
  ///
  /// @return how many
  public static long dropBefore(Sql sql, LocalDate day) {
    String month = FILES + SpendKey.month(day.toString());
    String partition = PARTITIONS + day.toString().replace("-", "");
    List<String> old =
        sql.isPostgres()
            ? days(sql).stream().filter(name -> name.compareTo(partition) < 0).toList()
            : months(sql).stream().filter(name -> name.compareTo(month) < 0).toList();
    old.forEach(name -> drop(sql, name));
    if (sql.isPostgres()) {
      FilterTable.removeBefore(sql, day.toString());
    }
    return old.size();
  }

  private static void drop(Sql sql, String name) {
    if (sql.isPostgres()) {
      sql.update("drop table if exists " + name);
    } else {
      sql.drop(name);
    }
  }

  private static List<String> months(Sql sql) {
    return sql.names().stream().filter(name -> MONTHLY.matcher(name).matches()).toList();
  }

  /// The names of files of calls, the newest first. Copies that an operator has made beside them
  /// are none.
  public static List<String> files(Sql sql) {
    return months(sql).reversed();
  }

  /// Picks the files that have calls of these days.
  public static List<String> files(Sql sql, Stretches.Days days) {
    return files(sql).stream().filter(name -> days.hasMonth(month(name))).toList();
  }

  /// The month of a file, `YYYY-MM`.
  public static String month(String file) {
    return file.substring(FILES.length());
  }

  /// Whether a file has calls: one that a crash has left before its first commit has none, nor has
  /// one of a version that kept a row for each.
  public static boolean isIn(Sql file) {
    return hasTable(file, "blocks");
  }

  static boolean hasTable(Sql file, String name) {
    return !file.query(
            "select name from sqlite_master where type = 'table' and name = ?",
            row -> row.text("name"),
            name)
        .isEmpty();
  }
}
