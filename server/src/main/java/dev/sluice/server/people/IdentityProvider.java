package dev.sluice.server.people;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.IssuerConfig.KeysAddress;
import dev.sluice.server.config.OidcConfig;
import dev.sluice.server.jwt.ProviderTokens;
import dev.sluice.server.people.IdentityProviderHttp.Answer;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An OpenID provider, by what it says of itself (OpenID Connect Discovery), which is asked for
/// when somebody logs in and known for an hour. Safe for any thread that may wait.
final class IdentityProvider {
  private static final Duration KNOWN = Duration.ofHours(1);
  private static final String DOCUMENT = "/.well-known/openid-configuration";
  private static final int LONGEST_ERROR = 64;

  /// How long a provider that has not answered, or not with a good document, is not asked again who
  /// it is, since each asks in turn.
  private static final Duration REST = Duration.ofSeconds(5);

  private final OidcConfig.Registration config;
  private final IdentityProviderHttp http;
  private final Clock clock;
  private @Nullable Metadata known;
  private @Nullable Unanswered unanswered;

  /// A question that was not answered, or not with a good document.
  ///
  /// @param at when that was, on the clock's nanoseconds
  private record Unanswered(LoginFailed why, long at) {}

  /// What a provider says of itself.
  ///
  /// @param device where terminals begin their logins; empty where they cannot
  /// @param answers whether it says in each answer who it is (RFC 9207)
  /// @param basic whether it takes a client's secret in a header
  /// @param keys where its keys are
  /// @param at when it was asked, on the clock's nanoseconds
  record Metadata(
      URI authorization,
      URI token,
      Optional<URI> device,
      boolean answers,
      boolean basic,
      URI keys,
      ProviderTokens tokens,
      long at) {}

  IdentityProvider(OidcConfig.Registration config, Clock clock) {
    this.config = config;
    this.http = new IdentityProviderHttp(config);
    this.clock = clock;
  }

  /// What it says of itself. One thread at a time asks.
  synchronized Metadata metadata() throws LoginFailed, InterruptedException {
    Metadata now = known;
    if (now != null && clock.nanos() - now.at() < KNOWN.toNanos()) {
      return now;
    }
    Unanswered before = unanswered;
    if (before != null && clock.nanos() - before.at() < REST.toNanos()) {
      throw before.why();
    }
    try {
      Metadata next = asked(now);
      known = next;
      return next;
    } catch (LoginFailed why) {
      unanswered = new Unanswered(why, clock.nanos());
      throw why;
    }
  }

  private Metadata asked(@Nullable Metadata before) throws LoginFailed, InterruptedException {
    String issuer = config.issuer();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    Answer answer = http.get(URI.create(base + DOCUMENT));
    if (!answer.isOk()) {
      throw LoginFailed.ofProvider(
          "has no " + DOCUMENT + " (status " + answer.status() + "): check auth.oidc.issuer");
    }
    if (!issuer.equals(answer.text("issuer"))) {
      throw LoginFailed.ofProvider(
          "says that its issuer is another than auth.oidc.issuer, which must be the same text");
    }
    return metadata(answer, before);
  }

  private Metadata metadata(Answer answer, @Nullable Metadata before) throws LoginFailed {
    URI keys = url(answer, "jwks_uri");
    ProviderTokens tokens =
        before != null && before.keys().equals(keys)
            ? before.tokens()
            : new ProviderTokens(
                config.issuer(),
                config.client(),
                new KeysAddress(keys, config.ca(), Optional.empty()),
                clock);
    String device = "device_authorization_endpoint";
    boolean basic =
        !(answer.json().get("token_endpoint_auth_methods_supported") instanceof List<?> methods)
            || methods.contains("client_secret_basic");
    return new Metadata(
        url(answer, "authorization_endpoint"),
        url(answer, "token_endpoint"),
        answer.json().containsKey(device) ? Optional.of(url(answer, device)) : Optional.empty(),
        Boolean.TRUE.equals(answer.json().get("authorization_response_iss_parameter_supported")),
        basic,
        keys,
        tokens,
        clock.nanos());
  }

  private static URI url(Answer answer, String name) throws LoginFailed {
    try {
      var url = new URI(answer.text(name));
      if (url.getHost() != null && url.getRawFragment() == null && isSafe(url)) {
        return url;
      }
    } catch (URISyntaxException none) {
      throw LoginFailed.ofProvider("names no good " + name);
    }
    throw LoginFailed.ofProvider("names no " + name + " that begins with https://");
  }

  private static boolean isSafe(URI url) {
    if ("https".equals(url.getScheme())) {
      return true;
    }
    try {
      return "http".equals(url.getScheme())
          && InetAddress.ofLiteral(url.getHost()).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  /// The address to which a browser is sent for a login.
  URI authorize(PendingLogin pending, String redirect) throws LoginFailed, InterruptedException {
    URI at = metadata().authorization();
    var query = new StringBuilder(at.getRawQuery() == null ? "" : at.getRawQuery() + "&");
    query
        .append("response_type=code&client_id=")
        .append(IdentityProviderHttp.encoded(config.client()));
    query.append("&redirect_uri=").append(IdentityProviderHttp.encoded(redirect));
    query.append("&scope=").append(IdentityProviderHttp.encoded(scope()));
    query.append("&state=").append(pending.state());
    query.append("&nonce=").append(pending.nonce());
    query.append("&code_challenge=").append(pending.challenge());
    query.append("&code_challenge_method=S256");
    String text = at.toString();
    int end = text.indexOf('?');
    return URI.create((end < 0 ? text : text.substring(0, end)) + "?" + query);
  }

  private String scope() {
    return String.join(" ", config.scopes().stream().sorted().toList());
  }

  /// Exchanges the code of an answer for an id_token.
  String exchange(String code, PendingLogin pending, String redirect)
      throws LoginFailed, InterruptedException {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect);
    form.put("code_verifier", pending.verifier());
    Metadata of = metadata();
    return idToken(http.post(of.token(), form, of.basic()));
  }

  /// Begins the login of a terminal (RFC 8628), with a code challenge, which some providers ask of
  /// every login of a client (Keycloak) and the others pass over.
  Answer beginDevice(String challenge) throws LoginFailed, InterruptedException {
    Metadata of = metadata();
    URI device =
        of.device()
            .orElseThrow(
                () -> LoginFailed.ofProvider("has no logins for terminals: log in with a browser"));
    Map<String, String> form =
        Map.of("scope", scope(), "code_challenge", challenge, "code_challenge_method", "S256");
    Answer answer = http.post(device, form, of.basic());
    if (!answer.isOk()) {
      throw refused(answer);
    }
    return answer;
  }

  /// What was decided about the login of a terminal.
  sealed interface Decision {
    /// It is allowed.
    record Allowed(String idToken) implements Decision {}

    /// Nothing yet.
    ///
    /// @param slower whether the provider is asked too often (`slow_down`, RFC 8628 3.5)
    record None(boolean slower) implements Decision {}
  }

  /// Asks whether the login of a terminal was allowed.
  ///
  /// @param verifier that of the challenge with which it has begun
  /// @return what the provider says
  Decision pollDevice(String code, String verifier) throws LoginFailed, InterruptedException {
    Map<String, String> form =
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
            "device_code", code,
            "code_verifier", verifier);
    Metadata of = metadata();
    Answer answer = http.post(of.token(), form, of.basic());
    return switch (answer.text("error")) {
      case "authorization_pending" -> new Decision.None(false);
      case "slow_down" -> new Decision.None(true);
      default -> new Decision.Allowed(idToken(answer));
    };
  }

  private static String idToken(Answer answer) throws LoginFailed {
    if (!answer.isOk()) {
      throw refused(answer);
    }
    String token = answer.text("id_token");
    if (token.isEmpty()) {
      throw LoginFailed.ofProvider("has sent no id_token: the scope openid must be allowed there");
    }
    return token;
  }

  private static LoginFailed refused(Answer answer) {
    return new LoginFailed(
        403,
        "the identity provider has refused the login"
            + named(answer.text("error"))
            + " (status "
            + answer.status()
            + "): try again, or ask the operator of this gateway");
  }

  /// An error as a part of a message; nothing where it is not a word, since others may choose it.
  static String named(String error) {
    return error.length() <= LONGEST_ERROR && error.matches("[a-z_]+") ? ": " + error : "";
  }
}
