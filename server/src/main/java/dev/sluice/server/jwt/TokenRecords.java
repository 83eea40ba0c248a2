package dev.sluice.server.jwt;

import dev.sluice.call.runtime.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is recorded of tokens: a counter of each decision, and an entry in the audit log for those
/// that were refused, with the reason. A flood of them makes one entry an issuer and reason every
/// ten seconds, which says how many there were. Its thread begins with the first refusal.
public final class TokenRecords implements TokenListener, AutoCloseable {
  private static final long EACH = Duration.ofSeconds(10).toNanos();

  /// What issuers are called that the configuration does not name.
  private static final String UNKNOWN = "unknown";

  private final MeterRegistry registry;
  private final BiConsumer<String, String> audit;
  private final Consumer<String> notice;
  private final Clock clock;
  private final Map<Result, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Result, Refusals> refusals = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /// When entries were written last, on the clock's nanoseconds.
  private volatile long written;

  private @Nullable ScheduledExecutorService thread;

  private record Result(String issuer, String result) {}

  /// Refusals of one issuer for one reason, since the last entry.
  private static final class Refusals {
    private final AtomicLong count = new AtomicLong();
    private volatile String subject = "";
  }

  /// @param audit writes an entry: the issuer, and what was refused; may wait
  /// @param notice tells the operator
  public TokenRecords(
      MeterRegistry registry,
      BiConsumer<String, String> audit,
      Consumer<String> notice,
      Clock clock) {
    this.registry = registry;
    this.audit = audit;
    this.notice = notice;
    this.clock = clock;
    this.written = clock.nanos() - EACH;
  }

  @Override
  public void accepted(String issuer, boolean known) {
    count(issuer, known ? "known" : "accepted");
  }

  @Override
  public void refused(Verdict.Refused refused) {
    String issuer = refused.issuer().isEmpty() ? UNKNOWN : refused.issuer();
    var result = new Result(issuer, refused.fault().label());
    count(result.issuer(), result.result());
    Refusals all = refusals.computeIfAbsent(result, _ -> new Refusals());
    all.subject = refused.subject();
    all.count.incrementAndGet();
    if (scheduled.compareAndSet(false, true)) {
      long wait = Math.clamp(written + EACH - clock.nanos(), 0, EACH);
      var _ = thread().schedule(this::write, wait, TimeUnit.NANOSECONDS);
    }
  }

  private void count(String issuer, String result) {
    var key = new Result(issuer, result);
    Counter known = counters.get(key);
    Counter counter = known == null ? counters.computeIfAbsent(key, this::counter) : known;
    counter.increment();
  }

  private Counter counter(Result of) {
    return Counter.builder("sluice.auth.tokens")
        .description("tokens of callers, by what was decided")
        .tag("issuer", of.issuer())
        .tag("result", of.result())
        .register(registry);
  }

  private synchronized ScheduledExecutorService thread() {
    ScheduledExecutorService made = thread;
    if (made == null) {
      made =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("sluice-tokens").factory());
      thread = made;
    }
    return made;
  }

  /// Writes an entry for each issuer and reason of which there was any.
  void write() {
    written = clock.nanos();
    scheduled.set(false);
    refusals.forEach(
        (of, all) -> {
          long count = all.count.getAndSet(0);
          if (count > 0) {
            audit.accept(of.issuer(), words(of.result(), count, all.subject));
          }
        });
  }

  private static String words(String fault, long count, String subject) {
    String of = subject.isEmpty() ? "" : ", the last of " + subject;
    return fault + (count == 1 ? "" : " " + count + " times") + of;
  }

  @Override
  public void fetched(String issuer, int keys) {
    fetch(issuer, "fetched");
  }

  @Override
  public void notFetched(String issuer, String why, int times) {
    fetch(issuer, "failed");
    if (times == 1) {
      notice.accept("the keys of %s could not be fetched: %s".formatted(issuer, why));
    }
  }

  private void fetch(String issuer, String result) {
    Counter.builder("sluice.auth.jwks")
        .description("fetches of issuers' keys")
        .tag("issuer", issuer)
        .tag("result", result)
        .register(registry)
        .increment();
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.shutdown();
    }
  }
}
