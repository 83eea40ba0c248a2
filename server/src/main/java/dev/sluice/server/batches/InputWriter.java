package dev.sluice.server.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.BatchRefused;
import dev.sluice.batches.Batches;
import dev.sluice.batches.file.ContentReader;
import dev.sluice.batches.file.ContentWriter;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceRequest;
import dev.sluice.server.files.FilesResource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.Function;

/// The writer of inputs of batches whose requests come in another form than that of lines. An input
/// is seen by its batch alone, and ends with it.
///
/// @param files have the inputs
/// @param batches are made of them
record InputWriter(FileStore files, Batches batches) {
  private static final System.Logger LOG = System.getLogger("dev.sluice.files");
  private static final int PIECE = 64 * 1024;
  private static final NewFile INPUT = new NewFile("requests.jsonl", NewFile.BATCH, 0);

  /// An input that is written.
  record Written(StoredFile file, int lines) {}

  /// Writes the requests in the body of a request.
  Written write(ResourceRequest request, RequestLines lines)
      throws ResourceFault, IOException, InterruptedException {
    try (ContentWriter to = files.create(FilesResource.owner(request.client()), INPUT)) {
      byte[] piece = new byte[PIECE];
      for (int count = request.read(piece); count >= 0; count = request.read(piece)) {
        to.write(lines.feed(piece, count));
        request.hold(lines.held());
      }
      lines.finish();
      return new Written(to.commit(), lines.count());
    }
  }

  /// Writes the requests of a file.
  Written write(ResourceRequest request, StoredFile from, GenerateFileRequests lines)
      throws ResourceFault, IOException, InterruptedException {
    try (ContentReader reader = files.open(from);
        ContentWriter to = files.create(FilesResource.owner(request.client()), INPUT)) {
      byte[] piece = new byte[PIECE];
      long at = 0;
      for (int count = reader.read(at, piece, 0, PIECE);
          count >= 0;
          count = reader.read(at, piece, 0, PIECE)) {
        to.write(lines.feed(piece, count));
        request.hold(lines.held());
        at += count;
      }
      lines.finish();
      to.write(lines.last());
      return new Written(to.commit(), lines.count());
    }
  }

  /// Makes a batch of an input that was written. No client has brought the input, and so none is to
  /// see and to delete it: it is removed, and lasts as long as its batch holds it.
  ///
  /// @param order the order of a batch of the file of this id
  Batch make(Written input, Function<String, BatchOrder> order)
      throws BatchRefused, StoreException, IOException, InterruptedException {
    StoredFile file = input.file();
    try {
      return batches.create(order.apply(file.id()), input.lines());
    } finally {
      drop(file);
    }
  }

  /// Removes an input. Where that fails, the batch has been made all the same, and the input goes
  /// with its retention: a client that is told of a failure would make the batch again.
  private void drop(StoredFile input) throws InterruptedException {
    try {
      var _ = files.delete(input.team(), input.id());
    } catch (IOException why) {
      LOG.log(
          Level.WARNING,
          "the input {0} of a batch stays until its retention: {1}",
          input.id(),
          why.getMessage());
    }
  }
}
