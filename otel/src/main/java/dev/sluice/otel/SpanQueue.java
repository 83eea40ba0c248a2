package dev.sluice.otel;

import dev.sluice.call.runtime.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// SpanRecords of calls on their way to a collector: a bounded queue, and the thread that takes
/// from it, makes spans and sends them, one request at a time. Adding never waits; what does not
/// fit is dropped and counted, and so is what a collector does not accept. Safe for any thread.
///
/// The thread looks twice a second rather than being woken for each: waking a thread costs more
/// than a span.
final class SpanQueue implements AutoCloseable {
  /// With some 300 bytes for a part, and up to 1 KiB with its names, 4 MiB at most.
  static final int CAPACITY = 4_096;

  /// How many are sent together.
  private static final int BATCH = 512;

  private static final Duration PACE = Duration.ofMillis(500);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final System.Logger LOG = System.getLogger("dev.sluice.otel");

  private final SpanExporter exporter;
  private final SpanMaker maker;
  private final Duration timeout;
  private final Clock clock;

  // Without a lock: the threads that add are carried by loops.
  private final Queue<SpanRecord> parts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  private final LongAdder sent = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// Whether the last request failed; confined to the thread.
  private boolean failing;

  /// @param timeout how long the exporter may take for one request, its own repeats included
  SpanQueue(SpanExporter exporter, SpanMaker maker, Duration timeout, Clock clock) {
    this.exporter = exporter;
    this.maker = maker;
    this.timeout = timeout;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("sluice-traces").daemon().start(this::run);
  }

  void add(SpanRecord part) {
    if (waiting.incrementAndGet() <= CAPACITY) {
      parts.add(part);
    } else {
      waiting.decrementAndGet();
      dropped.increment();
    }
  }

  /// Spans that a collector has accepted.
  long sent() {
    return sent.sum();
  }

  /// Spans that were dropped because too many waited.
  long dropped() {
    return dropped.sum();
  }

  /// Spans that a collector did not accept.
  long failed() {
    return failed.sum();
  }

  private void run() {
    try {
      while (!closed.await(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
        sendAll();
      }
      sendAll();
    } catch (InterruptedException stopped) {
      return;
    }
  }

  private void sendAll() {
    List<SpanRecord> batch = batch();
    while (!batch.isEmpty()) {
      send(batch);
      batch = batch();
    }
  }

  private List<SpanRecord> batch() {
    var batch = new ArrayList<SpanRecord>();
    SpanRecord part = parts.poll();
    while (part != null) {
      batch.add(part);
      waiting.decrementAndGet();
      part = batch.size() < BATCH ? parts.poll() : null;
    }
    return batch;
  }

  private void send(List<SpanRecord> batch) {
    long epoch = epoch();
    List<SpanData> spans = batch.stream().<SpanData>map(part -> maker.span(part, epoch)).toList();
    CompletableResultCode result = exporter.export(spans);
    // The next request waits for this one, so that a collector that hangs holds one alone.
    result.join(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (result.isSuccess()) {
      sent.add(batch.size());
    } else {
      failed.add(batch.size());
    }
    tell(!result.isSuccess(), result.getFailureThrowable());
  }

  private void tell(boolean fails, @Nullable Throwable why) {
    if (fails && !failing) {
      LOG.log(
          Level.WARNING,
          "the trace collector does not take spans ("
              + (why == null ? "it refuses them, or does not answer" : why.toString())
              + "); they are lost until it does, and counted in sluice_spans_total");
    } else if (failing && !fails) {
      LOG.log(Level.INFO, "the trace collector takes spans again");
    }
    failing = fails;
  }

  private long epoch() {
    var wall = clock.wall();
    long since = TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano();
    return since - clock.nanos();
  }

  /// Sends what waits, for a moment, then gives up.
  @Override
  public void close() {
    closed.countDown();
    try {
      if (!thread.join(LAST_WORDS)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var _ = exporter.shutdown();
  }
}
