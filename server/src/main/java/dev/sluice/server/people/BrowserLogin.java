package dev.sluice.server.people;

import dev.sluice.accounts.people.PersonSession.Kind;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.admin.Page;
import dev.sluice.server.config.OidcConfig;
import dev.sluice.server.jwt.ProviderTokens.BadToken;
import dev.sluice.server.people.SessionOpener.Session;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Logins of browsers: authorization code with PKCE (OpenID Connect Core 3.1, RFC 7636). Safe for
/// any thread that may wait.
final class BrowserLogin {
  private static final int LONGEST_CODE = 4_096;
  private static final String AGAIN = ": begin again at the dashboard";

  private final OidcConfig config;
  private final IdentityProvider provider;
  private final SessionOpener sessions;
  private final Cookies cookies;
  private final Clock clock;
  private final UsedAnswers used = new UsedAnswers();

  BrowserLogin(
      OidcConfig config,
      IdentityProvider provider,
      SessionOpener sessions,
      Cookies cookies,
      Clock clock) {
    this.config = config;
    this.provider = provider;
    this.sessions = sessions;
    this.cookies = cookies;
    this.clock = clock;
  }

  /// Sends a browser to the provider.
  Page start(Map<String, List<String>> query) throws LoginFailed, InterruptedException {
    String to = query.getOrDefault("to", List.of("/")).getFirst();
    PendingLogin pending = PendingLogin.begin(to, clock.millis(), sessions.random());
    String at = provider.authorize(pending, redirect()).toString();
    return to(at).cookie(cookies.set(cookies.login(), pending.text(), PendingLogin.LIFE));
  }

  private String redirect() {
    return config.redirect() + "/admin/login/callback";
  }

  private static Page to(String address) {
    return Page.line(302, "go on")
        .with("location", address)
        .with("cache-control", "no-store")
        .with("referrer-policy", "no-referrer");
  }

  /// Takes the provider's answer. Each is good once, in the browser in which the login began.
  Page end(Map<String, List<String>> query, HttpHeaders headers)
      throws LoginFailed, BadToken, StoreException, InterruptedException {
    PendingLogin pending =
        Cookies.of(headers, cookies.login())
            .flatMap(text -> PendingLogin.read(text, clock.millis()))
            .orElseThrow(
                () ->
                    new LoginFailed(
                        403, "this login did not begin in this browser, or too long ago" + AGAIN));
    if (!isSame(one(query, "state"), pending.state())) {
      throw new LoginFailed(403, "this is the answer to another login" + AGAIN);
    }
    checkIssuer(query);
    checkError(query);
    if (!used.use(pending.state())) {
      throw new LoginFailed(403, "this answer was used already" + AGAIN);
    }
    Session session = sessions.open(claims(code(query), pending), Kind.BROWSER);
    Optional<String> before = Cookies.of(headers, cookies.session());
    if (before.isPresent()) {
      sessions.end(before.get());
    }
    return to(pending.to())
        .cookie(cookies.set(cookies.session(), session.secret(), config.session()))
        .cookie(cookies.remove(cookies.login()));
  }

  private Map<String, Object> claims(String code, PendingLogin pending)
      throws LoginFailed, BadToken, InterruptedException {
    String token = provider.exchange(code, pending, redirect());
    Map<String, Object> claims = provider.metadata().tokens().verify(token, Set.of());
    if (!(claims.get("nonce") instanceof String nonce) || !isSame(nonce, pending.nonce())) {
      throw new BadToken("is of another login (its nonce)");
    }
    return claims;
  }

  /// An answer of another provider that was mixed up with this one's is refused (RFC 9207).
  private void checkIssuer(Map<String, List<String>> query)
      throws LoginFailed, InterruptedException {
    String issuer = one(query, "iss");
    boolean none = issuer.isEmpty() && !provider.metadata().answers();
    if (!none && !issuer.equals(config.provider().issuer())) {
      throw new LoginFailed(403, "this is the answer of another identity provider" + AGAIN);
    }
  }

  private static void checkError(Map<String, List<String>> query) throws LoginFailed {
    if (query.containsKey("error")) {
      throw new LoginFailed(
          403,
          "the identity provider has refused the login"
              + IdentityProvider.named(one(query, "error"))
              + AGAIN);
    }
  }

  private static String code(Map<String, List<String>> query) throws LoginFailed {
    String code = one(query, "code");
    if (code.isEmpty() || code.length() > LONGEST_CODE) {
      throw new LoginFailed(400, "the answer of the identity provider has no code" + AGAIN);
    }
    return code;
  }

  /// The value of a parameter; empty where there is none.
  private static String one(Map<String, List<String>> query, String name) throws LoginFailed {
    List<String> values = query.getOrDefault(name, List.of(""));
    if (values.size() != 1) {
      throw new LoginFailed(400, "the answer has several values of " + name + AGAIN);
    }
    return values.getFirst();
  }

  private static boolean isSame(String text, String other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
