package dev.sluice.lab.bench;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.ledger.Journal;
import dev.sluice.accounts.ledger.JournalException;
import dev.sluice.accounts.ledger.Ledger;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.price.Meters;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/// What the ledger costs a call on the call's thread: its beginning and its end in mapped memory.
/// What the ledger's own thread and the store's take for it is told by `lab ledger --rows`.
public class LedgerBench extends PerCallBench {
  /// Room for an iteration: no benchmark measures a full journal.
  private static final Journal.Sizes SIZES = new Journal.Sizes(1 << 28, 1L << 30, 1 << 10);

  private static final Opened CALL =
      new Opened(
          1,
          "req_5c093e6e15f0f85c617de44fb5861a9b",
          "bench00000",
          "search",
          "gpt-5-mini",
          "openai/gpt-5-mini",
          1_000_000,
          1_764_000_000_000L,
          "");
  private static final Paid PAID =
      new Paid(
          CALL,
          "openai/gpt-5-mini",
          Meters.ofText(900, 250),
          725_000,
          1_764_000_002_000L,
          false,
          true,
          "answered");

  private @Nullable Open open;

  private record Open(Path folder, Ledger ledger) {}

  @Setup(Level.Iteration)
  public void open() throws IOException, JournalException {
    Path folder = Files.createTempDirectory("ledger-bench");
    Path journal = LedgerConfig.journal(folder);
    var config = new LedgerConfig(journal, Duration.ofDays(1), ZoneOffset.UTC, SIZES);
    Ledger ledger = Ledger.open(config, Optional::empty, id -> id, Clock.SYSTEM);
    open = new Open(folder, ledger);
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    Open ended = Objects.requireNonNull(open);
    ended.ledger().close();
    new Folder(ended.folder()).close();
  }

  @Benchmark
  @Threads(1)
  public void open_and_settle() {
    pay();
  }

  /// Opens and settles a call, on two loops at the same time.
  @Benchmark
  @Threads(2)
  public void open_and_settle_on_two_loops() {
    pay();
  }

  private void pay() {
    Objects.requireNonNull(open).ledger().opened(CALL).settled(PAID);
  }
}
