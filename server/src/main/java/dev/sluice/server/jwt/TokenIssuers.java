package dev.sluice.server.jwt;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.IssuerConfig;
import dev.sluice.server.config.IssuerConfig.KeysAddress;
import dev.sluice.server.config.JwtConfig;
import dev.sluice.server.jwt.TokenVerifier.Issuer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The issuers of a process over its configurations: their keys, which a reload carries over, the
/// threads that verify, and the one that has keys fetched ahead. Nothing is made before the first
/// configuration that names an issuer.
public final class TokenIssuers implements AutoCloseable {
  private static final int MOST_WAITING = 1_024;
  private static final long LOOK_EACH_MILLIS = 1_000;
  private static final long IDLE_SECONDS = 10;

  private final TokenListener listener;
  private final Clock clock;
  private final Function<KeysAddress, KeysFetch> fetches;
  private final AddressRateLimiter pace;
  private @Nullable TokenCallers current;
  private volatile Map<Key, KeySource> sources = Map.of();
  private @Nullable ThreadPoolExecutor pool;
  private @Nullable ScheduledExecutorService looking;

  /// What two configurations must have in common for the keys to go on.
  private record Key(String name, KeysAddress address) {}

  public TokenIssuers(TokenListener listener, Clock clock) {
    this(listener, clock, HttpKeysFetch::new);
  }

  /// @param fetches fetches the keys of an issuer
  TokenIssuers(TokenListener listener, Clock clock, Function<KeysAddress, KeysFetch> fetches) {
    this.listener = listener;
    this.clock = clock;
    this.fetches = fetches;
    this.pace = new AddressRateLimiter(clock);
  }

  /// Makes the callers of a configuration: those that are in use, with the tokens that they know,
  /// where it says the same; null where it names no issuer.
  public synchronized @Nullable TokenCallers prepare(Optional<JwtConfig> config) {
    if (config.isEmpty()) {
      return null;
    }
    TokenCallers now = current;
    if (now != null && now.config().equals(config.get())) {
      return now;
    }
    Map<String, Issuer> issuers = new HashMap<>();
    for (IssuerConfig issuer : config.get().issuers()) {
      var key = new Key(issuer.name(), issuer.keys());
      KeySource source = sources.get(key);
      KeySource kept = source == null ? source(issuer) : source;
      issuers.put(issuer.issuer(), new Issuer(issuer, kept, ClaimMapper.of(issuer)));
    }
    var verifier = new TokenVerifier(Map.copyOf(issuers), config.get().revoked());
    return new TokenCallers(
        config.get(), verifier, pace, work -> pool().execute(work), listener, clock);
  }

  /// Has the keys of a configuration's issuers fetched ahead from now on, and of no others.
  public synchronized void use(@Nullable TokenCallers callers) {
    Map<Key, KeySource> next = new HashMap<>();
    if (callers != null) {
      for (Issuer issuer : callers.issuers()) {
        next.put(new Key(issuer.config().name(), issuer.config().keys()), issuer.source());
      }
      var _ = pool();
    }
    sources = Map.copyOf(next);
    current = callers;
    look();
  }

  private KeySource source(IssuerConfig issuer) {
    return new KeySource(issuer.name(), fetches.apply(issuer.keys()), listener, clock.nanos());
  }

  private synchronized ThreadPoolExecutor pool() {
    ThreadPoolExecutor made = pool;
    if (made == null) {
      int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
      made =
          new ThreadPoolExecutor(
              threads,
              threads,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(MOST_WAITING),
              Thread.ofPlatform().daemon().name("sluice-jwt-", 0).factory());
      made.allowCoreThreadTimeOut(true);
      pool = made;
      ScheduledExecutorService looks =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("sluice-jwks").factory());
      var _ =
          looks.scheduleWithFixedDelay(
              this::look, LOOK_EACH_MILLIS, LOOK_EACH_MILLIS, TimeUnit.MILLISECONDS);
      looking = looks;
    }
    return made;
  }

  /// Has those keys fetched that are due.
  void look() {
    long now = clock.nanos();
    for (KeySource source : sources.values()) {
      if (source.isDue(now)) {
        var _ = source.begin(now);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (pool != null) {
      pool.shutdownNow();
    }
    if (looking != null) {
      looking.shutdownNow();
    }
  }
}
