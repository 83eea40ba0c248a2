package dev.sluice.provider;

import dev.sluice.call.Operation;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Of which models a provider's streams are known to say as much as its whole answers, so that an
/// answer may be streamed although the client wants it whole.
///
/// At the vendor's own host they are, until one of them shows less. Anywhere else it is shown by
/// the streams of clients who asked for them themselves: [#STREAK] in a row, each with what it has
/// used, a reason for the end of each choice and the last word of the dialect. One proves little
/// where a proxy takes turns among several servers, and three are a matter of seconds where a model
/// is used. Whoever has shown less after that must show [#GROWTH] times as many each time.
///
/// What is known of one operation is not taken for another. At most [#KNOWN_MAX] pairs of operation
/// and model are remembered; the one that was used least recently is forgotten. Safe for any thread
/// but loops.
public final class StreamTrust {
  static final int STREAK = 3;
  static final int GROWTH = 10;
  static final int STREAK_MAX = 3_000;
  static final int KNOWN_MAX = 1_000;

  private record Pair(Operation operation, String model) {}

  private final boolean own;
  private final Map<Pair, Standing> known = new ConcurrentHashMap<>();
  private final AtomicLong uses = new AtomicLong();

  public StreamTrust(ProviderConfig provider) {
    this.own = Preset.ownHost(provider);
  }

  /// Whether an answer of `model` may be streamed.
  boolean trusts(Operation operation, String model) {
    if (known.isEmpty()) {
      return own;
    }
    Standing standing = known.get(new Pair(operation, model));
    return standing == null ? own : standing.trusted(uses.incrementAndGet());
  }

  /// A client's own stream has said all that a whole answer says, what it has used included.
  void showedAll(Operation operation, String model) {
    if (own && known.isEmpty()) {
      return;
    }
    Pair pair = new Pair(operation, model);
    Standing standing = known.get(pair);
    if (standing == null && !own) {
      standing = begin(pair, new Standing(0, STREAK));
    }
    if (standing != null) {
      standing.showedAll(uses.incrementAndGet());
    }
  }

  /// A stream has said less than a whole answer.
  void showedLess(Operation operation, String model) {
    Pair pair = new Pair(operation, model);
    Standing standing = known.get(pair);
    if (standing == null && own) {
      standing = begin(pair, new Standing(STREAK, STREAK));
    }
    if (standing != null) {
      standing.showedLess(uses.incrementAndGet());
    }
  }

  private Standing begin(Pair pair, Standing standing) {
    if (known.size() >= KNOWN_MAX) {
      known.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().used()))
          .ifPresent(oldest -> known.remove(oldest.getKey()));
    }
    Standing other = known.putIfAbsent(pair, standing);
    return other == null ? standing : other;
  }

  /// Where one pair stands.
  private static final class Standing {
    private int good;
    private int needed;
    private long used;

    Standing(int good, int needed) {
      this.good = good;
      this.needed = needed;
    }

    synchronized boolean trusted(long use) {
      used = use;
      return good >= needed;
    }

    synchronized void showedAll(long use) {
      used = use;
      good = Math.min(good + 1, needed);
    }

    synchronized void showedLess(long use) {
      used = use;
      if (good >= needed) {
        needed = Math.min(STREAK_MAX, needed * GROWTH);
      }
      good = 0;
    }

    synchronized long used() {
      return used;
    }
  }
}
