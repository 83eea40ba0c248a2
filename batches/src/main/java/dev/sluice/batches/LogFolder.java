package dev.sluice.batches;

import dev.sluice.accounts.store.OwnerFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of a log in a folder of the batch's own.
record LogFolder(Path folder) implements LogFiles {
  private static final String END = ".log";
  private static final Pattern NAME = Pattern.compile("\\d{1,18}\\.log");

  @Override
  public List<Long> epochs() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> NAME.matcher(name).matches())
          .map(name -> Long.valueOf(name.substring(0, name.length() - END.length())))
          .sorted()
          .toList();
    }
  }

  @Override
  public LogFile open(long epoch) throws IOException {
    OwnerFolder.makeMissing(folder);
    Path path = folder.resolve(epoch + END);
    boolean made = !Files.exists(path);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var file = new Channel(channel);
    if (made) {
      file.forceName(folder);
    }
    return file;
  }

  @Override
  public void remove() throws IOException {
    for (long epoch : epochs()) {
      Files.deleteIfExists(folder.resolve(epoch + END));
    }
    Files.deleteIfExists(folder);
  }

  private record Channel(FileChannel channel) implements LogFile {
    /// Returns when the name of the file is on the disk, too.
    void forceName(Path folder) throws IOException {
      boolean forced = false;
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
        forced = true;
      } finally {
        if (!forced) {
          channel.close();
        }
      }
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
}
