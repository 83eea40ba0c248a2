package dev.sluice.server.people;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/// The cookies of people's logins and sessions. Scripts cannot read them, and no other site's
/// requests carry them but a link that somebody follows. Over TLS their names begin with `__Host-`
/// (RFC 6265bis), so that no neighbouring host can put its own in their place.
///
/// @param secure whether browsers come over TLS
record Cookies(boolean secure) {
  private static final int LONGEST = 1_024;

  String session() {
    return prefix() + "sluice_person";
  }

  String login() {
    return prefix() + "sluice_login";
  }

  private String prefix() {
    return secure ? "__Host-" : "";
  }

  /// The value of `Set-Cookie`.
  String set(String name, String value, Duration life) {
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + life.toSeconds()
        + (secure ? "; Secure" : "");
  }

  /// The value of `Set-Cookie` that removes a cookie.
  String remove(String name) {
    return set(name, "", Duration.ZERO);
  }

  /// The value of a cookie; empty where there is none, or several: then some are somebody else's.
  static Optional<String> of(HttpHeaders headers, String name) {
    String found = null;
    for (String line : headers.getAll(HttpHeaderNames.COOKIE)) {
      for (String pair : line.split(";", -1)) {
        String text = pair.strip();
        if (text.startsWith(name + "=")) {
          if (found != null) {
            return Optional.empty();
          }
          found = text.substring(name.length() + 1);
        }
      }
    }
    return Optional.ofNullable(found).filter(value -> value.length() <= LONGEST);
  }
}
