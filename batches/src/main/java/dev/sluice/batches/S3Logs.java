package dev.sluice.batches;

import dev.sluice.batches.s3.S3Bucket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The logs of batches in S3, where any gateway finds them that takes a batch over. What is read of
/// them is a copy on a disk of this process.
final class S3Logs implements LogStore {
  /// Below it lie the logs, by batch.
  static final String UNDER = "batches/";

  /// What the names of copies end in.
  static final String COPY = ".copy";

  private final S3Bucket bucket;
  private final Path copies;

  /// How often this process has opened the log of each batch that it works on.
  private final Map<String, Integer> openings = new ConcurrentHashMap<>();

  /// @param copies a folder of this process alone; what another one has left in it is removed
  S3Logs(S3Bucket bucket, Path copies) {
    this.bucket = bucket;
    this.copies = copies;
    String[] left = copies.toFile().list((_, name) -> name.endsWith(COPY));
    for (String name : left == null ? new String[0] : left) {
      boolean _ = copies.resolve(name).toFile().delete();
    }
  }

  @Override
  public LogFiles of(String batch) {
    return new S3Log(
        bucket,
        UNDER + batch + "/",
        copies,
        () -> openings.merge(batch, 1, Integer::sum),
        () -> openings.remove(batch));
  }

  @Override
  public void names(Names to) throws IOException, InterruptedException {
    bucket.folders(UNDER, to::some);
  }
}
