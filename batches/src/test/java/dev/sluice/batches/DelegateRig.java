package dev.sluice.batches;

import dev.sluice.batches.BatchOwners.Taken;
import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.DelegateActions.OpenLines.Kept;
import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.StoreRig.Kind;
import dev.sluice.batches.delegate.PlayedProvider;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.FilesConfig;
import dev.sluice.call.runtime.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/// A delegated batch in virtual time: its row is in a store, its log and its provider in memory.
final class DelegateRig implements AutoCloseable {
  static final String TARGET = "openai/m";

  /// Three lines are a part.
  private static final int PART = 100;

  final PlayedProvider provider = new PlayedProvider();
  final MemoryLogs logs = new MemoryLogs();
  final List<String> troubles = new ArrayList<>();
  final StillClock clock = new StillClock();

  /// What happens when a disk is waited for.
  Runnable onWait = () -> {};

  int waits;
  PlayedDelegates delegates = new PlayedDelegates(provider);
  boolean cancelled;
  ResultLog log;
  DelegateRun run;
  private final Source source;
  private final int lines;
  private final StoreRig store;
  private final FileStore files;
  private final Path folder;
  private final Mode mode;
  private OwnedBatch owned;
  private long epoch;

  /// A clock that a test sets.
  static final class StillClock implements Clock {
    private long nanos = Duration.ofDays(400).toNanos();

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    void advance(Duration by) {
      nanos += by.toNanos();
    }

    private void advanceTo(long to) {
      nanos = Math.max(nanos, to);
    }
  }

  DelegateRig(Path folder, int lines, Mode mode) throws Exception {
    this(folder, lines, mode, OptionalLong.empty());
  }

  /// @param free how many bytes are to stay free on the disk
  DelegateRig(Path folder, int lines, Mode mode, OptionalLong free) throws Exception {
    this.folder = folder;
    this.lines = lines;
    this.mode = mode;
    var input = MemoryInput.ofLines(lines);
    this.source = new Source(input, Lines.index(input));
    this.store = StoreRig.open(StoreRig.config(Kind.SQLITE, folder.resolve("data")), "one", clock);
    this.files =
        FileStore.open(
            files(folder.resolve("files"), free),
            store.accounts(),
            Clock.SYSTEM,
            new SecureRandom());
    var made =
        Batch.made(
            RunRig.ID,
            RunRig.batch().order(),
            BatchTimes.from(clock.millis(), BatchesConfig.WINDOW.toMillis()));
    var planner = new DelegatePlanner(delegates, made, source, PART);
    Batch begun =
        made.next(new BatchEvent.Validated(lines), clock.millis())
            .next(
                new BatchEvent.Delegated(planner.plan(TARGET, clock.millis()).orElseThrow()),
                clock.millis());
    store.run(sql -> BatchTable.insert(sql, begun));
    begin();
  }

  /// The log of the one batch.
  private record OneLog(LogFiles files) implements LogStore {
    @Override
    public LogFiles of(String batch) {
      return files;
    }

    @Override
    public void names(Names to) {}
  }

  private static FilesConfig files(Path folder, OptionalLong free) {
    FilesConfig files = BatchesRig.files(folder, false);
    return new FilesConfig(
        files.folder(),
        files.shared(),
        files.key(),
        files.largest(),
        files.quota(),
        files.retention(),
        files.s3(),
        free);
  }

  private BatchWork work() {
    var config =
        new BatchesConfig(
            folder,
            BatchesConfig.LINES,
            BatchesConfig.WINDOW,
            BatchesConfig.WAITING,
            BatchesConfig.RUNNING,
            BatchesConfig.RETENTION,
            new DelegateConfig(mode, DelegateConfig.POLL));
    var listener =
        new BatchListener() {
          @Override
          public void trouble(String batch, String why) {
            troubles.add(why);
          }
        };
    return new BatchWork(
        config,
        store.rows(),
        store.owners(),
        new StoredFiles(files, clock),
        new OneLog(logs),
        new BatchesRig.ScriptedCaller(),
        delegates,
        "",
        clock,
        new SplittableRandom(5),
        listener);
  }

  private Taken take() throws Exception {
    return store.owners().take(new BatchTable.Open(RunRig.ID, "team", epoch++)).orElseThrow();
  }

  private void begin() throws Exception {
    BatchWork work = work();
    Taken taken = take();
    owned = new OwnedBatch(work, taken);
    log = ResultLog.open(logs, epoch, lines, LogSeal.NONE);
    run =
        new DelegateRun(
            work,
            owned,
            (_, why) -> waitForDisk(why),
            work.expires(taken.batch()),
            () -> cancelled,
            () -> false);
  }

  private void waitForDisk(String why) {
    waits++;
    troubles.add(why);
    onWait.run();
  }

  /// Another process goes on.
  void restart() throws Exception {
    delegates = new PlayedDelegates(provider, delegates.paid);
    begin();
  }

  /// Another owner takes the batch, of which this one learns from the row.
  void lose() {
    try {
      Taken _ = take();
    } catch (Exception why) {
      throw new IllegalStateException(why);
    }
  }

  /// Begins to write how far the lines are.
  ProgressWriter progress() {
    return new ProgressWriter(work(), owned, log, () -> {});
  }

  /// Keeps the store from writing anything until it is let go.
  CountDownLatch holdStore() {
    var go = new CountDownLatch(1);
    var _ =
        store
            .rows()
            .begin(
                _ -> {
                  try {
                    go.await();
                  } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                  }
                  return true;
                });
    return go;
  }

  /// The batch as its row has it, behind all that waits to be written.
  Batch row() throws Exception {
    return store.find("team", RunRig.ID).orElseThrow();
  }

  /// Another process visits the batch, whose input is gone.
  ///
  /// @return whether it is to be visited again
  boolean visit() throws Exception {
    delegates = new PlayedDelegates(provider, delegates.paid);
    BatchWork work = work();
    Taken taken = take();
    var visit = new BatchRunner(work, taken, true, work.expires(taken.batch()), () -> {});
    visit.run();
    return visit.waitsUntil().isPresent();
  }

  /// Goes on, and lets time pass, until nothing more is expected of the provider, or for so long.
  DelegateRun.Result go(Duration most) throws Exception {
    return go(most, new Kept(source, log));
  }

  DelegateRun.Result go(Duration most, DelegateActions.OpenLines with) throws Exception {
    long end = clock.nanos() + most.toNanos();
    DelegateRun.Result result = run.go(with);
    while (result instanceof DelegateRun.Result.Waits(long until, _) && until <= end) {
      clock.advanceTo(until);
      result = run.go(with);
    }
    if (result instanceof DelegateRun.Result.Waits) {
      clock.advanceTo(end);
    }
    return result;
  }

  /// The lines and the log, where no result can be kept any more.
  DelegateActions.OpenLines lost() {
    return new DelegateActions.OpenLines.Billed(source, log);
  }

  /// The batch fails, since its results cannot be kept.
  void fail() throws Exception {
    owned.change(LinesRun.unkept("played"));
  }

  Batch batch() {
    return owned.now();
  }

  /// What is set aside.
  long held() {
    return delegates.held.getOrDefault(RunRig.ID, 0L);
  }

  /// How many batches the provider has made.
  int made() {
    return provider.made().size();
  }

  @Override
  public void close() {
    files.close();
    store.close();
  }
}
