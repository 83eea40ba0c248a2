package dev.sluice.batches.file;

import dev.sluice.accounts.store.FolderLock;
import dev.sluice.accounts.store.OwnerFolder;
import dev.sluice.batches.s3.ObjectInfo;
import dev.sluice.batches.s3.PendingUpload;
import dev.sluice.batches.s3.S3Bucket;
import dev.sluice.batches.s3.S3Exception;
import dev.sluice.batches.s3.S3Exception.Fault;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Contents as objects of S3, which all gateways of one store see. What is written waits in a
/// folder of this process until a part of it is whole, so that a client that is slow holds a piece
/// of a disk and no memory, and a part that has failed can be put again.
final class S3Contents implements Contents {
  /// Below it lie the contents.
  private static final String UNDER = "files/";

  private static final String PIECE = ".piece";

  /// How long a writer may take for a part: at the slowest pace that a body may have, 1 KiB a
  /// second, the usual part takes 2.3 hours.
  private static final long IDLE = Duration.ofHours(6).toMillis();

  private final S3Bucket bucket;
  private final Path folder;
  private final FolderLock lock;
  private final Clock clock;
  private final long part;

  private S3Contents(S3Bucket bucket, Path folder, FolderLock lock, Clock clock, long part) {
    this.bucket = bucket;
    this.folder = folder;
    this.lock = lock;
    this.clock = clock;
    this.part = part;
  }

  /// Contents in a bucket.
  ///
  /// @param folder of this process alone, which is made where it is missing; pieces that another
  ///   one has left there are removed
  /// @throws IOException if it may not be written, or another process holds it; the message says so
  static S3Contents in(S3Bucket bucket, Path folder, Clock clock) throws IOException {
    return in(bucket, folder, clock, S3Sink.PART);
  }

  /// The same with first parts of so many bytes.
  static S3Contents in(S3Bucket bucket, Path folder, Clock clock, long part) throws IOException {
    OwnerFolder.makeMissing(folder);
    FolderLock lock = hold(folder);
    try (Stream<Path> left = Files.list(folder)) {
      for (Path piece : left.filter(file -> file.toString().endsWith(PIECE)).toList()) {
        Files.deleteIfExists(piece);
      }
    }
    return new S3Contents(bucket, folder, lock, clock, part);
  }

  private static FolderLock hold(Path folder) throws IOException {
    Optional<FolderLock> lock = FolderLock.hold(folder);
    if (lock.isEmpty()) {
      throw new IOException(
          "is held by %s: end that one, or give this one a folder of its own (`files.folder`)"
              .formatted(FolderLock.holder(folder)));
    }
    return lock.get();
  }

  @Override
  public Sink begin(String name) throws IOException {
    return new S3Sink(bucket, UNDER + name, folder.resolve(name + PIECE), part);
  }

  @Override
  public Source open(String name) throws IOException {
    var source = new S3Source(bucket, UNDER + name);
    try {
      source.begin();
      return source;
    } catch (S3Exception why) {
      if (why.fault() == Fault.MISSING) {
        throw new NoSuchFileException(name, null, why.getMessage());
      }
      throw why;
    }
  }

  @Override
  public void delete(String name) throws IOException {
    bucket.delete(UNDER + name);
  }

  /// What others write is not old, as far as that can be told: no part has come for hours.
  @Override
  public void list(Found found) throws IOException, InterruptedException {
    bucket.list(UNDER, some -> found.some(some.stream().map(S3Contents::whole).toList()));
    bucket.uploads(UNDER, some -> found.some(given(some)));
  }

  private static Leftover whole(ObjectInfo one) {
    return new Leftover(name(one.name()), true, one.changed());
  }

  private static String name(String object) {
    return object.substring(UNDER.length());
  }

  private List<Leftover> given(List<PendingUpload> some) throws IOException {
    List<Leftover> given = new ArrayList<>();
    for (PendingUpload one : some) {
      if (isGivenUp(one)) {
        given.add(new Leftover(name(one.name()), false, one.begun()));
      }
    }
    return given;
  }

  private boolean isGivenUp(PendingUpload upload) throws IOException {
    long since = clock.millis() - IDLE;
    return upload.begun() < since && bucket.lastPart(upload) < since;
  }

  @Override
  public void drop(Leftover left) throws IOException, InterruptedException {
    String wanted = UNDER + left.name();
    bucket.uploads(
        wanted,
        some -> {
          for (PendingUpload one : some) {
            if (one.name().equals(wanted) && isGivenUp(one)) {
              bucket.abort(one.name(), one.id());
            }
          }
        });
  }

  @Override
  public void close() {
    bucket.close();
    lock.close();
  }
}
