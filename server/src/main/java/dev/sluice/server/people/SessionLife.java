package dev.sluice.server.people;

import dev.sluice.accounts.people.PersonSession;
import dev.sluice.accounts.people.PersonSession.Kind;
import dev.sluice.server.config.OidcConfig;
import java.time.Duration;
import java.util.Optional;

/// When a session ends by itself: after a time, and a browser's also after a while in which nobody
/// has used it. Instants are in milliseconds since 1970. Immutable.
///
/// @param longest how long a session lasts, used or not
/// @param idle after how long a browser's session ends that is not used; empty for never
record SessionLife(Duration longest, Optional<Duration> idle) {
  /// A use is noted when so much of the idle time has passed since the one that was noted last.
  private static final int PART = 4;

  static SessionLife of(OidcConfig config) {
    return new SessionLife(config.session(), config.idle());
  }

  /// When a session ends that begins now and is not used.
  long begun(Kind kind, long now) {
    return ends(kind, now, now);
  }

  private long ends(Kind kind, long created, long now) {
    long last = created + longest.toMillis();
    return idle.isPresent() && kind == Kind.BROWSER
        ? Math.min(last, now + idle.get().toMillis())
        : last;
  }

  /// When a session ends that is used now; empty where that is about when it would end anyway.
  Optional<Long> used(PersonSession session, long now) {
    if (idle.isEmpty() || session.kind() != Kind.BROWSER) {
      return Optional.empty();
    }
    long next = ends(session.kind(), session.created(), now);
    return next - session.ends() >= idle.get().toMillis() / PART
        ? Optional.of(next)
        : Optional.empty();
  }
}
