package dev.sluice.server.people;

import dev.sluice.accounts.PeopleWatch;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.people.PeopleSnapshot.Known;
import dev.sluice.accounts.people.PersonSession.Kind;
import dev.sluice.server.admin.Asker;
import dev.sluice.server.config.OidcConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Finds who asks, by the session that a request shows: a browser's in a cookie, a terminal's as a
/// bearer token. Reads memory alone. Safe for any thread, loops too.
///
/// @param sessions the sessions that there are
record PeopleAccess(OidcConfig config, PeopleWatch sessions, GroupRights rights, Cookies cookies) {
  /// How the token of a terminal begins.
  static final String PREFIX = "slp-";

  private static final String BEARER = "bearer ";
  private static final String SITE = "sec-fetch-site";
  private static final String MEANT = "x-sluice-admin";
  private static final int LONGEST = 128;

  Optional<Asker> asker(HttpHeaders headers) {
    return known(headers).map(rights::asker);
  }

  /// Finds the session that a request shows.
  Optional<Known> known(HttpHeaders headers) {
    Optional<Known> shown = terminal(headers);
    return shown.isPresent() || headers.contains(HttpHeaderNames.AUTHORIZATION)
        ? shown
        : browser(headers);
  }

  private Optional<Known> terminal(HttpHeaders headers) {
    String line = headers.get(HttpHeaderNames.AUTHORIZATION);
    boolean bearer = line != null && line.regionMatches(true, 0, BEARER, 0, BEARER.length());
    String token = bearer ? line.substring(BEARER.length()).strip() : "";
    return config.device() && token.startsWith(PREFIX)
        ? known(token, Kind.TERMINAL)
        : Optional.empty();
  }

  private Optional<Known> browser(HttpHeaders headers) {
    return Cookies.of(headers, cookies.session()).flatMap(value -> known(value, Kind.BROWSER));
  }

  private Optional<Known> known(String secret, Kind kind) {
    if (secret.isEmpty() || secret.length() > LONGEST) {
      return Optional.empty();
    }
    return sessions
        .session(digest(secret))
        .filter(found -> found.session().kind() == kind)
        .filter(found -> !config.provisioned() || found.person().provisioned())
        .filter(found -> found.person().subject().iss().equals(config.provider().issuer()));
  }

  /// What the store has of a session's secret.
  static String digest(String secret) {
    return HexFormat.of().formatHex(KeySecret.digest(secret));
  }

  /// Whether a request that changes something was sent by the dashboard, or by a terminal. A cookie
  /// alone proves neither: the browser adds it to whatever is sent here.
  boolean isMeant(HttpHeaders headers) {
    if (terminal(headers).isPresent()) {
      return true;
    }
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    boolean own =
        origins.isEmpty()
            ? "same-origin".equals(headers.get(SITE))
            : origins.equals(List.of(config.redirect().toString()));
    return own && headers.getAll(MEANT).equals(List.of("1"));
  }
}
