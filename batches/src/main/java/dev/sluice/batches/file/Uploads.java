package dev.sluice.batches.file;

import dev.sluice.accounts.store.Sql;
import dev.sluice.batches.file.StoredUpload.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Files that come in parts, which may come in any order and beside each other. A part is kept as a
/// file is, out of the sight of clients, until the upload ends. Waits, by the rules of [FileStore].
public final class Uploads {
  /// The largest part, in bytes.
  public static final long LARGEST_PART = 64L << 20;

  /// How many uploads of a team may be pending.
  static final int PENDING = 1_000;

  private static final Duration TIME = Duration.ofHours(1);
  private static final String UPLOAD = "upload_";
  private static final String PART = "part_";
  private static final int PIECE = 64 * 1024;

  private final FileStore files;

  /// The uploads that are becoming files here: each reads and writes all its parts.
  private final Set<String> completing = ConcurrentHashMap.newKeySet();

  Uploads(FileStore files) {
    this.files = files;
  }

  /// An upload that has begun, and what its content may come by.
  ///
  /// @param token 128 random bits, which are kept nowhere: the row has their SHA-256
  public record Granted(StoredUpload upload, String token) {}

  /// Begins an upload as [#create] does, with a token by which its content may come for as long as
  /// it is pending.
  public Granted createWithToken(FileOwner owner, NewFile asked, long bytes)
      throws FileRefused, InterruptedException {
    String token = RandomIds.next("", files.random());
    return new Granted(create(owner, asked, bytes, 0, TokenDigest.of(token)), token);
  }

  /// Begins an upload. It ends an hour later unless it is complete.
  ///
  /// @param bytes how many bytes all parts together will have
  /// @param keep how long the file is kept, in seconds; 0 for as long as others
  /// @throws FileRefused if the file would be too large
  public StoredUpload create(FileOwner owner, NewFile asked, long bytes, long keep)
      throws FileRefused, InterruptedException {
    return create(owner, asked, bytes, keep, "");
  }

  private StoredUpload create(
      FileOwner owner, NewFile asked, long bytes, long keep, String tokenDigest)
      throws FileRefused, InterruptedException {
    long most = files.config().largest(asked.purpose());
    if (bytes > most) {
      throw new FileRefused(
          FileRefused.Reason.TOO_LARGE, "the file would be larger than " + most + " bytes");
    }
    long now = files.clock().millis();
    var upload =
        new StoredUpload(
            RandomIds.next(UPLOAD, files.random()),
            owner,
            asked.name(),
            asked.purpose(),
            bytes,
            State.PENDING,
            "",
            now,
            now + TIME.toMillis(),
            keep);
    boolean added = files.rows().write(sql -> add(sql, upload, tokenDigest));
    if (!added) {
      throw new FileRefused(
          FileRefused.Reason.QUOTA,
          "%d uploads of this key's team are pending; complete or cancel some".formatted(PENDING));
    }
    return upload;
  }

  /// Adds the row of an upload.
  ///
  /// @return whether fewer than so many were pending; else nothing was added
  private static boolean add(Sql sql, StoredUpload upload, String tokenDigest) {
    String team = upload.owner().team();
    FileTable.lock(sql, team);
    boolean room = UploadTable.pending(sql, team, upload.created()) < PENDING;
    if (room) {
      UploadTable.insert(sql, upload, tokenDigest);
    }
    return room;
  }

  /// A team's upload; empty where there is none of this name, or another team's.
  public Optional<StoredUpload> find(String team, String id)
      throws FileRefused, InterruptedException {
    long now = files.clock().millis();
    return RandomIds.is(UPLOAD, id)
        ? files.rows().read(sql -> UploadTable.find(sql, team, id, now))
        : Optional.empty();
  }

  /// The upload that is pending and was given this token, whichever team's it is; empty where there
  /// is none.
  public Optional<StoredUpload> findByToken(String id, String token)
      throws FileRefused, InterruptedException {
    long now = files.clock().millis();
    return RandomIds.is(UPLOAD, id) && RandomIds.is("", token)
        ? files.rows().read(sql -> UploadTable.findByToken(sql, id, token, now))
        : Optional.empty();
  }

  /// Begins a part of an upload. What its commit returns is the part, by its id.
  ///
  /// @throws FileRefused if the upload has ended, or there is no room
  public ContentWriter part(StoredUpload upload) throws IOException, InterruptedException {
    requirePending(upload);
    var part = new NewFile("", upload.purpose(), upload.expires());
    return files.create(
        upload.owner(),
        part,
        new FileStore.DraftKind(
            PART, upload.id(), _ -> LARGEST_PART, 0, (sql, made) -> ended(sql, made, upload.id())));
  }

  private static Optional<FileRefused> ended(Sql sql, StoredFile part, String upload) {
    return UploadTable.find(sql, part.team(), upload, part.created())
        .filter(now -> now.state() != State.PENDING)
        .map(now -> ended(now));
  }

  /// The parts of an upload that have come, in no order. Of each is told what its writer was told.
  public List<StoredFile> parts(StoredUpload upload) throws FileRefused, InterruptedException {
    return files.rows().read(sql -> FileTable.parts(sql, upload.id()));
  }

  private static void requirePending(StoredUpload upload) throws FileRefused {
    if (upload.state() != State.PENDING) {
      throw ended(upload);
    }
  }

  private static FileRefused ended(StoredUpload upload) {
    return FileRefused.invalid(
        "the upload is %s; begin another one".formatted(UploadTable.word(upload.state())));
  }

  /// Makes the file of an upload's parts.
  ///
  /// @param parts the ids of the parts, in the order of the content
  /// @param md5 of the content, in hexadecimal; empty to check nothing
  /// @throws FileRefused if a part is unknown, the sizes or the MD5 differ, or the upload has ended
  public StoredFile complete(StoredUpload upload, List<String> parts, String md5)
      throws IOException, InterruptedException {
    requirePending(upload);
    if (!completing.add(upload.id())) {
      throw FileRefused.invalid("the upload is being completed; wait for the answer to that");
    }
    try {
      return file(upload, parts, md5);
    } finally {
      boolean _ = completing.remove(upload.id());
    }
  }

  private StoredFile file(StoredUpload upload, List<String> parts, String md5)
      throws IOException, InterruptedException {
    List<StoredFile> chosen = chosen(upload, parts);
    checkDigest(chosen, md5);
    List<StoredFile> all = parts(upload);
    long freed = all.stream().mapToLong(StoredFile::bytes).sum();
    long now = files.clock().millis();
    long expires = upload.keep() == 0 ? 0 : now + Duration.ofSeconds(upload.keep()).toMillis();
    var asked = new NewFile(upload.name(), upload.purpose(), expires);
    List<String> removed = new ArrayList<>();
    StoredFile file;
    try (ContentWriter writer =
        files.create(
            upload.owner(),
            asked,
            new FileStore.DraftKind(
                FileStore.FILE,
                "",
                _ -> upload.bytes(),
                freed,
                (sql, made) -> become(sql, upload, made, removed)))) {
      read(chosen, (piece, length) -> writer.write(ByteBuffer.wrap(piece, 0, length)));
      file = writer.commit();
    }
    removed.forEach(files::delete);
    files.free(upload.owner().team(), freed);
    return file;
  }

  /// Checks the digest of parts before anything is written.
  private void checkDigest(List<StoredFile> parts, String md5) throws IOException {
    if (md5.isEmpty()) {
      return;
    }
    MessageDigest digest = md5();
    read(parts, (piece, length) -> digest.update(piece, 0, length));
    String found = HexFormat.of().formatHex(digest.digest());
    if (!md5.equalsIgnoreCase(found)) {
      throw FileRefused.invalid(
          "the MD5 of the parts in this order is %s, and not `md5`; send the parts again"
              .formatted(found));
    }
  }

  private static Optional<FileRefused> become(
      Sql sql, StoredUpload upload, StoredFile made, List<String> removed) {
    if (!UploadTable.end(sql, upload.id(), State.COMPLETED, made.id(), made.created())) {
      return Optional.of(
          FileRefused.invalid("the upload has ended meanwhile; look at it, or begin another one"));
    }
    removed.addAll(FileTable.removeParts(sql, upload.id()));
    return Optional.empty();
  }

  private List<StoredFile> chosen(StoredUpload upload, List<String> ids)
      throws FileRefused, InterruptedException {
    Map<String, StoredFile> known =
        parts(upload).stream().collect(Collectors.toMap(StoredFile::id, Function.identity()));
    List<StoredFile> chosen = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String id : ids) {
      StoredFile part = known.get(id);
      if (part == null || !seen.add(id)) {
        throw FileRefused.invalid(
            "`part_ids` must name parts of this upload, each once; look at number "
                + (chosen.size() + 1));
      }
      chosen.add(part);
    }
    long bytes = chosen.stream().mapToLong(StoredFile::bytes).sum();
    if (bytes != upload.bytes()) {
      throw FileRefused.invalid(
          "the parts have %d bytes, and the upload was begun with `bytes` %d"
              .formatted(bytes, upload.bytes()));
    }
    return chosen;
  }

  /// Takes the contents of parts, piece by piece.
  @FunctionalInterface
  private interface Pieces {
    void take(byte[] piece, int length) throws IOException;
  }

  private void read(List<StoredFile> parts, Pieces to) throws IOException {
    byte[] piece = new byte[PIECE];
    for (StoredFile part : parts) {
      try (ContentReader from = files.open(part)) {
        long at = 0;
        for (int n = from.read(at, piece, 0, PIECE); n > 0; n = from.read(at, piece, 0, PIECE)) {
          to.take(piece, n);
          at += n;
        }
      }
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends an upload without a file, and removes its parts.
  ///
  /// @throws FileRefused if it has ended already
  public StoredUpload cancel(StoredUpload upload) throws IOException, InterruptedException {
    requirePending(upload);
    long now = files.clock().millis();
    files.rows().write(sql -> cancel(sql, upload, now)).forEach(files::delete);
    return find(upload.owner().team(), upload.id()).orElse(upload);
  }

  private static List<String> cancel(Sql sql, StoredUpload upload, long now) {
    FileTable.lock(sql, upload.owner().team());
    boolean _ = UploadTable.end(sql, upload.id(), State.CANCELLED, "", now);
    return FileTable.removeParts(sql, upload.id());
  }
}
