package dev.sluice.server.people;

import dev.sluice.accounts.Logins;
import dev.sluice.accounts.people.PersonSession;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Lets sessions go on that are used. Safe for any thread, loops too: the store is written by a
/// thread apart, one for a session at a time.
final class SessionUse {
  private final SessionLife life;
  private final Logins logins;
  private final Clock clock;

  /// The digests of sessions that are being written.
  private final Set<String> written = ConcurrentHashMap.newKeySet();

  SessionUse(SessionLife life, Logins logins, Clock clock) {
    this.life = life;
    this.logins = logins;
    this.clock = clock;
  }

  /// Notes that somebody has used a session.
  void note(PersonSession session) {
    life.used(session, clock.millis()).ifPresent(ends -> extend(session.digest(), ends));
  }

  private void extend(String digest, long ends) {
    if (written.add(digest)) {
      Thread.ofVirtual().name("sluice-session").start(() -> write(digest, ends));
    }
  }

  private void write(String digest, long ends) {
    try {
      logins.extend(digest, ends);
    } catch (StoreException away) {
      // The session ends as it would have; its next use tries again.
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      written.remove(digest);
    }
  }
}
