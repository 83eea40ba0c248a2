package dev.sluice.otel;

import dev.sluice.call.runtime.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The queue of span records on their way to a collector: bounded, with a thread that takes from
/// it, makes spans and sends them, one request at a time. Adding never waits; what does not fit is
/// dropped and counted, and so is what a collector does not accept. Safe for any thread.
///
/// The thread looks twice a second instead of being woken for each record: waking a thread costs
/// more than a span.
final class SpanQueue implements AutoCloseable {
  /// The most records that wait: at some 300 bytes for a record, and up to 1 KiB with its names, 4
  /// MiB at most.
  static final int CAPACITY = 4_096;

  /// How many spans are sent together.
  private static final int BATCH = 512;

  /// How many times its timeout an exporter may take for a request, which it may repeat.
  private static final int REPEATED = 2;

  private static final Duration PACE = Duration.ofMillis(500);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final System.Logger LOG = System.getLogger("dev.sluice.otel");

  private final SpanMaker maker;
  private final Clock clock;

  /// The exporter that spans go to.
  ///
  /// @param timeout how long an attempt to send spans may take
  record Sender(SpanExporter exporter, Duration timeout) {}

  /// The sender that was set last; null where no spans are sent.
  private volatile @Nullable Sender sender;

  /// The sender at work, which is shut down when another takes its place. Confined to the thread.
  private @Nullable Sender used;

  // Without a lock: the threads that add are carried by loops.
  private final Queue<SpanRecord> parts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  private final LongAdder sent = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// The thread that sends; null until there is a sender.
  private @Nullable Thread thread;

  /// Whether the last request failed. Confined to the thread.
  private boolean failing;

  SpanQueue(SpanMaker maker, Clock clock) {
    this.maker = maker;
    this.clock = clock;
  }

  /// Sends all records, those that wait included, by another sender from now on.
  ///
  /// @param there the sender; empty to drop what waits
  synchronized void send(Optional<Sender> there) {
    sender = there.orElse(null);
    if (thread == null && there.isPresent()) {
      thread = Thread.ofPlatform().name("sluice-traces").daemon().start(this::run);
    }
  }

  void add(SpanRecord part) {
    if (waiting.incrementAndGet() <= CAPACITY) {
      parts.add(part);
    } else {
      waiting.decrementAndGet();
      dropped.increment();
    }
  }

  /// Returns how many spans a collector has accepted.
  long sent() {
    return sent.sum();
  }

  /// Returns how many spans were dropped because too many waited.
  long dropped() {
    return dropped.sum();
  }

  /// Returns how many spans a collector did not accept.
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
    renew();
    List<SpanRecord> batch = batch();
    while (!batch.isEmpty()) {
      send(batch);
      renew();
      batch = batch();
    }
  }

  /// Changes to the sender that was set last; the one before has nothing under way here.
  private void renew() {
    Sender next = sender;
    Sender before = used;
    if (!Objects.equals(next, before)) {
      shutDown(before);
      used = next;
      failing = false;
    }
  }

  private static void shutDown(@Nullable Sender sender) {
    if (sender != null) {
      var _ = sender.exporter().shutdown();
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
    Sender to = used;
    if (to == null) {
      dropped.add(batch.size());
    } else {
      send(batch, to);
    }
  }

  private void send(List<SpanRecord> batch, Sender to) {
    CompletableResultCode result = exported(batch, to);
    // The next request waits for this one, so that a collector that hangs holds one alone.
    result.join(REPEATED * to.timeout().toNanos(), TimeUnit.NANOSECONDS);
    if (result.isSuccess()) {
      sent.add(batch.size());
    } else {
      failed.add(batch.size());
    }
    tell(!result.isSuccess(), result.getFailureThrowable());
  }

  /// Makes and exports the spans of a batch. A bug in this affects no later batch.
  private CompletableResultCode exported(List<SpanRecord> batch, Sender to) {
    long epoch = epoch();
    try {
      List<SpanData> spans = batch.stream().<SpanData>map(part -> maker.span(part, epoch)).toList();
      return to.exporter().export(spans);
    } catch (RuntimeException bug) {
      return CompletableResultCode.ofExceptionalFailure(bug);
    }
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

  /// Sends what waits, for a moment, then stops.
  @Override
  public synchronized void close() {
    closed.countDown();
    Thread sending = thread;
    try {
      if (sending != null && !sending.join(LAST_WORDS)) {
        sending.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shutDown(sender);
  }
}
