package dev.sluice.batches.file;

import dev.sluice.batches.s3.S3Body;
import dev.sluice.batches.s3.S3Bucket;
import dev.sluice.dialect.rule.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A content that is put to S3: in one request where it is short, else in parts, each of which
/// waits in a file until it is whole. For one thread at a time.
final class S3Sink implements Contents.Sink {
  /// How many bytes the first parts usually have; S3 asks for 5 MiB.
  static final long PART = 8L << 20;

  /// After so many parts they are twice as long, since an upload has 10,000 at most.
  private static final int PARTS_OF_A_SIZE = 1_000;

  private final S3Bucket bucket;
  private final String name;
  private final Path piece;
  private final long firstParts;
  private final FileChannel channel;
  private final MessageDigest digest = Digests.sha256();
  private final List<String> tags = new ArrayList<>();
  private String upload = "";
  private long filled;
  private long size;
  private boolean committed;

  /// @param piece the file in which a part waits
  /// @param firstParts how many bytes the first parts have
  S3Sink(S3Bucket bucket, String name, Path piece, long firstParts) throws IOException {
    this.bucket = bucket;
    this.name = name;
    this.piece = piece;
    this.firstParts = firstParts;
    this.channel = FileChannel.open(piece, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /// A full part is held until something stands behind it, since a content of one part is put at
  /// once.
  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      long part = firstParts << (tags.size() / PARTS_OF_A_SIZE);
      if (filled == part) {
        putPart();
      }
      int length = (int) Math.min(bytes.remaining(), part - filled);
      ByteBuffer some = bytes.slice(bytes.position(), length);
      digest.update(some.duplicate());
      while (some.hasRemaining()) {
        channel.write(some, filled + some.position());
      }
      bytes.position(bytes.position() + length);
      filled += length;
      size += length;
    }
  }

  private void putPart() throws IOException {
    if (upload.isEmpty()) {
      upload = bucket.begin(name);
    }
    tags.add(bucket.part(name, upload, tags.size() + 1, body()));
    FileChannel _ = channel.truncate(0);
    filled = 0;
  }

  private S3Body body() {
    return S3Body.of(piece, filled, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public void commit() throws IOException {
    if (upload.isEmpty()) {
      bucket.put(name, body());
    } else {
      putPart();
      bucket.complete(name, upload, tags, size);
    }
    committed = true;
  }

  @Override
  public void close() {
    try {
      if (!committed && !upload.isEmpty()) {
        bucket.abort(name, upload);
      }
    } catch (IOException later) {
      // It is aborted some hours later.
    }
    try {
      channel.close();
      Files.deleteIfExists(piece);
    } catch (IOException left) {
      // The next start removes it.
    }
  }
}
