package dev.sluice.batches.s3;

import dev.sluice.provider.auth.SigV4;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// What is sent, whose hash is known before. It can be sent again.
public final class S3Body {
  static final S3Body NONE = new S3Body(0, SigV4.NO_BODY, BodyPublishers::noBody);

  private final long length;
  private final String sha256;
  private final Publisher publisher;

  @FunctionalInterface
  private interface Publisher {
    BodyPublisher get() throws FileNotFoundException;
  }

  private S3Body(long length, String sha256, Publisher publisher) {
    this.length = length;
    this.sha256 = sha256;
    this.publisher = publisher;
  }

  /// Bytes, which stay the caller's.
  public static S3Body of(byte[] bytes) {
    return new S3Body(
        bytes.length, SigV4.hash(ByteBuffer.wrap(bytes)), () -> BodyPublishers.ofByteArray(bytes));
  }

  /// All of a file, which does not change before it is sent.
  ///
  /// @param sha256 of the file, in hexadecimal
  public static S3Body of(Path file, long length, String sha256) {
    return new S3Body(length, sha256, () -> BodyPublishers.ofFile(file));
  }

  long length() {
    return length;
  }

  String sha256() {
    return sha256;
  }

  BodyPublisher publisher() throws FileNotFoundException {
    return publisher.get();
  }
}
