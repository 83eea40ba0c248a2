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
/// | a token          | the token as a bearer token, the cookie of its session, or a person's  |
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

  private static final String UNPROVED =
      "a session alone changes nothing: the request must come from the dashboard at the address"
          + " of auth.oidc.redirect, with the header x-sluice-admin: 1";

  private static final String NO_PERSON =
      "only people who have logged in have keys of their own: log in at /";

  private static final String SITE = "sec-fetch-site";
  private static final String REFRESH = "x-sluice-refresh";
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private volatile Guard guard;

  /// A request that is not served.
  ///
  /// @param status the HTTP status that says so
  public record Refusal(int status, String why) {
    Page page() {
      return Page.line(status, why);
    }
  }

  /// The tokens, keys and sessions that hold at one time. A decision reads them once, so that it
  /// goes by one configuration. A session is opened among those of the token that was shown for it,
  /// so that it ends with that token, even if that is replaced in between.
  private record Guard(List<AdminToken> tokens, Keys keys, TokenSessions sessions, People people) {
    static Guard of(List<AdminToken> tokens, People people) {
      return new Guard(
          List.copyOf(tokens),
          new Keys(tokens.stream().map(Guard::key).toList()),
          new TokenSessions(),
          people);
    }

    private static ClientKey key(AdminToken token) {
      var client = new Client(token.name(), new Tenancy.Fixed(token.name()), ClientKey.HIGHEST);
      return new ClientKey(token.secret(), client, false);
    }

    boolean isOpen() {
      return tokens.isEmpty();
    }

    /// Finds who asks; empty for nobody who is known.
    Optional<Asker> asker(HttpHeaders headers, long now) {
      return shown(headers)
          .or(() -> sessions.token(headers, now).flatMap(this::named))
          .map(token -> Asker.token(token.name(), token.role()))
          .or(() -> people.asker(headers));
    }

    private Optional<AdminToken> named(String name) {
      return tokens.stream().filter(token -> token.name().equals(name)).findFirst();
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
    this.guard = Guard.of(tokens, People.NONE);
  }

  /// Asks for other tokens, or for none, from the next request on. Sessions that were opened with
  /// those before are over.
  ///
  /// @return whether they are others
  public boolean use(List<AdminToken> next) {
    return use(next, guard.people());
  }

  /// Asks for other tokens, and lets other people in, from the next request on.
  ///
  /// @return whether tokens or people are others
  public boolean use(List<AdminToken> next, People people) {
    Guard before = guard;
    if (next.equals(before.tokens())) {
      guard = new Guard(before.tokens(), before.keys(), before.sessions(), people);
      return !people.equals(before.people());
    }
    guard = Guard.of(next, people);
    return true;
  }

  /// Lets other people in from the next request on.
  public void use(People people) {
    boolean _ = use(guard.tokens(), people);
  }

  /// The people who log in now.
  public People people() {
    return guard.people();
  }

  /// Notes that somebody has used the session that a request shows. What a page fetches anew by
  /// itself is no use of it.
  void used(HttpHeaders headers) {
    if (!headers.contains(REFRESH)) {
      guard.people().used(headers);
    }
  }

  /// Finds who asks; empty for nobody who is known.
  public Optional<Asker> asker(HttpHeaders headers, long now) {
    return guard.asker(headers, now);
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
    return open || current.isOpen() ? Optional.empty() : refuseReader(current, request, now);
  }

  private static Optional<Refusal> refuseReader(Guard current, HttpRequest request, long now) {
    Optional<Asker> asker = current.asker(request.headers(), now);
    if (asker.isEmpty()) {
      return Optional.of(new Refusal(401, unknown(request.headers(), NO_TOKEN)));
    }
    String path = AdminRequest.path(request);
    Role needed = AdminPages.needed(request.uri());
    // A change is judged where it is made.
    boolean reads = HttpMethod.GET.equals(request.method()) && !SelfService.isAt(path);
    return !reads || asker.get().may(needed)
        ? Optional.empty()
        : Optional.of(new Refusal(403, beyond(asker.get(), needed)));
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
    Guard current = guard;
    return current.isOpen()
        || current.asker(headers, now).filter(asker -> asker.may(Role.VIEWER)).isPresent();
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

  /// Says why a request that changes something is refused; empty if it may be done. The session of
  /// a token is not enough, and that of a person takes a proof that no other site's page has sent
  /// the request.
  ///
  /// @param meant whether it has what no page of another site can send
  public Optional<Refusal> refuseWrite(HttpHeaders headers, boolean meant) {
    Guard current = guard;
    if (current.isOpen()) {
      return meant ? Optional.empty() : Optional.of(new Refusal(403, UNMEANT));
    }
    return refused(current, Role.OPERATOR, headers);
  }

  /// Says why a request that changes an account is refused; empty if it may be done. Sessions count
  /// as they do for any change, and a listener without a token changes no account.
  ///
  /// @param needed the least role that may
  public Optional<Refusal> refuseAction(HttpHeaders headers, Role needed) {
    Guard current = guard;
    return current.isOpen()
        ? Optional.of(new Refusal(403, NO_ACTION))
        : refused(current, needed, headers);
  }

  private static Optional<Refusal> refused(Guard current, Role needed, HttpHeaders headers) {
    Optional<Asker> changing = changing(current, headers);
    if (changing.isEmpty()) {
      return Optional.of(new Refusal(401, unknown(headers, SHOW_TOKEN)));
    }
    Asker asker = changing.get();
    if (!asker.may(needed)) {
      return Optional.of(new Refusal(403, beyond(asker, needed)));
    }
    return refuseUnproved(current, asker, headers);
  }

  /// Finds who changes something: whoever shows a token, or a person with a session.
  private static Optional<Asker> changing(Guard current, HttpHeaders headers) {
    return current
        .shown(headers)
        .map(token -> Asker.token(token.name(), token.role()))
        .or(() -> current.people().asker(headers));
  }

  private static Optional<Refusal> refuseUnproved(Guard current, Asker asker, HttpHeaders headers) {
    return asker.person().isEmpty() || current.people().isMeant(headers)
        ? Optional.empty()
        : Optional.of(new Refusal(403, UNPROVED));
  }

  /// Says why a request by which somebody changes what is their own is refused; empty if it may be
  /// done.
  public Optional<Refusal> refuseOwn(HttpHeaders headers) {
    Guard current = guard;
    Optional<Asker> asker = current.people().asker(headers);
    return asker.isEmpty()
        ? Optional.of(new Refusal(403, NO_PERSON))
        : refuseUnproved(current, asker.get(), headers);
  }

  private static String beyond(Asker asker, Role needed) {
    String what = asker.person().isEmpty() ? "the token " + asker.name() : asker.shown();
    String role =
        asker
            .role()
            .map(EnumWords::of)
            .map(own -> "the role " + own)
            .orElse("no role beyond teams");
    String remedy =
        asker.person().isEmpty() ? "show another token" : "ask for a group with that role";
    return "%s has %s, and this needs %s: %s".formatted(what, role, EnumWords.of(needed), remedy);
  }

  /// Finds the person who changes what is their own; empty for nobody who has logged in.
  public Optional<Asker> person(HttpHeaders headers) {
    return guard.people().asker(headers);
  }

  /// The name of whoever changes something, for the audit log.
  public String actor(HttpHeaders headers) {
    return changing(guard, headers).map(Asker::name).orElse("");
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
