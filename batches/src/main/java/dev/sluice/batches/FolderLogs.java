package dev.sluice.batches;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The logs of batches in a folder, one folder a batch.
record FolderLogs(Path folder) implements LogStore {
  @Override
  public LogFiles of(String batch) {
    return new LogFolder(folder.resolve(batch));
  }

  @Override
  public void names(Names to) throws IOException, InterruptedException {
    String[] names = folder.toFile().list();
    to.some(names == null ? List.of() : List.of(names));
  }
}
