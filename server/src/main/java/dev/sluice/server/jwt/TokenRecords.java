package dev.sluice.server.jwt;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.text.Printable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is recorded of tokens: a counter of each decision, and an entry in the audit log for those
/// of an issuer that were refused, with the reasons and how many there were. Entries come ten
/// seconds apart, then a minute, ten minutes and an hour as refusals go on: anybody can have them
/// written. Its thread begins with the first refusal.
public final class TokenRecords implements TokenListener, AutoCloseable {
  /// The pauses between entries, as refusals go on.
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1));

  /// What issuers are called that the configuration does not name.
  private static final String UNKNOWN = "unknown";

  private final MeterRegistry registry;
  private final BiConsumer<String, String> audit;
  private final Consumer<String> notice;
  private final UnknownTeams teams;
  private final Clock clock;
  private final Map<Result, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Result, Refusals> refusals = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /// The identity providers of which it was told that they send links.
  private final Set<String> linked = ConcurrentHashMap.newKeySet();

  /// When entries were written last, on the clock's nanoseconds; guarded by this.
  private long written;

  /// Which of the pauses counts; guarded by this.
  private int pause;

  private boolean closed;
  private @Nullable ScheduledExecutorService thread;

  private record Result(String issuer, String result) {}

  /// Refusals of one issuer for one reason, since the last entry.
  private static final class Refusals {
    private final AtomicLong count = new AtomicLong();
    private volatile String subject = "";
  }

  /// @param audit writes an entry: the issuer, and what was refused; may wait
  /// @param notice tells the operator
  /// @param teams whether the store has a team; true of all where there is no store
  public TokenRecords(
      MeterRegistry registry,
      BiConsumer<String, String> audit,
      Consumer<String> notice,
      Predicate<String> teams,
      Clock clock) {
    this.registry = registry;
    this.audit = audit;
    this.notice = notice;
    this.teams = new UnknownTeams(teams, notice);
    this.clock = clock;
    this.written = clock.nanos();
  }

  @Override
  public void accepted(String issuer, boolean known) {
    count(issuer, known ? "known" : "accepted");
  }

  @Override
  public void verified(String issuer, String team) {
    teams.look(issuer, team);
  }

  @Override
  public void groupsLinked(String issuer) {
    if (linked.size() < UnknownTeams.MOST && linked.add(issuer)) {
      notice.accept(
          "%s sends a link (`_claim_names`) in place of the groups of people who are in many: they cannot log in, and stand in the audit log. Use app roles (`auth.oidc.groups: roles`), or let it send the groups of this application alone"
              .formatted(issuer));
    }
  }

  @Override
  public void refused(TokenVerdict.Refused refused) {
    String issuer = refused.issuer().isEmpty() ? UNKNOWN : refused.issuer();
    var result = new Result(issuer, refused.fault().label());
    count(result.issuer(), result.result());
    Refusals all = refusals.computeIfAbsent(result, _ -> new Refusals());
    all.subject = Printable.line(refused.subject(), '?');
    all.count.incrementAndGet();
    if (scheduled.compareAndSet(false, true)) {
      schedule();
    }
  }

  private synchronized void schedule() {
    if (!closed) {
      var _ = thread().schedule(this::write, untilNext(), TimeUnit.NANOSECONDS);
    }
  }

  /// How long until entries may be written again, in nanoseconds. The pauses begin anew where
  /// nothing was refused for twice the last one.
  synchronized long untilNext() {
    long since = clock.nanos() - written;
    if (since > 2 * PAUSES.get(pause).toNanos()) {
      pause = 0;
    }
    long each = PAUSES.get(pause).toNanos();
    return Math.clamp(each - since, 0, each);
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

  private ScheduledExecutorService thread() {
    ScheduledExecutorService made = thread;
    if (made == null) {
      made =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("sluice-tokens").factory());
      thread = made;
    }
    return made;
  }

  /// Writes an entry for each issuer of which there was any.
  void write() {
    synchronized (this) {
      written = clock.nanos();
      pause = Math.min(pause + 1, PAUSES.size() - 1);
    }
    scheduled.set(false);
    var entries = new TreeMap<String, StringJoiner>();
    refusals.forEach(
        (of, all) -> {
          long count = all.count.getAndSet(0);
          if (count > 0) {
            entries
                .computeIfAbsent(of.issuer(), _ -> new StringJoiner("; "))
                .add(words(of.result(), count, all.subject));
          }
        });
    entries.forEach((issuer, words) -> audit.accept(issuer, words.toString()));
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
    closed = true;
    if (thread != null) {
      thread.shutdown();
    }
  }
}
