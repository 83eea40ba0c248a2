package dev.sluice.batches;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.Owners;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchRefused.Reason;
import dev.sluice.batches.file.FileHolds;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.RandomIds;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.call.runtime.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/// The batches of a gateway: makes them, and takes each to its end.
///
/// Safe for any thread. Everything waits for the store: for worker and virtual threads, never a
/// loop.
public final class Batches implements AutoCloseable {
  /// So many batches of a team may be unfinished.
  static final int MOST_OPEN = 1_000;

  private final BatchWork work;
  private final Accounts accounts;
  private final BatchScheduler scheduler;
  private final BatchAdmin admin;

  private Batches(BatchWork work, Accounts accounts) {
    this.work = work;
    this.accounts = accounts;
    this.scheduler = new BatchScheduler(work);
    this.admin = new BatchAdmin(work, accounts, scheduler);
  }

  /// What batches need of the gateway.
  ///
  /// @param files those of clients
  /// @param accounts whose store has the rows
  /// @param caller calls the lines
  /// @param delegates providers that can run batches by themselves
  /// @param process tells this process from all others that use the store
  /// @param node the name of this process for people; empty for none
  /// @param random a generator that cannot be foretold
  public record Parts(
      FileStore files,
      Accounts accounts,
      LineCaller caller,
      Delegates delegates,
      String process,
      String node,
      Clock clock,
      RandomGenerator random,
      BatchListener listener) {}

  /// Makes the batches of a gateway. Nothing runs before [#start].
  public static Batches of(BatchesConfig config, Parts parts) {
    var rows = new BatchRows(parts.accounts());
    var owners = new BatchOwners(rows, new Owners(parts.process()), parts.clock());
    return new Batches(
        new BatchWork(
            config,
            rows,
            owners,
            new StoredFiles(parts.files(), parts.clock()),
            logs(config, parts.files()),
            parts.caller(),
            parts.delegates(),
            parts.node(),
            parts.clock(),
            parts.random(),
            parts.listener()),
        parts.accounts());
  }

  /// The logs lie where the files do.
  private static LogStore logs(BatchesConfig config, FileStore files) {
    return files.bucket().isPresent()
        ? new S3Logs(files.bucket().get(), config.folder())
        : new FolderLogs(config.folder());
  }

  /// Begins to work on all batches that have not ended.
  public void start() {
    accounts.onCut(scheduler::cut);
    scheduler.start();
  }

  /// Makes a batch.
  ///
  /// @throws FileRefused if its team keeps as many results as it may, or the store is away
  public Batch create(BatchOrder order)
      throws BatchRefused, FileRefused, StoreException, InterruptedException {
    return add(order, (id, times) -> Batch.made(id, order, times));
  }

  /// Makes a batch of an input that its caller has written and found in order, so that it is not
  /// validated again. What is wrong with one of its lines is that line's result.
  ///
  /// @param lines how many it has
  /// @throws FileRefused as above
  public Batch create(BatchOrder order, int lines)
      throws BatchRefused, FileRefused, StoreException, InterruptedException {
    return add(order, (id, times) -> Batch.checked(id, order, times, lines));
  }

  private Batch add(BatchOrder order, BiFunction<String, BatchTimes, Batch> how)
      throws BatchRefused, FileRefused, StoreException, InterruptedException {
    checkInput(order);
    work.files().store().requireRoomForResults(order.team());
    String id = RandomIds.next(BatchIds.BATCH, work.random());
    long window = work.config().window().toMillis();
    Batch batch = how.apply(id, BatchTimes.from(work.clock().millis(), window));
    boolean made = work.rows().write(sql -> add(sql, batch));
    if (!made) {
      throw new BatchRefused(
          Reason.TOO_MANY,
          MOST_OPEN + " batches of this team have not ended: wait until some have, or cancel some");
    }
    work.listener().changed(batch);
    scheduler.wake();
    return batch;
  }

  /// Adds the row of a batch, and holds its input.
  ///
  /// @return whether its team had room for it; else nothing was added
  private static boolean add(Sql sql, Batch batch) {
    String team = batch.order().team();
    BatchTable.lockTeam(sql, team);
    boolean room = BatchTable.open(sql, team) < MOST_OPEN;
    if (room) {
      FileHolds.add(sql, batch.order().input(), batch.id());
      BatchTable.insert(sql, batch);
    }
    return room;
  }

  private void checkInput(BatchOrder order) throws BatchRefused, FileRefused, InterruptedException {
    Optional<StoredFile> input = work.files().store().find(order.team(), order.input());
    if (input.isEmpty()) {
      throw new BatchRefused(
          Reason.NO_INPUT, "there is no file " + order.input() + ": upload it by POST /v1/files");
    }
    if (!input.get().purpose().equals(NewFile.BATCH)) {
      throw new BatchRefused(
          Reason.OTHER_PURPOSE,
          "the file %s has the purpose %s: upload it with the purpose batch"
              .formatted(order.input(), input.get().purpose()));
    }
  }

  /// The batches as one API sees them.
  public ApiBatches by(ClientApi api) {
    return new ApiBatches(api, work, scheduler);
  }

  /// The batches of all teams, for operators.
  public BatchAdmin admin() {
    return admin;
  }

  /// How many batches that have not ended are in each state, as of some seconds ago at most.
  public Map<BatchState, Long> states() {
    return scheduler.states();
  }

  /// How many of the batches that this process works on pause for this reason.
  public long paused(PauseReason why) {
    return scheduler.paused(why);
  }

  /// Why a batch calls no lines now, if it is one that this process works on.
  public PauseReason pause(String id) {
    return scheduler.pause(id);
  }

  /// What keeps batches from going on; empty for nothing.
  public Optional<String> trouble() {
    if (paused(PauseReason.DISK) > 0) {
      return Optional.of("batches pause, since the disk has no room for their results");
    }
    return paused(PauseReason.FILES) > 0
        ? Optional.of("batches pause, since their files cannot be read or written")
        : Optional.empty();
  }

  /// Calls no more lines; those under way may get their answers. Before the calls of the process
  /// are drained.
  public void stop() {
    scheduler.stop();
  }

  /// Waits until what this process works on is at rest, on the disk, and others may have it.
  @Override
  public void close() {
    scheduler.close();
  }
}
