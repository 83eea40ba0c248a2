package dev.sluice.server.jwt;

import dev.sluice.server.jwt.TokenVerdict.Accepted;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The tokens that were verified, until they end: 10,000 at most, of 8 Mi characters together,
/// since their claims are kept. Where there is no room those go that have ended, and else a tenth
/// of all, whichever; they are verified again. Loops only read.
final class VerifiedTokens {
  private static final int MOST = 10_000;
  private static final long LARGEST = 8L << 20;

  private final Map<TokenDigest, Kept> known = new ConcurrentHashMap<>();
  private final AtomicLong characters = new AtomicLong();

  /// @param size the characters of the token
  private record Kept(Accepted accepted, int size) {}

  @Nullable Accepted get(TokenDigest digest) {
    Kept kept = known.get(digest);
    return kept == null ? null : kept.accepted();
  }

  /// Keeps a token. On a thread of the pool.
  ///
  /// @param size its characters
  void put(TokenDigest digest, Accepted accepted, int size, long now) {
    if (known.size() >= MOST || characters.get() + size > LARGEST) {
      makeRoom(now);
    }
    Kept before = known.put(digest, new Kept(accepted, size));
    characters.addAndGet(size - (before == null ? 0L : before.size()));
  }

  private synchronized void makeRoom(long now) {
    known.forEach(
        (digest, kept) -> {
          if (kept.accepted().until() <= now) {
            drop(digest, kept);
          }
        });
    Iterator<Map.Entry<TokenDigest, Kept>> some = known.entrySet().iterator();
    while (some.hasNext() && isAlmostFull()) {
      Map.Entry<TokenDigest, Kept> one = some.next();
      drop(one.getKey(), one.getValue());
    }
  }

  private boolean isAlmostFull() {
    return known.size() > MOST - MOST / 10 || characters.get() > LARGEST - LARGEST / 10;
  }

  private void drop(TokenDigest digest, Kept kept) {
    if (known.remove(digest, kept)) {
      characters.addAndGet(-kept.size());
    }
  }
}
