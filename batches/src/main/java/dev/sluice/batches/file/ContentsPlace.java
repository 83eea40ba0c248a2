package dev.sluice.batches.file;

import dev.sluice.batches.s3.S3Bucket;
import dev.sluice.batches.s3.S3Exception;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The place of contents as it is configured: a folder, or a bucket with a folder in which what is
/// written waits.
///
/// @param bucket empty where a folder has the contents
record ContentsPlace(Contents contents, Optional<S3Bucket> bucket) {
  /// Opens the place.
  ///
  /// @param random spreads repeats
  /// @throws IOException if the folder may not be written, or another process holds it, or the
  ///   bucket refuses; the message says so
  static ContentsPlace open(FilesConfig config, Clock clock, RandomGenerator random)
      throws IOException {
    if (config.s3().isEmpty()) {
      return new ContentsPlace(folder(config), Optional.empty());
    }
    S3Bucket bucket = S3Bucket.of(config.s3().get(), clock, random);
    try (var rollback = Rollback.of(bucket::close)) {
      check(bucket);
      Contents contents = inFolder(config, () -> S3Contents.in(bucket, config.folder(), clock));
      return rollback.keep(new ContentsPlace(contents, Optional.of(bucket)));
    }
  }

  private static Contents folder(FilesConfig config) throws IOException {
    return inFolder(config, () -> FolderContents.in(config.folder(), config.shared()));
  }

  @FunctionalInterface
  private interface Opening {
    Contents open() throws IOException;
  }

  private static Contents inFolder(FilesConfig config, Opening opening) throws IOException {
    try {
      return opening.open();
    } catch (IOException why) {
      throw new IOException(
          "the folder of files %s cannot be used: %s".formatted(config.folder(), why.getMessage()),
          why);
    }
  }

  /// A bucket that cannot be reached now may be there later; one that refuses is configured
  /// wrongly.
  private static void check(S3Bucket bucket) throws IOException {
    try {
      bucket.check();
    } catch (S3Exception why) {
      if (!why.isTemporary()) {
        throw why;
      }
    }
  }
}
