package dev.sluice.server.tls;

import dev.sluice.server.http.TlsEnd;
import io.netty.channel.Channel;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The handshakes of a listener that are under way, and how those before them ended. They are
/// bounded: one more ends the one that began first. An honest client needs some milliseconds, so of
/// many handshakes that never end each takes its place only until it is the oldest. Safe for any
/// thread; the lock is held for a look-up, by event loops alone.
public final class Handshakes {
  /// How many may be under way.
  private static final int MOST = 1024;

  /// How a handshake ended.
  public enum Result {
    COMPLETED,
    /// The client left before it was complete.
    LEFT,
    /// It took too long.
    TIMEOUT,
    /// Others began while there were too many, or what it needs could not be computed for them.
    DISPLACED,
    /// The client's certificate is not accepted.
    CERTIFICATE,
    /// The client speaks no version, cipher or form that is spoken here.
    FAILED
  }

  private final Map<Result, LongAdder> ended = new EnumMap<>(Result.class);

  // Guarded by this.
  private final SequencedSet<Channel> underWay = new LinkedHashSet<>();

  public Handshakes() {
    for (Result result : Result.values()) {
      ended.put(result, new LongAdder());
    }
  }

  /// Notes that a handshake begins.
  void begun(Channel channel) {
    Channel oldest = admit(channel);
    if (oldest != null) {
      count(Result.DISPLACED);
      drop(oldest);
    }
  }

  /// Ends a handshake that there is no room for.
  void displace(Channel channel) {
    ended(channel, Result.DISPLACED);
    drop(channel);
  }

  /// Later, since the handler of TLS may be in the midst of something.
  private static void drop(Channel channel) {
    channel.eventLoop().execute(() -> TlsEnd.drop(channel));
  }

  private synchronized @Nullable Channel admit(Channel channel) {
    Channel oldest = underWay.size() < MOST ? null : underWay.removeFirst();
    underWay.add(channel);
    return oldest;
  }

  /// Notes that a handshake has ended, unless it was displaced.
  void ended(Channel channel, Result result) {
    if (remove(channel)) {
      count(result);
    }
  }

  private synchronized boolean remove(Channel channel) {
    return underWay.remove(channel);
  }

  private void count(Result result) {
    Objects.requireNonNull(ended.get(result)).increment();
  }

  /// How many are under way.
  public synchronized int underWay() {
    return underWay.size();
  }

  /// How many have ended so.
  public long ended(Result result) {
    return Objects.requireNonNull(ended.get(result)).sum();
  }
}
