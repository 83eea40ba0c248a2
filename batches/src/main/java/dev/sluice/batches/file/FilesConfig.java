package dev.sluice.batches.file;

import dev.sluice.batches.s3.S3Config;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/// Where files are kept, and how many.
///
/// @param folder the folder of their contents
/// @param shared whether several gateways keep their files in the same folder
/// @param key seals the contents: 32 bytes in base64; empty where they are kept as they are
/// @param largest the largest file of calls, in bytes
/// @param quota how many bytes a team may keep
/// @param retention how long files are kept that do not say so themselves
/// @param s3 where the contents are instead of the folder, in which they are written then; empty
///   for the folder
/// @param free how many bytes of the folder's disk are to stay free; empty for a share of it
public record FilesConfig(
    Path folder,
    boolean shared,
    Optional<Secret> key,
    long largest,
    long quota,
    Duration retention,
    Optional<S3Config> s3,
    OptionalLong free) {
  /// The largest file of calls, unless another size is configured.
  public static final long LARGEST = 200L << 20;

  /// The largest file for anything but calls, where `largest` is no more.
  static final long LARGEST_OTHER = 512L << 20;

  /// How many bytes a team may keep, unless another number is configured.
  public static final long QUOTA = 10L << 30;

  /// How long files are kept that do not say so themselves, unless another time is configured.
  public static final Duration RETENTION = Duration.ofDays(30);

  private static final int KEY = 32;

  public FilesConfig {
    if (key.isPresent() && !isKey(key.get())) {
      throw new IllegalArgumentException(
          "files.key must be 32 bytes in base64: make some by `openssl rand -base64 32`");
    }
  }

  /// Whether a secret can be the key.
  public static boolean isKey(Secret key) {
    try {
      return Base64.getDecoder().decode(key.reveal()).length == KEY;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  /// The bytes of the key.
  static byte[] decoded(Secret key) {
    return Base64.getDecoder().decode(key.reveal());
  }

  /// The largest file of a purpose.
  long largest(String purpose) {
    return purpose.equals(NewFile.BATCH) ? largest : Math.max(largest, LARGEST_OTHER);
  }
}
