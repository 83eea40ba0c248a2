package dev.sluice.batches;

import dev.sluice.batches.LogFiles.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The file of a log on the disk.
class LogChannel implements LogFile {
  private final FileChannel channel;

  LogChannel(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long offset, ByteBuffer into) throws IOException {
    return channel.read(into, offset);
  }

  @Override
  public void append(ByteBuffer bytes) throws IOException {
    long at = channel.size();
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void cut(long size) throws IOException {
    FileChannel _ = channel.truncate(size);
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
