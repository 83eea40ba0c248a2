package dev.sluice.call.request;

import java.nio.ByteBuffer;

/// The common key of two calls that would get the same answer: the whole SHA-256 digest of
/// everything that the answer depends on, its owner included. Never a part of a digest: two calls
/// that only look alike would get each other's answers.
public record Fingerprint(long first, long second, long third, long fourth) {
  private static final int BYTES = 32;

  /// The fingerprint that consists of `digest`.
  ///
  /// @param digest a digest of 32 bytes
  public static Fingerprint of(byte[] digest) {
    if (digest.length != BYTES) {
      throw new IllegalArgumentException(
          "a digest has " + BYTES + " bytes; this one has " + digest.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new Fingerprint(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }
}
