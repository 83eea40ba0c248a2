package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.Call;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.report.history.History;
import dev.sluice.report.history.Measure;
import dev.sluice.report.history.Window;
import dev.sluice.testing.NoLoop;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Windows that go back before the process, in virtual time: each wait is in them once.
class WindowsTest {
  private static final Duration SLOT = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MONTH = Duration.ofDays(31);
  private static final long BASE = 1_780_000_000_123L;

  @TempDir private Path folder;
  private long nanos = Duration.ofHours(7).plusSeconds(17).toNanos();
  private Accounts accounts;
  private History history;
  private StoredHistory stored;
  private long told;

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return nanos;
        }

        @Override
        public Instant wall() {
          return Instant.ofEpochMilli(WindowsTest.this.wall());
        }
      };

  private long wall() {
    return BASE + nanos / 1_000_000;
  }

  @BeforeEach
  void open() throws Exception {
    accounts = Accounts.open(StoreConfig.in(folder), clock);
    begin();
  }

  @AfterEach
  void close() {
    accounts.close();
  }

  /// Another process.
  private void begin() {
    history = new History(Duration.ofSeconds(10), nanos);
    stored = new StoredHistory(history, accounts, clock, this::wall);
  }

  private void pass(Duration time, Duration step) {
    for (Duration left = time; left.isPositive(); left = left.minus(step)) {
      history.queued(call(), new QueueWait(SLOT, SLOT, Optional.empty()));
      told++;
      nanos += step.toNanos();
      history.tick(nanos);
      stored.flush();
      awaitStore();
    }
  }

  /// What was handed to the store before this is in it afterwards.
  private void awaitStore() {
    accounts.store().orElseThrow().write(_ -> true).join();
  }

  private void restart(Duration later) {
    stored.end();
    awaitStore();
    nanos += later.toNanos();
    begin();
  }

  private static Call call() {
    return new Call(
        "call",
        Operation.CHAT,
        new RequestFacts("m", 0, 0, false, false, OptionalLong.empty(), false),
        new Body(Unpooled.EMPTY_BUFFER, () -> {}),
        Map.of(),
        0,
        new Deadline(Long.MAX_VALUE),
        new NoLoop());
  }

  private Windows windows() {
    return new Windows(history, Optional.of(stored));
  }

  private static long waits(Window window) {
    return window.all().count(Measure.WAIT);
  }

  private void allAreThereOnce(Duration length) {
    assertThat(waits(windows().window(length, nanos))).isEqualTo(told);
    List<Window> steps = windows().steps(length, MINUTE, nanos);
    assertThat(steps.stream().mapToLong(WindowsTest::waits).sum()).isEqualTo(told);
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i).from()).isGreaterThan(steps.get(i - 1).from());
    }
  }

  @Test
  void what_earlier_processes_have_counted_is_in_a_window_once() {
    pass(Duration.ofMinutes(4), SLOT);
    restart(Duration.ofSeconds(3));
    allAreThereOnce(Duration.ofHours(1));
    pass(Duration.ofMinutes(3), SLOT);
    allAreThereOnce(Duration.ofHours(1));
    restart(Duration.ofMinutes(9));
    pass(Duration.ofSeconds(40), SLOT);
    allAreThereOnce(Duration.ofHours(1));
    allAreThereOnce(MONTH);
    assertThat(waits(new Windows(history, Optional.empty()).window(MINUTE, nanos))).isEqualTo(8);
  }

  @Test
  void what_is_in_memory_and_in_the_store_counts_once() {
    pass(Duration.ofHours(26), MINUTE);
    allAreThereOnce(MONTH);
    assertThat(waits(windows().window(Duration.ofHours(24), nanos))).isBetween(1_440L, 1_441L);
  }

  @Test
  void short_steps_are_those_in_memory() {
    pass(Duration.ofMinutes(2), SLOT);
    restart(SLOT);
    pass(Duration.ofMinutes(1), SLOT);
    List<Window> steps = windows().steps(Duration.ofMinutes(15), SLOT, nanos);
    assertThat(steps.stream().mapToLong(WindowsTest::waits).max()).hasValue(1);
  }

  @Test
  void a_store_that_is_away_leaves_what_is_in_memory() {
    pass(Duration.ofMinutes(2), SLOT);
    restart(SLOT);
    pass(Duration.ofMinutes(1), SLOT);
    accounts.close();
    Window left = windows().window(MONTH, nanos);
    assertThat(waits(left)).isEqualTo(12);
    assertThat(left.from()).isGreaterThan(nanos - Duration.ofMinutes(2).toNanos());
  }
}
