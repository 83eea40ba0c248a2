package dev.sluice.server.people;

import dev.sluice.server.jwt.ProviderTokens;
import dev.sluice.server.jwt.ProviderTokens.BadToken;
import java.util.Map;
import java.util.Set;

/// What a provider says in a logout token (OpenID Connect Back-Channel Logout 1.0, 2.4): whose
/// sessions end, or which.
///
/// @param jti tells it from all others
/// @param sub empty for anybody's
/// @param sid which; empty for all
record LogoutTokens(String jti, String sub, String sid) {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  /// Verifies a token and reads it.
  static LogoutTokens read(String token, ProviderTokens tokens)
      throws BadToken, InterruptedException {
    Map<String, Object> claims = tokens.verify(token, Set.of("logout+jwt"));
    boolean logout =
        claims.get("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map<?, ?>;
    if (!logout || claims.containsKey("nonce")) {
      throw new BadToken("is no logout token");
    }
    String jti = text(claims, "jti");
    if (jti.isEmpty()) {
      throw new BadToken("has no jti");
    }
    String sub = text(claims, "sub");
    String sid = text(claims, "sid");
    if (sub.isEmpty() && sid.isEmpty()) {
      throw new BadToken("says neither whose session ends nor which");
    }
    return new LogoutTokens(jti, sub, sid);
  }

  private static String text(Map<String, Object> claims, String name) {
    return claims.get(name) instanceof String text ? text : "";
  }
}
