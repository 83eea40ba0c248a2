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

  private static final String SITE = "sec-fetch-site";
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private volatile Keys token;
  private volatile Optional<Secret> secret;
  private final Sessions sessions = new Sessions();

  /// A request that is not served.
  ///
  /// @param status the HTTP status that says so
  public record Refusal(int status, String why) {}

  /// @param token the admin token, if one is required
  public AdminAccess(Optional<Secret> token) {
    this.secret = token;
    this.token = keys(token);
  }

  private static Keys keys(Optional<Secret> token) {
    return new Keys(ClientKey.plain(token.stream().toList()));
  }

  /// Asks for another token, or for none, from the next request on. Sessions that were opened with
  /// the one before are over.
  ///
  /// @return whether it is another one
  public boolean use(Optional<Secret> next) {
    if (next.equals(secret)) {
      return false;
    }
    secret = next;
    token = keys(next);
    sessions.endAll();
    return true;
  }

  /// Whether a token is required.
  public boolean guarded() {
    return !token.isEmpty();
  }

  /// Why a request is refused; empty if it may be answered.
  ///
  /// @param open whether what it asks for is no secret
  /// @param now on [dev.sluice.call.runtime.Clock#nanos]
  public Optional<Refusal> refuse(HttpRequest request, boolean open, long now) {
    HttpHeaders headers = request.headers();
    String foreign = guarded() ? null : LoopbackNames.foreign(headers);
    if (foreign != null) {
      return Optional.of(new Refusal(403, foreign + NOT_LOOPBACK));
    }
    if (fromElsewhere(request)) {
      return Optional.of(new Refusal(403, OTHER_SITE));
    }
    boolean in = open || token.admit(headers) || sessions.admit(headers, now);
    return in ? Optional.empty() : Optional.of(new Refusal(401, NO_TOKEN));
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

  /// Whether a request shows the token itself.
  public boolean showsToken(HttpHeaders headers) {
    return guarded() && token.admit(headers);
  }

  /// Opens a session.
  ///
  /// @return the value of `Set-Cookie`
  public String logIn(long now) {
    return sessions.open(now);
  }

  /// Ends the session of a request.
  ///
  /// @return the value of `Set-Cookie`
  public String logOut(HttpHeaders headers) {
    return sessions.close(headers);
  }
}
