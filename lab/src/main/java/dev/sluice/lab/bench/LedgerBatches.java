package dev.sluice.lab.bench;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.ledger.BatchReader;
import dev.sluice.accounts.ledger.BatchWriter;
import dev.sluice.accounts.ledger.Block;
import dev.sluice.accounts.ledger.Entry;
import dev.sluice.accounts.ledger.Journal;
import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.ledger.JournalPlace;
import dev.sluice.accounts.ledger.WriteBatch;
import dev.sluice.accounts.price.Meters;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A journal of calls that is read again and again, and a SQLite store that a batch is written to
/// as if it were another one each time.
@State(Scope.Benchmark)
public class LedgerBatches {
  /// What a quarter of a second of 26,000 calls a second leaves.
  static final int CALLS = 6_500;

  private static final Journal.Sizes SIZES = new Journal.Sizes(1 << 22, 1L << 30, 1 << 10);
  private static final int KEYS = 32;
  private static final int MODELS = 4;
  private static final long FIRST = 1_764_000_000_000L;

  private @Nullable Open open;
  private JournalPlace written = JournalPlace.START;

  private record Open(
      Path folder,
      Journal journal,
      Store store,
      BatchWriter writer,
      BatchReader reader,
      WriteBatch batch) {}

  @Setup(Level.Iteration)
  public void open() throws IOException, JournalException, StoreException {
    Path folder = Files.createTempDirectory("ledger-batches");
    Journal journal = Journal.open(folder.resolve("journal"), SIZES, Clock.SYSTEM, new Random(1));
    fill(journal);
    var reader = new BatchReader(ZoneOffset.UTC);
    WriteBatch batch = reader.read(journal.read(JournalPlace.START), JournalPlace.START);
    Store store = Store.open(StoreConfig.in(folder), false);
    open =
        new Open(folder, journal, store, new BatchWriter(journal.node(), id -> id), reader, batch);
    written = JournalPlace.START;
  }

  private static void fill(Journal journal) throws JournalException {
    var random = new Random(1);
    for (int i = 0; i < CALLS; i++) {
      boolean _ = journal.append(entry(i, random));
    }
  }

  private static Entry entry(int number, Random random) {
    int key = random.nextInt(KEYS);
    String model = "gpt-5-mini-" + random.nextInt(MODELS);
    var opened =
        new Opened(
            number,
            "req_5c093e6e15f0f85c617de44fb5" + Integer.toHexString(0x100_000 + number),
            "bench000" + key,
            "search",
            model,
            "openai/" + model,
            1_000_000,
            FIRST + number / 26,
            "");
    var paid =
        new Paid(
            opened,
            opened.target(),
            Meters.ofText(900, 250),
            725_000,
            opened.at() + 2_000,
            false,
            true,
            "answered");
    return Entry.of(paid);
  }

  /// Reads all calls of the batch from the journal.
  WriteBatch read() {
    Open now = Objects.requireNonNull(open);
    return now.reader().read(now.journal().read(JournalPlace.START), JournalPlace.START);
  }

  /// Writes all calls of the batch to the store.
  JournalPlace write() throws StoreException, InterruptedException {
    Open now = Objects.requireNonNull(open);
    WriteBatch next = behind(now.batch());
    written = now.store().await(now.store().write(sql -> now.writer().write(sql, next)));
    return written;
  }

  /// Returns the batch as if it lay in the segment behind the last one.
  private WriteBatch behind(WriteBatch batch) {
    long segment = written.segment() + 1;
    var blocks =
        batch.blocks().stream()
            .map(
                block ->
                    new Block(
                        block.day(),
                        block.key(),
                        new JournalPlace(segment, block.at().position()),
                        block.first(),
                        block.last(),
                        block.entries(),
                        block.calls()))
            .toList();
    var end = new JournalPlace(segment, batch.end().position());
    return new WriteBatch(
        written, end, batch.sums(), batch.units(), blocks, Optional.empty(), false);
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    Open ended = Objects.requireNonNull(open);
    ended.store().close();
    ended.journal().close();
    new Folder(ended.folder()).close();
  }
}
