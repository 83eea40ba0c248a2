package dev.sluice.server.admin;

import dev.sluice.call.text.EnumWords;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.client.Keys;
import dev.sluice.server.client.Tenancy;
import dev.sluice.server.config.AdminToken;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.http.LoopbackNames;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The decision about a request to the admin listener. Safe for any thread.
///
/// | the listener has | a request needs                                                        |
/// |------------------|------------------------------------------------------------------------|
/// | a token          | the token as a bearer token, or the cookie of a session                |
/// | none             | a loopback name in `Host`, and in `Origin` where there is one          |
/// | either           | `Sec-Fetch-Site` of this origin, where it is there: no other site's page |
///
/// Health needs none of it, and the files of the pages need no token: nothing in them is secret.
final class AdminAccess {
  private static final String NOT_LOOPBACK =
      " is not this machine, and without a token only localhost, 127.0.0.0/8 and [::1] are served:"
          + " ask one of them, or add admin.token";
  private static final String OTHER_SITE =
      "the request comes from another site's page, and is not answered";
  private static final String NO_TOKEN =
      "send admin.token as Authorization: Bearer TOKEN, or log in at /";

  private static final String SHOW_TOKEN = "send admin.token as Authorization: Bearer TOKEN";
  private static final String WRONG_TOKEN =
      "the token that was sent is none of this gateway's: send one of admin.token or admin.tokens"
          + " as Authorization: Bearer TOKEN";

  private static final String UNMEANT =
      "without a token a request that changes something needs the header x-sluice-admin: 1, which"
          + " no page of another site can send: add it, or add admin.token";

  private static final String NO_ACTION =
      "accounts are changed with a token only: add admin.token, and send it as Authorization:"
          + " Bearer TOKEN";

  private static final String SITE = "sec-fetch-site";
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private volatile Guard guard;

  /// A request that is not served.
  ///
  /// @param status the HTTP status that says so
  public record Refusal(int status, String why) {}

  /// The tokens, keys and sessions that hold at one time. A decision reads them once, so that it
  /// goes by one configuration. A session is opened among those of the token that was shown for it,
  /// so that it ends with that token, even if that is replaced in between.
  private record Guard(List<AdminToken> tokens, Keys keys, Sessions sessions) {
    static Guard of(List<AdminToken> tokens) {
      return new Guard(
          List.copyOf(tokens), new Keys(tokens.stream().map(Guard::key).toList()), new Sessions());
    }

    private static ClientKey key(AdminToken token) {
      var client = new Client(token.name(), new Tenancy.Fixed(token.name()), ClientKey.HIGHEST);
      return new ClientKey(token.secret(), client, false);
    }

    boolean isOpen() {
      return tokens.isEmpty();
    }

    boolean admits(HttpHeaders headers, long now) {
      return isOpen() || shown(headers).isPresent() || sessions.admit(headers, now);
    }

    /// The token that a request shows.
    Optional<AdminToken> shown(HttpHeaders headers) {
      Client shown = keys.bearer(headers);
      return tokens.stream()
          .filter(token -> shown != null && token.name().equals(shown.name()))
          .findFirst();
    }
  }

  /// @param tokens the admin tokens; none: none is required
  public AdminAccess(List<AdminToken> tokens) {
    this.guard = Guard.of(tokens);
  }

  /// Asks for other tokens, or for none, from the next request on. Sessions that were opened with
  /// those before are over.
  ///
  /// @return whether they are others
  public boolean use(List<AdminToken> next) {
    if (next.equals(guard.tokens())) {
      return false;
    }
    guard = Guard.of(next);
    return true;
  }

  /// Says why a request is refused; empty if it may be answered.
  ///
  /// @param open whether what it asks for is no secret
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public Optional<Refusal> refuse(HttpRequest request, boolean open, long now) {
    HttpHeaders headers = request.headers();
    Guard current = guard;
    String foreign = current.isOpen() ? LoopbackNames.foreign(headers) : null;
    if (foreign != null) {
      return Optional.of(new Refusal(403, foreign + NOT_LOOPBACK));
    }
    if (fromElsewhere(request)) {
      return Optional.of(new Refusal(403, OTHER_SITE));
    }
    boolean in = open || current.admits(headers, now);
    return in ? Optional.empty() : Optional.of(new Refusal(401, unknown(headers, NO_TOKEN)));
  }

  /// Why a request whose token is not known is refused: it has sent another one, or none.
  private static String unknown(HttpHeaders headers, String none) {
    return headers.contains(HttpHeaderNames.AUTHORIZATION) ? WRONG_TOKEN : none;
  }

  /// Why a request that shows no known token opens no session.
  public static String refuseLogIn(HttpHeaders headers) {
    return unknown(headers, SHOW_TOKEN);
  }

  /// Whether the headers of a request that was answered would still do.
  public boolean admits(HttpHeaders headers, long now) {
    return guard.admits(headers, now);
  }

  /// Whether a page of another site has sent a request. A link on one may lead to a page here.
  private static boolean fromElsewhere(HttpRequest request) {
    String site = request.headers().get(SITE);
    if (site != null) {
      return !OWN.contains(site) && !follows(request);
    }
    return !HttpMethod.GET.equals(request.method()) && foreignOrigin(request.headers());
  }

  private static boolean follows(HttpRequest request) {
    return HttpMethod.GET.equals(request.method())
        && "navigate".equals(request.headers().get("sec-fetch-mode"))
        && "document".equals(request.headers().get("sec-fetch-dest"));
  }

  /// Browsers that do not say which site they are on say the origin of what they write.
  private static boolean foreignOrigin(HttpHeaders headers) {
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    String host = headers.get(HttpHeaderNames.HOST);
    return origin != null && (host == null || !origin.endsWith("://" + host));
  }

  /// Says why a request that changes something is refused; empty if it may be done. A session is
  /// not enough.
  ///
  /// @param meant whether it has what no page of another site can send
  public Optional<Refusal> refuseWrite(HttpHeaders headers, boolean meant) {
    Guard current = guard;
    if (current.isOpen()) {
      return meant ? Optional.empty() : Optional.of(new Refusal(403, UNMEANT));
    }
    return refused(current.shown(headers), Role.OPERATOR, headers);
  }

  /// Says why a request that changes an account is refused; empty if it may be done. A session is
  /// not enough, and a listener without a token changes no account.
  ///
  /// @param needed the least role that may
  public Optional<Refusal> refuseAction(HttpHeaders headers, Role needed) {
    Guard current = guard;
    return current.isOpen()
        ? Optional.of(new Refusal(403, NO_ACTION))
        : refused(current.shown(headers), needed, headers);
  }

  private static Optional<Refusal> refused(
      Optional<AdminToken> shown, Role needed, HttpHeaders headers) {
    if (shown.isEmpty()) {
      return Optional.of(new Refusal(401, unknown(headers, SHOW_TOKEN)));
    }
    AdminToken token = shown.get();
    return token.role().may(needed)
        ? Optional.empty()
        : Optional.of(new Refusal(403, beyond(token, needed)));
  }

  private static String beyond(AdminToken token, Role needed) {
    return "the token %s has the role %s, and this needs %s: show another one"
        .formatted(token.name(), EnumWords.of(token.role()), EnumWords.of(needed));
  }

  /// The name of the token that a request shows.
  public String actor(HttpHeaders headers) {
    return guard.shown(headers).map(AdminToken::name).orElse("");
  }

  /// Opens a session for a request that shows the token. A session opens no session.
  ///
  /// @return the value of `Set-Cookie`; empty where it does not
  public Optional<String> logIn(HttpHeaders headers, long now) {
    Guard current = guard;
    return current.shown(headers).map(token -> current.sessions().open(token.name(), now));
  }

  /// Ends the session of a request.
  ///
  /// @return the value of `Set-Cookie`
  public String logOut(HttpHeaders headers) {
    return guard.sessions().close(headers);
  }
}
