package dev.sluice.batches;

import dev.sluice.accounts.store.Sql;
import dev.sluice.batches.BatchEvent.Filed;
import dev.sluice.batches.file.ContentReader;
import dev.sluice.batches.file.ContentWriter;
import dev.sluice.batches.file.FileOwner;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.RecordSeal;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The files of batches among those that clients keep. Safe for any thread.
///
/// @param store has them
record StoredFiles(FileStore store, Clock clock) implements BatchInputs {
  /// How many bytes of results are written at once.
  private static final int BLOCK = 64 * 1024;

  @Override
  public Opened open(Batch batch) throws IOException, InterruptedException {
    String id = batch.order().input();
    Optional<StoredFile> held = store.held(batch.id(), id);
    if (held.isEmpty()) {
      throw new InputGoneException(id);
    }
    return new Input(store.open(held.get()));
  }

  private record Input(ContentReader reader) implements Opened {
    @Override
    public int read(long offset, byte[] into, int from, int length) throws IOException {
      return reader.read(offset, into, from, length);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  /// What hides the results in the log of a batch as contents are.
  LogSeal seal(String batch) {
    return store.records(batch).<LogSeal>map(Seal::new).orElse(LogSeal.NONE);
  }

  private record Seal(RecordSeal records) implements LogSeal {
    @Override
    public byte[] seal(byte[] plain, String place) {
      return records.seal(plain, place);
    }

    @Override
    public byte[] open(byte[] sealed, String place) throws IOException {
      return records.open(sealed, place);
    }
  }

  /// The files of results of an owner.
  ResultFiles results(Ownership ownership) {
    return (batch, which, bytes) -> {
      store.requireRoom(bytes);
      return begin(batch, which, ownership.epoch());
    };
  }

  private ResultFiles.ResultFile begin(Batch batch, ResultFiles.Role which, long epoch)
      throws IOException, InterruptedException {
    BatchOrder order = batch.order();
    String name =
        batch.id()
            + switch (which) {
              case OUTPUT -> "_output.jsonl";
              case ERRORS -> "_error.jsonl";
            };
    long expires = order.outputLife() == 0 ? 0 : clock.millis() + order.outputLife();
    var entry = new BatchEntry(batch, which, epoch);
    ContentWriter writer =
        store.create(
            new FileOwner(order.team(), order.key()),
            new NewFile(name, NewFile.OUTPUT, expires),
            entry::enter);
    return new Result(writer, entry);
  }

  /// The entry of a file in the row of its batch.
  private final class BatchEntry {
    private final String id;
    private final ResultFiles.Role which;
    private final long epoch;

    /// Written by the store's thread.
    private volatile Batch batch;

    BatchEntry(Batch batch, ResultFiles.Role which, long epoch) {
      this.id = batch.id();
      this.which = which;
      this.epoch = epoch;
      this.batch = batch;
    }

    /// A part of the transaction that adds the file.
    ///
    /// @return whether the batch is still the owner's and had no such file; else this one is not
    ///   added
    boolean enter(Sql sql, StoredFile file) {
      Optional<Batch> next =
          BatchTable.change(
              sql, id, epoch, one -> one.next(new Filed(which, file.id()), clock.millis()));
      next.ifPresent(one -> batch = one);
      return next.isPresent() && next.get().results().has(file.id());
    }
  }

  /// A file of results that is written.
  private static final class Result implements ResultFiles.ResultFile {
    private final ContentWriter writer;
    private final BatchEntry entry;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);

    Result(ContentWriter writer, BatchEntry entry) {
      this.writer = writer;
      this.entry = entry;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        int part = Math.min(block.remaining(), bytes.remaining());
        ByteBuffer _ = block.put(bytes.slice(bytes.position(), part));
        ByteBuffer _ = bytes.position(bytes.position() + part);
        if (!block.hasRemaining()) {
          flush();
        }
      }
    }

    private void flush() throws IOException {
      writer.write(block.flip());
      ByteBuffer _ = block.clear();
    }

    @Override
    public Batch commit() throws IOException, InterruptedException {
      flush();
      StoredFile _ = writer.commit();
      return entry.batch;
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
