package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The removal of calls one by one, and of what their tags say, in parts: all of them are too much
/// for one transaction.
final class ForgottenCalls {
  private static final String PLACE = "day = ? and journal = ? and segment = ? and position = ?";

  /// What stands between the parts of a cursor.
  private static final String BETWEEN = "/";

  /// A part of the work.
  ///
  /// @param calls how many calls it has met
  /// @param after the cursor to go on with; empty where all were looked at
  record Part(long calls, Optional<String> after) {}

  /// A place in the order of blocks: of PostgreSQL's by their days, of a SQLite file's without.
  ///
  /// @param file of SQLite
  private record Cursor(String file, String day, long journal, long segment, long position) {
    /// The cursor in front of all blocks of a file.
    static Cursor before(String file) {
      return new Cursor(file, "", -1, 0, 0);
    }

    static Cursor of(String text) {
      String[] parts = text.split(BETWEEN, -1);
      if (parts.length != 5) {
        throw new IllegalArgumentException("after is no cursor of this question");
      }
      return new Cursor(
          parts[0],
          parts[1],
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]),
          Long.parseLong(parts[4]));
    }

    /// Its values, as statements name a block by them.
    Object[] place() {
      return new Object[] {day, journal, segment, position};
    }

    String text() {
      return String.join(
          BETWEEN,
          file,
          day,
          Long.toString(journal),
          Long.toString(segment),
          Long.toString(position));
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Stored(Cursor at, byte[] calls) {}

  private ForgottenCalls() {}

  /// Removes blocks of keys.
  ///
  /// @param most how many at most
  /// @return how many calls they had; none where nothing is left
  static long remove(Sql sql, List<String> keys, int most) {
    var removal = new Removal(most);
    if (sql.isPostgres()) {
      removal.in(sql, keys);
    } else {
      for (String name : BlockTable.files(sql)) {
        int _ = sql.beside(name, file -> BlockTable.isIn(file) ? removal.in(file, keys) : 0);
      }
    }
    return removal.calls;
  }

  /// A removal of so many blocks, from one file after the other.
  private static final class Removal {
    private int left;
    private long calls;

    Removal(int left) {
      this.left = left;
    }

    int in(Sql file, List<String> keys) {
      var places = new ArrayList<Object[]>();
      for (String key : keys) {
        places.addAll(of(file, key, left - places.size()));
      }
      left -= places.size();
      return file.batch("delete from blocks where " + PLACE, places).length;
    }

    private List<Object[]> of(Sql file, String key, int most) {
      return file.query(
          "select day, journal, segment, position, entries from blocks where key_id = ? limit "
              + most,
          row -> {
            calls += row.number("entries");
            return at("", row).place();
          },
          key);
    }
  }

  /// Takes a value out of the tags of blocks.
  ///
  /// @param after the cursor of the part before; empty for the first
  /// @param most how many blocks are looked at
  /// @throws IllegalArgumentException if the cursor is none
  static Part removeTag(Sql sql, String value, Optional<String> after, int most) {
    Cursor from = after.map(Cursor::of).orElseGet(() -> Cursor.before(""));
    if (sql.isPostgres()) {
      return removeTagIn(sql, value, from, most);
    }
    List<String> files =
        BlockTable.files(sql).reversed().stream()
            .filter(name -> name.compareTo(from.file()) >= 0)
            .toList();
    if (files.isEmpty()) {
      return new Part(0, Optional.empty());
    }
    String name = files.getFirst();
    Cursor here = name.equals(from.file()) ? from : Cursor.before(name);
    Part part =
        sql.beside(
            name,
            file ->
                BlockTable.isIn(file)
                    ? removeTagIn(file, value, here, most)
                    : new Part(0, Optional.empty()));
    boolean more = part.after().isEmpty() && files.size() > 1;
    return more ? new Part(part.calls(), Optional.of(Cursor.before(files.get(1)).text())) : part;
  }

  private static Part removeTagIn(Sql file, String value, Cursor from, int most) {
    List<Stored> blocks = blocks(file, from, most);
    var changed = new ArrayList<Object[]>();
    long calls = 0;
    for (Stored block : blocks) {
      Optional<BlockTags.Changed> without = BlockTags.without(block.calls(), value);
      if (without.isPresent()) {
        changed.add(
            Stream.concat(Stream.of(without.get().calls()), Arrays.stream(block.at().place()))
                .toArray());
        calls += without.get().changed();
      }
    }
    int[] _ = file.batch("update blocks set calls = ? where " + PLACE, changed);
    return new Part(
        calls, blocks.size() < most ? Optional.empty() : Optional.of(blocks.getLast().at().text()));
  }

  private static List<Stored> blocks(Sql file, Cursor from, int most) {
    String behind =
        file.isPostgres()
            ? " where (day, journal, segment, position) > (?, ?, ?, ?)"
                + " order by day, journal, segment, position limit "
            : " where ? <= day and (journal, segment, position) > (?, ?, ?)"
                + " order by journal, segment, position limit ";
    return file.query(
        "select day, journal, segment, position, calls from blocks" + behind + most,
        row -> new Stored(at(from.file(), row), row.bytes("calls")),
        file.isPostgres() ? from.day() : "",
        from.journal(),
        from.segment(),
        from.position());
  }

  private static Cursor at(String file, Sql.Row row) {
    return new Cursor(
        file,
        row.text("day"),
        row.number("journal"),
        row.number("segment"),
        row.number("position"));
  }
}
