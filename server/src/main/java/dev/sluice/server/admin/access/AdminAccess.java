package dev.sluice.server.admin.access;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.edge.client.ClientKey;
import dev.sluice.server.edge.client.Keys;
import dev.sluice.server.http.request.LoopbackNames;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.Set;

/// Decides about a request to the admin listener. Safe for any thread.
///
/// | the listener has | a request needs                                                        |
/// |------------------|------------------------------------------------------------------------|
/// | a token          | the token as a bearer token, or the cookie of a session                |
/// | none             | a loopback name in `Host`, and in `Origin` where there is one          |
/// | either           | `Sec-Fetch-Site` of this origin, where it is there: no other site's page |
///
/// Health needs none of it, and the files of the pages need no token: nothing in them is secret.
public final class AdminAccess {
  private static final String NOT_LOOPBACK =
      " is not this machine, and without a token only localhost, 127.0.0.0/8 and [::1] are served:"
          + " ask one of them, or add admin.token";
  private static final String OTHER_SITE =
      "the request comes from another site's page, and is not answered";
  private static final String NO_TOKEN =
      "send admin.token as Authorization: Bearer TOKEN, or log in at /";

  public static final String SHOW_TOKEN = "send admin.token as Authorization: Bearer TOKEN";

  private static final String UNMEANT =
      "without a token a request that changes something needs the header x-sluice-admin: 1, which"
          + " no page of another site can send: add it, or add admin.token";

  private static final String SITE = "sec-fetch-site";
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private volatile Guard guard;

  /// A request that is not served.
  ///
  /// @param status the HTTP status that says so
  public record Refusal(int status, String why) {}

  /// What is asked for at one time. It is read once for a decision, which then is that of one
  /// configuration. A session is opened among those of the token that was shown for it, so that it
  /// is over with that token, even if that is replaced in between.
  private record Guard(Optional<Secret> secret, Keys token, Sessions sessions) {
    static Guard of(Optional<Secret> token) {
      return new Guard(
          token, Keys.bearer(ClientKey.plain(token.stream().toList())), new Sessions());
    }

    boolean isOpen() {
      return token.isEmpty();
    }

    boolean admits(HttpHeaders headers, long now) {
      return token.admit(headers) || sessions.admit(headers, now);
    }

    boolean isShown(HttpHeaders headers) {
      return !isOpen() && token.admit(headers);
    }
  }

  /// @param token the admin token, if one is required
  public AdminAccess(Optional<Secret> token) {
    this.guard = Guard.of(token);
  }

  /// Asks for another token, or for none, from the next request on. Sessions that were opened with
  /// the one before are over.
  ///
  /// @return whether it is another one
  public boolean use(Optional<Secret> next) {
    if (next.equals(guard.secret())) {
      return false;
    }
    guard = Guard.of(next);
    return true;
  }

  /// Why a request is refused; empty if it may be answered.
  ///
  /// @param open whether what it asks for is no secret
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public Optional<Refusal> refuse(HttpRequest request, boolean open, long now) {
    HttpHeaders headers = request.headers();
    Guard asked = guard;
    String foreign = asked.isOpen() ? LoopbackNames.foreign(headers) : null;
    if (foreign != null) {
      return Optional.of(new Refusal(403, foreign + NOT_LOOPBACK));
    }
    if (fromElsewhere(request)) {
      return Optional.of(new Refusal(403, OTHER_SITE));
    }
    boolean in = open || asked.admits(headers, now);
    return in ? Optional.empty() : Optional.of(new Refusal(401, NO_TOKEN));
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

  /// Why a request that changes something is refused; empty if it may. A session is not enough.
  ///
  /// @param meant whether it has what no page of another site can send
  public Optional<Refusal> refuseWrite(HttpHeaders headers, boolean meant) {
    Guard asked = guard;
    if (asked.isOpen()) {
      return meant ? Optional.empty() : Optional.of(new Refusal(403, UNMEANT));
    }
    return asked.isShown(headers) ? Optional.empty() : Optional.of(new Refusal(401, SHOW_TOKEN));
  }

  /// Opens a session for a request that shows the token. A session opens no session.
  ///
  /// @return the value of `Set-Cookie`; empty where it does not
  public Optional<String> logIn(HttpHeaders headers, long now) {
    Guard asked = guard;
    return asked.isShown(headers) ? Optional.of(asked.sessions().open(now)) : Optional.empty();
  }

  /// Ends the session of a request.
  ///
  /// @return the value of `Set-Cookie`
  public String logOut(HttpHeaders headers) {
    return guard.sessions().close(headers);
  }
}
