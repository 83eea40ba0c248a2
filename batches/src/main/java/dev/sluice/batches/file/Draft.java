package dev.sluice.batches.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file that is written: counts and digests what passes to its sink, and holds it to its bounds.
final class Draft implements FileWriter {
  /// Makes a file of a content that is complete.
  @FunctionalInterface
  interface Ending {
    /// Makes the file.
    ///
    /// @param asked what is said of the file
    /// @param bytes the size of the content
    /// @param lines how many lines it has
    /// @param sha256 in hexadecimal
    StoredFile end(NewFile asked, long bytes, long lines, String sha256)
        throws IOException, InterruptedException;
  }

  private final Contents.Sink to;
  private final Quotas.Share share;
  private final Bound bound;
  private final Ending ending;
  private final MessageDigest digest = sha256();
  private NewFile asked;
  private long most;
  private long size;
  private long lines;

  /// Whether the last byte ends a line.
  private boolean atLineStart = true;

  /// Knows how large files may be.
  @FunctionalInterface
  interface Bound {
    /// The most bytes of a file of which this is said.
    long most(NewFile asked);
  }

  Draft(Contents.Sink to, Quotas.Share share, NewFile asked, Bound bound, Ending ending) {
    this.to = to;
    this.share = share;
    this.asked = asked;
    this.bound = bound;
    this.most = bound.most(asked);
    this.ending = ending;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    if (length == 0) {
      return;
    }
    refuseLarge(size + length);
    share.take(length);
    size += length;
    count(bytes);
    digest.update(bytes.duplicate());
    try {
      to.write(bytes);
    } catch (IOException why) {
      throw FileRefused.of(why);
    }
  }

  private void refuseLarge(long bytes) throws FileRefused {
    if (bytes > most) {
      throw new FileRefused(
          FileRefused.Reason.TOO_LARGE,
          "the file is larger than " + most + " bytes, the most for its purpose");
    }
  }

  @Override
  public void describe(NewFile other) throws FileRefused {
    asked = other;
    most = bound.most(other);
    refuseLarge(size);
  }

  private void count(ByteBuffer bytes) {
    int end = bytes.limit();
    for (int i = bytes.position(); i < end; i++) {
      if (bytes.get(i) == '\n') {
        lines++;
      }
    }
    atLineStart = bytes.get(end - 1) == '\n';
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public StoredFile commit() throws IOException, InterruptedException {
    try {
      to.commit();
    } catch (IOException why) {
      throw FileRefused.of(why);
    }
    String sha256 = HexFormat.of().formatHex(digest.digest());
    return ending.end(asked, size, lines + (atLineStart ? 0 : 1), sha256);
  }

  @Override
  public void close() {
    share.close();
    to.close();
  }
}
