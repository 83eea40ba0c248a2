package dev.sluice.batches.file;

import dev.sluice.dialect.rule.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/// A file that is written: counts and digests what passes to its sink, and holds it to its bounds.
final class Draft implements ContentWriter {
  /// Makes a file of a content that is complete.
  @FunctionalInterface
  interface Completion {
    /// Makes the file.
    ///
    /// @param asked what is said of the file
    /// @param bytes the size of the content
    /// @param sha256 in hexadecimal
    StoredFile end(NewFile asked, long bytes, String sha256)
        throws IOException, InterruptedException;
  }

  private final Contents.Sink to;
  private final FileQuotas.Share share;
  private final DiskRoom room;
  private final Bound bound;
  private final Completion completion;
  private final MessageDigest digest = Digests.sha256();
  private NewFile asked;
  private long most;
  private long size;

  /// Knows how large files may be.
  @FunctionalInterface
  interface Bound {
    /// The most bytes of a file of which this is said.
    long most(NewFile asked);
  }

  Draft(
      Contents.Sink to,
      FileQuotas.Share share,
      DiskRoom room,
      NewFile asked,
      Bound bound,
      Completion completion) {
    this.to = to;
    this.share = share;
    this.room = room;
    this.asked = asked;
    this.bound = bound;
    this.most = bound.most(asked);
    this.completion = completion;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    if (length == 0) {
      return;
    }
    refuseLarge(size + length);
    share.take(length);
    if (asked.isBounded()) {
      room.require(0);
    }
    size += length;
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
    StoredFile file = completion.end(asked, size, sha256);
    share.settle();
    return file;
  }

  @Override
  public void close() {
    share.close();
    to.close();
  }
}
