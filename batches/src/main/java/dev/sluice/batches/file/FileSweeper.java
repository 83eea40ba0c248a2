package dev.sluice.batches.file;

import dev.sluice.accounts.store.Sql;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The removal of files whose time is over, of contents that nobody holds any more, and at a start
/// and each hour of what crashes and a store that was away have left: contents that were not
/// complete, or that have no row. Only what is named as contents are is touched.
final class FileSweeper implements AutoCloseable {
  private static final Duration EACH = Duration.ofMinutes(10);
  private static final Duration LAST = Duration.ofSeconds(2);
  private static final long CLEAN_EACH = Duration.ofHours(1).toNanos();

  /// How old must be what has no row: it may get one in a moment.
  private static final long AGE = Duration.ofHours(1).toMillis();

  /// How many rows one transaction removes.
  private static final int AT_ONCE = 500;

  private static final Pattern NAME =
      Pattern.compile("(file-|part_)[0-9A-Za-z]{%d}(\\.sealed)?".formatted(RandomIds.LENGTH));

  private final Contents contents;
  private final Rows rows;
  private final Clock clock;
  private final boolean shared;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-files").unstarted(this::run);

  /// Whether what crashes have left was removed, and when so last. Confined to the thread, and to
  /// tests.
  private boolean cleaned;

  private long cleanedAt;

  /// @param shared whether other processes write to the same place
  FileSweeper(Contents contents, Rows rows, Clock clock, boolean shared) {
    this.contents = contents;
    this.rows = rows;
    this.clock = clock;
    this.shared = shared;
  }

  /// Begins to sweep each ten minutes, now first.
  void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        turn();
      } while (!closed.await(EACH.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Removes what there is to remove now, whatever goes wrong: the next turn is to come.
  void turn() throws InterruptedException {
    try {
      cleanIfDue();
      sweep();
    } catch (IOException later) {
      // The store or the disk is away, which others tell; the next turn does it.
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug keeps ended files from being removed", bug);
    }
  }

  private void cleanIfDue() throws IOException, InterruptedException {
    long now = clock.nanos();
    if (!cleaned || now - cleanedAt >= CLEAN_EACH) {
      clean();
      cleaned = true;
      cleanedAt = now;
    }
  }

  /// Removes what crashes have left.
  void clean() throws IOException, InterruptedException {
    long now = clock.millis();
    contents.list(some -> clean(some, now));
  }

  private void clean(List<Contents.Leftover> some, long now)
      throws IOException, InterruptedException {
    List<Contents.Leftover> old = new ArrayList<>();
    for (Contents.Leftover left : some) {
      boolean isOld = left.changed() < now - AGE;
      if (!NAME.matcher(left.name()).matches()) {
        continue;
      }
      if (left.whole() && isOld) {
        old.add(left);
      } else if (!left.whole() && (isOld || !shared)) {
        contents.drop(left);
      }
    }
    removeUnknown(old);
  }

  private void removeUnknown(List<Contents.Leftover> some)
      throws IOException, InterruptedException {
    if (some.isEmpty()) {
      return;
    }
    List<String> ids = some.stream().map(FileSweeper::id).toList();
    Set<String> known = rows.read(sql -> FileTable.known(sql, ids));
    for (Contents.Leftover left : some) {
      if (!known.contains(id(left))) {
        contents.delete(left.name());
      }
    }
  }

  private static String id(Contents.Leftover left) {
    return left.name().replace(FileStore.SEALED, "");
  }

  /// Removes what has ended.
  void sweep() throws IOException, InterruptedException {
    long now = clock.millis();
    List<String> gone;
    do {
      gone = rows.write(sql -> removeRows(sql, now));
      gone.forEach(this::removeContent);
    } while (gone.size() == AT_ONCE);
    int _ = rows.write(sql -> UploadTable.expire(sql, now));
  }

  private static List<String> removeRows(Sql sql, long now) {
    for (String id : FileTable.expired(sql, now, AT_ONCE)) {
      int _ = sql.update("update files set deleted = 1 where id = ?", id);
    }
    List<String> unheld = FileTable.unheld(sql, AT_ONCE);
    for (String id : unheld) {
      boolean _ = FileTable.remove(sql, id);
    }
    return unheld;
  }

  /// Removes the content of a file that has no row any more.
  void removeContent(String id) {
    try {
      contents.delete(id);
      contents.delete(id + FileStore.SEALED);
    } catch (IOException later) {
      // It has no row: it goes within two hours.
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(LAST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
