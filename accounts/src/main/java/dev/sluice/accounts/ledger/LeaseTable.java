package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.Period.Window;
import dev.sluice.accounts.budget.SharedWindow.Limits;
import dev.sluice.accounts.budget.SharedWindow.Sums;
import dev.sluice.accounts.price.Money;
import dev.sluice.accounts.store.Sql;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The tables `money_windows` and `money_leases` of PostgreSQL. The row of a window is locked while
/// leases of it change, so that no two processes are granted the same room:
///
/// ```text
/// base + likely of all leases <= limit        a lease is never below what is spent and under way
/// base + worst of all leases  <= most         limit, while a large call is under way
/// ```
///
/// @param process the one whose leases are written
/// @param zone where a day begins
record LeaseTable(String process, ZoneId zone) {
  /// How long a large call is thought to be under way that nobody has told the end of.
  private static final long LARGE_MS = Duration.ofHours(1).toMillis();

  /// How long a process counts that has renewed no lease of a window.
  private static final long BUSY_MS = Duration.ofSeconds(10).toMillis();

  /// How long a window is kept that has ended: longer than any call takes.
  private static final long KEPT_MS = Duration.ofDays(32).toMillis();

  /// What may be granted ahead is at most this part of what is left, for all processes together.
  private static final long PARTS = 16;

  /// The same for what may be left open.
  private static final long OPEN_PARTS = 4;

  private static final String THOSE =
      " (owner, period_window) in (select * from unnest(?::text[], ?::text[]))";

  private static final String LOCK =
      "select owner, period_window, base, large, case when large_until < "
          + Sql.NOW
          + " then 1 else 0 end as over from money_windows where"
          + THOSE
          + " order by owner, period_window for update";

  private static final String OTHERS =
      "select owner, period_window, least(sum(spent), %1$d)::bigint as spent, least(sum(likely), %1$d)::bigint as likely, least(sum(worst), %1$d)::bigint as worst, least(sum(left_open), %1$d)::bigint as left_open, count(*) filter (where at > %2$s - %3$d) as busy from money_leases where process <> ? and"
              .formatted(Money.MOST, Sql.NOW, BUSY_MS)
          + THOSE
          + " group by owner, period_window";

  private static final String WRITE =
      "insert into money_leases (owner, period_window, process, spent, likely, worst, left_open, at, segment, position) values (?, ?, ?, ?, ?, ?, ?, "
          + Sql.NOW
          + ", ?, ?) on conflict (owner, period_window, process) do update set spent = excluded.spent, likely = excluded.likely, worst = excluded.worst, left_open = excluded.left_open, at = excluded.at, segment = excluded.segment, position = excluded.position";

  private static final String LARGE =
      "update money_windows set large = ?, large_until = case when ? = '' then 0 else "
          + Sql.NOW
          + " + "
          + LARGE_MS
          + " end where owner = ? and period_window = ?";

  /// A window of an owner. The order is that in which rows are made.
  record OwnedWindow(String owner, Window window) implements Comparable<OwnedWindow> {
    String name() {
      return window.name();
    }

    @Override
    public int compareTo(OwnedWindow other) {
      int owners = owner.compareTo(other.owner);
      return owners == 0 ? name().compareTo(other.name()) : owners;
    }
  }

  /// What a process wants of a window.
  ///
  /// @param sums what is spent and under way, which a lease is never below
  /// @param kept what it may go up to until it has the answer, which a lease is not below either
  /// @param asked what calls wait for
  /// @param least the least that one of them does: less than that is of no use
  /// @param ahead what is wanted for calls to come
  /// @param large whether a large call is under way, or waits
  record Want(
      Limits limits,
      Sums sums,
      Amount kept,
      Amount asked,
      Amount least,
      Amount ahead,
      boolean large) {
    Amount floor() {
      return new Amount(sums.likely(), sums.worst());
    }
  }

  /// What is likely, and what is at worst.
  record Amount(long likely, long worst) {
    static final Amount NONE = new Amount(0, 0);
    static final Amount MOST = new Amount(Money.MOST, Money.MOST);

    Amount plus(Amount other) {
      return new Amount(Money.plus(likely, other.likely), Money.plus(worst, other.worst));
    }

    Amount atMost(Amount other) {
      return new Amount(Math.min(likely, other.likely), Math.min(worst, other.worst));
    }

    Amount atLeast(Amount other) {
      return new Amount(Math.max(likely, other.likely), Math.max(worst, other.worst));
    }

    boolean covers(Amount other) {
      return likely >= other.likely && worst >= other.worst;
    }

    Amount minus(Amount other) {
      return new Amount(likely - other.likely, worst - other.worst);
    }

    Amount part(long divisor) {
      return new Amount(Math.max(0, likely / divisor), Math.max(0, worst / divisor));
    }
  }

  /// What a process was granted.
  ///
  /// @param upTo how far its sums may rise
  /// @param others what others have spent
  /// @param open how much may be left open here
  /// @param left what nobody has
  /// @param nodes how many processes are busy with the window
  /// @param whole whether it is all that calls wait for
  record Grant(
      Amount upTo, long others, long open, boolean large, Amount left, long nodes, boolean whole) {}

  /// A row of `money_windows`.
  ///
  /// @param large whose large call is under way; empty for nobody's
  private record Row(long base, String large, boolean over) {
    boolean isFreeFor(String process) {
      return large.isEmpty() || over || large.equals(process);
    }
  }

  /// The sums of the leases of others.
  private record Others(long spent, Amount upTo, long open, long busy) {
    static final Others NONE = new Others(0, Amount.NONE, 0, 0);
  }

  /// Renews leases.
  ///
  /// @param place a place of the journal; what is in front of it is in the sums
  Map<OwnedWindow, Grant> renew(Sql sql, Map<OwnedWindow, Want> wants, JournalPlace place) {
    Map<OwnedWindow, Row> rows = lock(sql, wants.keySet());
    Map<OwnedWindow, Others> others = others(sql, wants.keySet());
    Map<OwnedWindow, Grant> grants = new HashMap<>();
    List<Object[]> leases = new ArrayList<>();
    wants.forEach(
        (key, want) -> {
          Row row = rows.getOrDefault(key, new Row(0, "", true));
          Grant grant = grant(row, others.getOrDefault(key, Others.NONE), want);
          grants.put(key, grant);
          leases.add(lease(key, want.sums().spent(), grant.upTo(), grant.open(), place));
          if (grant.large() || row.large().equals(process)) {
            String large = grant.large() ? process : "";
            sql.update(LARGE, large, large, key.owner(), key.name());
          }
        });
    sql.batch(WRITE, leases);
    return grants;
  }

  /// Writes what a process has spent that has no calls under way.
  void write(Sql sql, Map<OwnedWindow, Long> spent, JournalPlace place) {
    Map<OwnedWindow, Row> _ = lock(sql, spent.keySet());
    List<Object[]> leases = new ArrayList<>();
    spent.forEach(
        (key, nanos) -> leases.add(lease(key, nanos, new Amount(nanos, nanos), 0, place)));
    sql.batch(WRITE, leases);
  }

  /// Ends all leases of a process whose calls are all in the ledger, which goes on without it.
  ///
  /// @param spent what it has spent in windows of which it has not written that yet
  void end(Sql sql, Map<OwnedWindow, Long> spent, JournalPlace place) {
    Set<OwnedWindow> all = new TreeSet<>(spent.keySet());
    all.addAll(held(sql));
    Map<OwnedWindow, Row> _ = lock(sql, all);
    write(sql, spent, place);
    sql.update(
        "update money_windows w set base = base + l.spent, large = case when large = process then '' else large end from money_leases l where process = ? and w.owner = l.owner and w.period_window = l.period_window",
        process);
    sql.update("delete from money_leases where process = ?", process);
  }

  /// The windows that the process has leases of.
  private List<OwnedWindow> held(Sql sql) {
    return sql.query(
        "select l.owner as owner, l.period_window as period_window, since, until from money_leases l join money_windows w on w.owner = l.owner and w.period_window = l.period_window where process = ?",
        row ->
            new OwnedWindow(
                row.text("owner"),
                new Window(row.text("period_window"), row.number("since"), row.number("until"))),
        process);
  }

  /// Whether nobody has told yet that a window is near its end, or has come to it. From now on it
  /// was told.
  static boolean isFirst(Sql sql, MoneyLeases.Telling telling) {
    String column = telling.ended() ? "ended" : "warned";
    return sql.update(
            "update money_windows set %1$s = ? where owner = ? and period_window = ? and %1$s < ?"
                .formatted(column),
            telling.limit(),
            telling.key().owner(),
            telling.key().name(),
            telling.limit())
        == 1;
  }

  /// Removes windows that have ended long ago.
  static void dropOld(Sql sql) {
    String old = " where until < " + Sql.NOW + " - " + KEPT_MS;
    sql.update(
        "delete from money_leases l using money_windows w"
            + old
            + " and w.owner = l.owner and w.period_window = l.period_window");
    sql.update("delete from money_windows" + old);
  }

  private Object[] lease(OwnedWindow key, long spent, Amount upTo, long open, JournalPlace place) {
    return new Object[] {
      key.owner(),
      key.name(),
      process,
      spent,
      upTo.likely(),
      upTo.worst(),
      open,
      place.segment(),
      place.position()
    };
  }

  private Grant grant(Row row, Others others, Want want) {
    Sums sums = want.sums();
    Amount floor = want.floor();
    Limits limits = want.limits();
    Amount held = new Amount(row.base(), row.base()).plus(others.upTo());
    boolean free = row.isFreeFor(process);
    boolean large =
        sums.large() || (want.large() && free && held.worst() + floor.worst() < limits.likely());
    long most = large || !free ? limits.likely() : limits.worst();
    Amount all = new Amount(limits.likely(), most).minus(held);
    long nodes = others.busy() + 1;
    Amount needed = floor.plus(want.asked());
    // Nothing is granted ahead that would keep a large call out.
    Amount spare = all.atMost(new Amount(limits.likely(), limits.likely()).minus(held));
    Amount ahead = want.ahead().atMost(spare.minus(needed).part(PARTS * nodes));
    Amount upTo = needed.plus(ahead).atMost(all);
    boolean whole = upTo.covers(needed);
    boolean useful = whole || upTo.covers(floor.plus(want.least()));
    upTo = (useful ? upTo.atLeast(floor) : floor).atLeast(want.kept());
    long openLeft = limits.open() - others.open() - sums.open();
    return new Grant(
        upTo,
        Money.plus(row.base(), others.spent()),
        sums.open() + Math.max(0, openLeft / OPEN_PARTS / nodes),
        large,
        all.minus(upTo),
        nodes,
        whole && (large || !want.large()));
  }

  /// Locks the rows of windows. Those that are not there are made, with what the ledger has of
  /// them.
  private Map<OwnedWindow, Row> lock(Sql sql, Set<OwnedWindow> keys) {
    Map<OwnedWindow, Row> rows = query(sql, LOCK, keys, LeaseTable::row);
    Set<OwnedWindow> missing = new TreeSet<>(keys);
    missing.removeAll(rows.keySet());
    if (!missing.isEmpty()) {
      for (OwnedWindow key : missing) {
        sql.update(
            "insert into money_windows (owner, period_window, base, since, until) values (?, ?, ?, ?, ?) on conflict do nothing",
            key.owner(),
            key.name(),
            SpentBefore.of(sql, key.owner(), key.window(), zone),
            key.window().from(),
            key.window().until());
      }
      rows.putAll(query(sql, LOCK, missing, LeaseTable::row));
    }
    return rows;
  }

  private static Row row(Sql.Row row) {
    return new Row(row.number("base"), row.text("large"), row.number("over") == 1);
  }

  private Map<OwnedWindow, Others> others(Sql sql, Set<OwnedWindow> keys) {
    return query(
        sql,
        OTHERS,
        keys,
        row ->
            new Others(
                row.number("spent"),
                new Amount(row.number("likely"), row.number("worst")),
                row.number("left_open"),
                row.number("busy")),
        process);
  }

  private static <T> Map<OwnedWindow, T> query(
      Sql sql, String query, Set<OwnedWindow> keys, Function<Sql.Row, T> reader, Object... first) {
    Map<String, Map<String, OwnedWindow>> byName = new HashMap<>();
    keys.forEach(
        key -> byName.computeIfAbsent(key.owner(), _ -> new HashMap<>()).put(key.name(), key));
    Map<OwnedWindow, T> found = new HashMap<>();
    var values = new ArrayList<>(List.of(first));
    values.add(array(keys.stream().map(OwnedWindow::owner).toList()));
    values.add(array(keys.stream().map(OwnedWindow::name).toList()));
    sql.query(
        query,
        row -> {
          Map<String, OwnedWindow> ofOwner = byName.getOrDefault(row.text("owner"), Map.of());
          OwnedWindow key = ofOwner.get(row.text("period_window"));
          return key != null && found.put(key, reader.apply(row)) == null;
        },
        values.toArray());
    return found;
  }

  /// Writes texts as PostgreSQL reads an array of them.
  private static String array(List<String> texts) {
    var array = new StringBuilder("{");
    for (String text : texts) {
      array.append(array.length() > 1 ? "," : "").append('"');
      array.append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return array.append('}').toString();
  }
}
