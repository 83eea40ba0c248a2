package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.ledger.Entry.Located;
import dev.sluice.accounts.price.Meters;
import dev.sluice.call.runtime.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// Small journals, and entries for them.
public final class JournalFixture {
  /// Segments of 4 KiB, at most eight of them, and 16 calls.
  public static final Journal.Sizes SMALL = new Journal.Sizes(4096, 8 * 4096, 16);

  /// Segments of 256 KiB, at most 256 of them, and 1,024 calls. One of the usual sizes is 24 MB,
  /// which each start would write.
  public static final Journal.Sizes MEDIUM = new Journal.Sizes(1 << 18, 1L << 26, 1 << 10);

  static final long NOW = 1_764_000_000_000L;

  private JournalFixture() {}

  /// A clock that stands still until time is to pass.
  static final class StoppedClock implements Clock {
    private final long wall;
    private final AtomicLong nanos = new AtomicLong();

    StoppedClock() {
      this(NOW);
    }

    StoppedClock(long wall) {
      this.wall = wall;
    }

    void pass(Duration time) {
      nanos.addAndGet(time.toNanos());
    }

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public Instant wall() {
      return Instant.ofEpochMilli(wall);
    }
  }

  /// A clock that stands still at so many milliseconds since 1970.
  public static Clock clock(long wall) {
    return new StoppedClock(wall);
  }

  static Journal open(Path folder) throws JournalException {
    return open(folder, SMALL);
  }

  static Journal open(Path folder, Journal.Sizes sizes) throws JournalException {
    return Journal.open(folder, sizes, new StoppedClock(), new Random(7));
  }

  /// A call of this number; what it was set aside for are a hundred times as many nano-dollars.
  public static Opened opened(long number) {
    return opened(number, "k", NOW + number);
  }

  /// A call of a key.
  public static Opened opened(long number, String key, long at) {
    return new Opened(number, "call-" + number, key, "team", "m", "p/m", number * 100, at, "");
  }

  /// The same call with tags.
  public static Opened tagged(Opened of, String tags) {
    return new Opened(
        of.number(),
        of.call(),
        of.key(),
        of.team(),
        of.model(),
        of.target(),
        of.nanos(),
        of.at(),
        tags);
  }

  /// Its end: one input token, and ten nano-dollars for each of its number.
  public static Paid paid(Opened opened) {
    return new Paid(
        opened,
        "p/m",
        Meters.ofText(1, 2),
        opened.number() * 10,
        opened.at() + 5,
        false,
        true,
        "answered");
  }

  static Entry entry(long number) {
    return Entry.of(paid(opened(number)));
  }

  /// The numbers of all calls that are there, in order.
  static List<Long> numbers(Journal journal) {
    return read(journal).stream().map(e -> e.entry().paid().opened().number()).toList();
  }

  static List<Located> read(Journal journal) {
    JournalReader reader = journal.read(JournalPlace.START);
    var read = new ArrayList<Located>();
    Optional<Located> next = reader.next();
    while (next.isPresent()) {
      read.add(next.get());
      next = reader.next();
    }
    return read;
  }
}
