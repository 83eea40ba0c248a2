package dev.sluice.server.jwt;

import dev.sluice.server.jwt.Verdict.Accepted;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The tokens that were verified, until they end: 10,000 at most. Where there is no room those go
/// that have ended, and else a tenth of all, whichever; they are verified again. Loops only read.
final class VerifiedTokens {
  private static final int MOST = 10_000;
  private static final int DROPPED = MOST / 10;

  private final Map<TokenDigest, Accepted> known = new ConcurrentHashMap<>();

  @Nullable Accepted get(TokenDigest digest) {
    return known.get(digest);
  }

  /// Keeps a token. On a thread of the pool.
  void put(TokenDigest digest, Accepted accepted, long now) {
    if (known.size() >= MOST) {
      makeRoom(now);
    }
    known.put(digest, accepted);
  }

  private synchronized void makeRoom(long now) {
    known.values().removeIf(one -> one.until() <= now);
    Iterator<TokenDigest> some = known.keySet().iterator();
    for (int i = 0; i < DROPPED && known.size() >= MOST - DROPPED && some.hasNext(); i++) {
      some.next();
      some.remove();
    }
  }

  int size() {
    return known.size();
  }
}
