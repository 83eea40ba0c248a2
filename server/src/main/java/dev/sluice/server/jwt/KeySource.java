package dev.sluice.server.jwt;

import dev.sluice.call.runtime.Bugs;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The keys of one issuer: the last that were fetched, and the fetch that is under way. Safe for
/// any thread; nothing here waits but the thread of a fetch.
///
/// ```text
/// none known ── fetched ──> known ── every five minutes, or asked for ──> fetched: known anew
///      └── fails: 1 s, 2 s ... 30 s later      └── fails: the old ones go on, for a day
/// ```
final class KeySource {
  static final Duration REFRESH = Duration.ofMinutes(5);

  /// How long keys are used that could not be fetched again.
  static final Duration OUTAGE = Duration.ofDays(1);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_WAITING = 256;
  private static final int LONGEST_PAUSE = 30;

  private final String name;
  private final KeysFetch fetch;
  private final TokenListener listener;
  private final FetchRateLimiter pace;
  private final AtomicReference<@Nullable CompletableFuture<Void>> running =
      new AtomicReference<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile @Nullable Known known;

  /// When the next fetch is due, on the clock's nanoseconds.
  private volatile long due;

  private record Known(IssuerKeys keys, long at) {}

  /// @param name the issuer's name in the configuration
  /// @param now the time on the clock's nanoseconds, as everywhere here
  KeySource(String name, KeysFetch fetch, TokenListener listener, long now) {
    this.name = name;
    this.fetch = fetch;
    this.listener = listener;
    this.pace = new FetchRateLimiter(now);
    this.due = now;
  }

  /// The keys that count now; null for none.
  @Nullable IssuerKeys keys(long now) {
    Known last = known;
    return last == null || now - last.at() > OUTAGE.toNanos() ? null : last.keys();
  }

  /// Whether a fetch is due.
  boolean isDue(long now) {
    return now - due >= 0 && running.get() == null;
  }

  /// Begins a fetch, unless one is under way or was a moment ago, and has `then` run behind it,
  /// unless too many wait for it: whether it will.
  ///
  /// What waits has a thread of its own behind the fetch: a queue that others have filled meanwhile
  /// must not refuse what was there before them. There are never more than 256.
  ///
  /// @param then is run whatever becomes of the fetch, once, on a thread of its own
  boolean await(long now, Runnable then) {
    CompletableFuture<Void> current = running.get();
    if (current == null) {
      if (!pace.allows(now)) {
        return false;
      }
      current = begin(now);
    }
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return false;
    }
    var _ =
        current.whenCompleteAsync(
            (_, _) -> {
              waiting.decrementAndGet();
              then.run();
            },
            Thread::startVirtualThread);
    return true;
  }

  /// Begins a fetch, unless one is under way.
  CompletableFuture<Void> begin(long now) {
    var mine = new CompletableFuture<Void>();
    CompletableFuture<Void> other = running.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    Thread thread = Thread.ofVirtual().name("sluice-jwks-" + name).unstarted(() -> run(now, mine));
    // A server that drips is given up, too; the thread ends by the interrupt.
    var _ =
        mine.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (_, late) -> {
                  if (late != null) {
                    thread.interrupt();
                  }
                });
    thread.start();
    return mine;
  }

  private void run(long now, CompletableFuture<Void> mine) {
    String trouble = null;
    IssuerKeys keys = null;
    try {
      keys = IssuerKeys.parse(fetch.get());
    } catch (IOException | ParseException e) {
      trouble = String.valueOf(e.getMessage());
    } catch (InterruptedException late) {
      trouble = "it takes longer than " + PATIENCE.toSeconds() + " s";
    } catch (RuntimeException | Error e) {
      trouble = e.getClass().getSimpleName();
    }
    try {
      ended(keys, trouble, now);
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug in what is told of the keys of " + name, bug);
    } finally {
      running.set(null);
      var _ = mine.complete(null);
    }
  }

  /// @param now when the fetch began
  private void ended(@Nullable IssuerKeys keys, @Nullable String trouble, long now) {
    if (keys != null) {
      known = new Known(keys, now);
      failures.set(0);
      due = now + REFRESH.toNanos();
      listener.fetched(name, keys.size());
    } else {
      int failed = failures.incrementAndGet();
      long pause = Math.min(LONGEST_PAUSE, 1L << Math.min(5, failed - 1));
      due = now + Duration.ofSeconds(pause).toNanos();
      listener.notFetched(name, String.valueOf(trouble), failed);
    }
  }
}
