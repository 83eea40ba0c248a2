package dev.sluice.server.batches;

import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchResults;
import dev.sluice.batches.ResultReader;
import dev.sluice.batches.file.ContentReader;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The files of results of a batch, open to be read. For one thread.
///
/// @param contents answers first, then errors; fewer where there are none of either
record OpenResults(List<ContentReader> contents) implements AutoCloseable {

  /// Whether a batch has ended with results.
  static boolean has(Batch batch) {
    BatchResults results = batch.results();
    return batch.state().isOver() && !(results.output().isEmpty() && results.errors().isEmpty());
  }

  /// Whether a batch has ended with results that are there still.
  static boolean areKept(Batch batch, FileStore files) throws IOException, InterruptedException {
    boolean kept = has(batch);
    for (String id : ids(batch)) {
      kept = kept && files.find(batch.order().team(), id).isPresent();
    }
    return kept;
  }

  private static List<String> ids(Batch batch) {
    return Stream.of(batch.results().output(), batch.results().errors())
        .filter(id -> !id.isEmpty())
        .toList();
  }

  /// Opens those of a batch that has ended.
  ///
  /// @throws ResourceFault if they are gone
  static OpenResults of(Batch batch, FileStore files)
      throws ResourceFault, IOException, InterruptedException {
    var opened = new OpenResults(new ArrayList<>());
    boolean all = false;
    try {
      for (String id : ids(batch)) {
        boolean _ = opened.contents.add(files.open(find(batch, files, id)));
      }
      all = true;
      return opened;
    } finally {
      if (!all) {
        opened.close();
      }
    }
  }

  private static StoredFile find(Batch batch, FileStore files, String id)
      throws ResourceFault, IOException, InterruptedException {
    return files
        .find(batch.order().team(), id)
        .orElseThrow(
            () ->
                ResourceFaults.fault(
                    404,
                    "results_gone",
                    "",
                    "the results of this batch were deleted, or their time is over"));
  }

  /// Readers of all, each from the beginning.
  List<ResultReader> readers() {
    return contents.stream().map(content -> new ResultReader(content::read)).toList();
  }

  @Override
  public void close() {
    contents.forEach(ContentReader::close);
  }
}
