package dev.sluice.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sessions of browsers that have shown the admin token: an `EventSource` cannot send it. A
/// session is a random name in a cookie that scripts cannot read and other sites cannot send, and
/// lives for twelve hours; at most 64 of a token live at a time, and one more ends the oldest of
/// that token. Safe for any thread, loops too: the lock is held for a look-up.
final class TokenSessions {
  static final Duration LIFE = Duration.ofHours(12);
  private static final int MOST = 64;
  private static final int BYTES = 32;
  private static final String COOKIE = "sluice_session";

  private final SecureRandom random = new SecureRandom();

  // Guarded by this.
  private final Map<String, Session> open = new LinkedHashMap<>();

  /// @param token the name of the token that it was opened with
  /// @param ends on [dev.sluice.call.runtime.Clock#nanos]
  private record Session(String token, long ends) {
    boolean isOver(long now) {
      return ends - now <= 0;
    }
  }

  /// Opens a session.
  ///
  /// @param token the name of the token that was shown
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  /// @return the value of `Set-Cookie`
  synchronized String open(String token, long now) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    open.values().removeIf(session -> session.isOver(now));
    List<String> own =
        open.entrySet().stream()
            .filter(session -> session.getValue().token().equals(token))
            .map(Map.Entry::getKey)
            .toList();
    if (own.size() == MOST) {
      open.remove(own.getFirst());
    }
    open.put(name, new Session(token, now + LIFE.toNanos()));
    return cookie(name, LIFE);
  }

  /// Ends the session of a request, if it has one.
  ///
  /// @return the value of `Set-Cookie`
  synchronized String close(HttpHeaders headers) {
    name(headers).ifPresent(open::remove);
    return cookie("", Duration.ZERO);
  }

  /// The name of the token whose session a request belongs to; empty where it belongs to none.
  synchronized Optional<String> token(HttpHeaders headers, long now) {
    return name(headers).map(open::get).filter(session -> !session.isOver(now)).map(Session::token);
  }

  private static Optional<String> name(HttpHeaders headers) {
    for (String line : headers.getAll(HttpHeaderNames.COOKIE)) {
      for (String pair : line.split(";", -1)) {
        if (pair.strip().startsWith(COOKIE + "=")) {
          return Optional.of(pair.strip().substring(COOKIE.length() + 1));
        }
      }
    }
    return Optional.empty();
  }

  private static String cookie(String name, Duration life) {
    return COOKIE + "=" + name + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + life.toSeconds();
  }
}
