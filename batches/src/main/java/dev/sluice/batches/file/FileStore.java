package dev.sluice.batches.file;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.Sql;
import dev.sluice.batches.s3.S3Bucket;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The files that clients keep here. A file is a content, in a folder or a bucket, and a row of the
/// store that comes when the content is durable, and goes before it: what a crash leaves is a
/// content without a row, which is removed within two hours.
///
/// ```text
/// create ─> write* ─> commit: content durable ─> row ── delete, or its time is over ─> row gone ─> content gone
///              └────> close: nothing is left           └── while somebody holds it ─> out of sight ─┘
/// ```
///
/// Safe for any thread. Everything waits for disks and for the store: for worker and virtual
/// threads, never a loop.
public final class FileStore implements AutoCloseable {
  /// What the names of contents end in that are sealed.
  static final String SEALED = ".sealed";

  static final String FILE = "file-";

  private final FilesConfig config;
  private final Contents contents;
  private final Optional<S3Bucket> bucket;
  private final DiskRoom room;
  private final Rows rows;
  private final Clock clock;
  private final RandomGenerator random;
  private final FileQuotas quotas;
  private final FileSweeper sweeper;
  private final Uploads uploads = new Uploads(this);

  /// Seals what is written; null where contents are kept as they are.
  private final @Nullable Sealing sealing;

  FileStore(
      FilesConfig config,
      Contents contents,
      Accounts accounts,
      Clock clock,
      RandomGenerator random) {
    this(config, new ContentsPlace(contents, Optional.empty()), accounts, clock, random);
  }

  private FileStore(
      FilesConfig config,
      ContentsPlace place,
      Accounts accounts,
      Clock clock,
      RandomGenerator random) {
    this.config = config;
    this.contents = place.contents();
    this.bucket = place.bucket();
    this.room = new DiskRoom(config.folder(), config.free(), clock);
    this.rows = new Rows(accounts);
    this.clock = clock;
    this.random = random;
    this.quotas = new FileQuotas(config.quota());
    this.sealing =
        config.key().map(key -> new Sealing(FilesConfig.decoded(key), random)).orElse(null);
    this.sweeper =
        new FileSweeper(contents, rows, clock, config.shared() || config.s3().isPresent());
  }

  /// Opens the files of a folder, which is made where it is missing, and begins to remove what has
  /// ended.
  ///
  /// @param accounts whose store has the rows
  /// @param random a generator that cannot be foretold
  /// @throws IOException if the folder may not be written, or another process holds it; the message
  ///   names it
  public static FileStore open(
      FilesConfig config, Accounts accounts, Clock clock, RandomGenerator random)
      throws IOException {
    ContentsPlace place = ContentsPlace.open(config, clock, random);
    var store = new FileStore(config, place, accounts, clock, random);
    store.sweeper.start();
    return store;
  }

  /// The bucket that has the contents; empty where a folder does.
  public Optional<S3Bucket> bucket() {
    return bucket;
  }

  /// The room on the disk of the folder.
  public DiskRoom room() {
    return room;
  }

  /// Checks that there is room for a file of results, whatever else is written meanwhile. One that
  /// goes to a bucket needs room for a part of it.
  ///
  /// @throws FileRefused if there is not
  public void requireRoom(long bytes) throws FileRefused {
    room.require(bucket.isPresent() ? Math.min(bytes, S3Sink.PART) : bytes);
  }

  /// What keeps files from being written or read; empty for nothing.
  public Optional<String> trouble() {
    return bucket.flatMap(S3Bucket::trouble).or(room::trouble);
  }

  /// Files that come in parts.
  public Uploads uploads() {
    return uploads;
  }

  /// What all teams keep, for operators.
  public FileAdmin admin() {
    return new FileAdmin(config, rows.accounts());
  }

  /// Begins a file.
  ///
  /// @throws FileRefused if its team has no room, or the disk has none
  public ContentWriter create(FileOwner owner, NewFile asked)
      throws IOException, InterruptedException {
    return create(owner, asked, file((_, _) -> Optional.empty()));
  }

  /// Begins a file whose row comes with other changes of the store, or not at all.
  ///
  /// @param also the other changes, a part of the transaction that adds the row; says whether they
  ///   and the row are to stay
  public ContentWriter create(FileOwner owner, NewFile asked, BiPredicate<Sql, StoredFile> also)
      throws IOException, InterruptedException {
    RowChange other =
        (sql, file) ->
            also.test(sql, file)
                ? Optional.empty()
                : Optional.of(FileRefused.invalid("the file is no longer wanted"));
    return create(owner, asked, file(other));
  }

  private DraftKind file(RowChange also) {
    return new DraftKind(FILE, "", this::most, 0, also);
  }

  /// Seals what is kept elsewhere than contents; empty where contents are kept as they are.
  ///
  /// @param of whose it is, to which it is bound
  public Optional<RecordSeal> records(String of) {
    return config.key().map(key -> new RecordSeal(FilesConfig.decoded(key), of, random));
  }

  private long most(NewFile asked) {
    return asked.isBounded() ? config.largest(asked.purpose()) : Long.MAX_VALUE;
  }

  /// The kind of what is written.
  ///
  /// @param prefix of its id
  /// @param upload of which it is a part; empty for a file
  /// @param bound how many bytes it may have
  /// @param freed how many bytes of its team's go when it is complete
  /// @param also what else is done in the transaction that adds its row
  record DraftKind(String prefix, String upload, Draft.Bound bound, long freed, RowChange also) {}

  /// A change of the store that is made with the row of a file.
  @FunctionalInterface
  interface RowChange {
    /// Makes the change, or says why the row must not be added; then nothing was changed.
    Optional<FileRefused> enter(Sql sql, StoredFile file);
  }

  ContentWriter create(FileOwner owner, NewFile asked, DraftKind kind)
      throws IOException, InterruptedException {
    String id = RandomIds.next(kind.prefix(), random);
    boolean bounded = asked.isBounded();
    if (bounded) {
      room.require(0);
    }
    FileQuotas.Stock kept =
        rows.read(sql -> FileTable.stock(sql, owner.team())).without(kind.freed());
    FileQuotas.Share share = quotas.share(owner.team(), kept, bounded);
    return new Draft(
        begin(id, share),
        share,
        room,
        asked,
        kind.bound(),
        (said, bytes, sha256) -> {
          long now = clock.millis();
          long expires = said.expires() > 0 ? said.expires() : now + config.retention().toMillis();
          return enter(
              new StoredFile(
                  id,
                  owner.team(),
                  owner.key(),
                  said.name(),
                  said.purpose(),
                  bytes,
                  now,
                  expires,
                  sha256,
                  sealing != null),
              kind);
        });
  }

  /// Begins a content, or gives back its share of the quota.
  private Contents.Sink begin(String id, FileQuotas.Share share) throws IOException {
    Contents.Sink opened = null;
    Contents.Sink sink = null;
    try {
      opened = contents.begin(sealing == null ? id : id + SEALED);
      sink = sealing == null ? opened : new SealedSink(opened, sealing.begin(id, opened));
      return sink;
    } catch (IOException why) {
      throw FileRefused.of(why);
    } finally {
      if (sink == null) {
        share.close();
        close(opened);
      }
    }
  }

  private static void close(Contents.@Nullable Sink opened) {
    if (opened != null) {
      opened.close();
    }
  }

  /// Adds the row of a content that is there. Where it is not known whether the row was added, the
  /// content stays: it is removed within two hours if there is none.
  private StoredFile enter(StoredFile file, DraftKind kind)
      throws IOException, InterruptedException {
    try {
      Optional<FileRefused> refused = rows.write(sql -> enter(sql, file, kind));
      if (refused.isPresent()) {
        delete(file.id());
        throw refused.get();
      }
      return file;
    } catch (FileRefused why) {
      if (why.isUndone()) {
        delete(file.id());
      }
      throw why;
    }
  }

  private Optional<FileRefused> enter(Sql sql, StoredFile file, DraftKind kind) {
    FileTable.lock(sql, file.team());
    FileQuotas.Stock kept = FileTable.stock(sql, file.team()).without(kind.freed());
    if (!file.purpose().equals(NewFile.OUTPUT) && !quotas.holds(kept, file.bytes())) {
      return Optional.of(quotas.full());
    }
    Optional<FileRefused> refused = kind.also().enter(sql, file);
    if (refused.isEmpty()) {
      FileTable.insert(sql, file, kind.upload());
    }
    return refused;
  }

  /// A team's file; empty where there is none of this name, or another team's.
  public Optional<StoredFile> find(String team, String id)
      throws FileRefused, InterruptedException {
    long now = clock.millis();
    return RandomIds.is(FILE, id)
        ? rows.read(sql -> FileTable.find(sql, team, id, now))
        : Optional.empty();
  }

  /// A file that a holder holds by [FileHolds], whether or not it was deleted since.
  public Optional<StoredFile> held(String holder, String id)
      throws FileRefused, InterruptedException {
    return rows.read(sql -> FileTable.held(sql, holder, id));
  }

  /// Checks that a team may have further results, which are not refused once they are paid for.
  ///
  /// @throws FileRefused if the results that it keeps are as many as its quota
  public void requireRoomForResults(String team) throws FileRefused, InterruptedException {
    long most = config.quota();
    if (rows.read(sql -> FileTable.isFullOfResults(sql, team, most))) {
      throw new FileRefused(
          FileRefused.Reason.QUOTA,
          "the results that this key's team keeps have reached %d bytes (files.quota), or %d files; delete some (purpose %s) before the next batch"
              .formatted(most, FileQuotas.FILES, NewFile.OUTPUT));
    }
  }

  /// Some of a team's files.
  ///
  /// @throws FileRefused as invalid if the one that the question names is not there
  public List<StoredFile> list(String team, FileQuery query)
      throws FileRefused, InterruptedException {
    long now = clock.millis();
    boolean known = query.after().isEmpty() || find(team, query.after()).isPresent();
    if (!known) {
      throw FileRefused.invalid("there is no file of the name in `after`; list from the beginning");
    }
    return rows.read(sql -> FileTable.list(sql, team, query, now));
  }

  /// Deletes a team's file. While somebody holds it, its content stays.
  ///
  /// @return what there was; empty where there was none, or another team's
  public Optional<StoredFile> delete(String team, String id)
      throws IOException, InterruptedException {
    if (!RandomIds.is(FILE, id)) {
      return Optional.empty();
    }
    long now = clock.millis();
    var removed =
        rows.write(
            sql ->
                FileTable.find(sql, team, id, now)
                    .map(file -> new Removed(file, FileTable.remove(sql, id))));
    if (removed.isPresent() && removed.get().free()) {
      delete(id);
      free(removed.get().file());
    }
    return removed.map(Removed::file);
  }

  private void free(StoredFile file) {
    if (!file.purpose().equals(NewFile.OUTPUT)) {
      free(file.team(), file.bytes());
    }
  }

  /// Notes that a team keeps so many bytes less.
  void free(String team, long bytes) {
    quotas.free(team, bytes);
  }

  /// @param free whether nobody holds its content
  private record Removed(StoredFile file, boolean free) {}

  /// Removes a content whose row is gone. One that cannot be removed now goes within two hours.
  void delete(String id) {
    sweeper.removeContent(id);
  }

  /// Opens the content of a file.
  ///
  /// @throws FileRefused if it is gone, or was sealed with another key
  public ContentReader open(StoredFile file) throws FileRefused {
    try {
      return file.sealed() ? openSealed(file) : openPlain(file);
    } catch (NoSuchFileException none) {
      throw gone(file.id());
    } catch (IOException why) {
      throw FileRefused.of(why);
    }
  }

  private ContentReader openPlain(StoredFile file) throws IOException {
    return new PlainReader(file.id(), file.bytes(), contents.open(file.id()));
  }

  private ContentReader openSealed(StoredFile file) throws IOException {
    Sealing key = sealing;
    Contents.Source source = contents.open(file.id() + SEALED);
    try (var rollback = Rollback.of(source::close)) {
      if (key == null) {
        throw Sealing.otherKey(file.id());
      }
      Sealing.Pieces pieces = key.open(file.id(), source);
      return rollback.keep(new SealedReader(file.id(), file.bytes(), source, pieces));
    }
  }

  private static FileRefused gone(String id) {
    return new FileRefused(
        FileRefused.Reason.GONE, "the content of " + id + " is gone: bring the file again");
  }

  Rows rows() {
    return rows;
  }

  Clock clock() {
    return clock;
  }

  RandomGenerator random() {
    return random;
  }

  FilesConfig config() {
    return config;
  }

  /// Ends. What is written goes on, and what is read.
  @Override
  public void close() {
    sweeper.close();
    contents.close();
  }
}
