package dev.sluice.batches;

import dev.sluice.accounts.store.OwnerFolder;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
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
    makeFolder();
    Path path = folder.resolve(epoch + END);
    boolean made = !Files.exists(path);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (made) {
      forceName(channel);
    }
    return new LogChannel(channel);
  }

  /// Makes the folder, whose own name is on the disk then.
  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      OwnerFolder.makeMissing(folder);
      forceNames(Objects.requireNonNull(folder.toAbsolutePath().getParent()));
    }
  }

  /// Returns when the name of a file is on the disk, too; closes the file where that fails.
  private void forceName(FileChannel channel) throws IOException {
    try (var rollback = Rollback.of(channel::close)) {
      forceNames(folder);
      rollback.keep();
    }
  }

  private static void forceNames(Path of) throws IOException {
    try (FileChannel names = FileChannel.open(of, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public void remove() throws IOException {
    for (long epoch : epochs()) {
      Files.deleteIfExists(folder.resolve(epoch + END));
    }
    Files.deleteIfExists(folder);
  }
}
