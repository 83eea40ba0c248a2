package dev.sluice.server.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.people.PersonSession.Kind;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.server.admin.Page;
import dev.sluice.server.jwt.ProviderTokens.BadToken;
import dev.sluice.server.people.IdentityProvider.Decision;
import dev.sluice.server.people.IdentityProviderHttp.Answer;
import dev.sluice.server.people.SessionOpener.Session;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Logins of terminals: the person types a code at the provider (RFC 8628), while the terminal asks
/// here whether that has happened. Safe for any thread that may wait.
///
/// @param provider where the code is typed
/// @param sessions opens the session
record TerminalLogin(IdentityProvider provider, SessionOpener sessions) {
  private static final int LONGEST = 2_048;

  /// The code of a terminal is the code verifier and the provider's code: no node keeps either.
  private static final char SPLIT = '.';

  private static final int LONGEST_CODE = LONGEST + 64;
  private static final long USUAL_INTERVAL = 5;
  private static final long USUAL_LIFE = 600;

  /// Begins a login: what the person has to type, and where.
  Page begin(HttpHeaders headers) throws LoginFailed, InterruptedException {
    checkMeant(headers);
    String verifier = PendingLogin.secret(sessions.random());
    Answer answer = provider.beginDevice(PendingLogin.challenge(verifier));
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("device_code", verifier + SPLIT + need(answer, "device_code"))
        .put("user_code", need(answer, "user_code"));
    tree.put("verification_uri", address(need(answer, "verification_uri")));
    String complete = "verification_uri_complete";
    boolean has = !answer.text(complete).isEmpty();
    tree.put(complete, has ? address(need(answer, complete)) : null);
    tree.put("interval", number(answer, "interval", USUAL_INTERVAL));
    tree.put("expires_in", number(answer, "expires_in", USUAL_LIFE));
    return Page.json(tree + "\n");
  }

  /// Opens the session of a login that was allowed; until then it is answered with 202, and with
  /// `slow_down` where the terminal must ask less often.
  Page poll(HttpHeaders headers, JsonNode body)
      throws LoginFailed, BadToken, StoreException, InterruptedException {
    checkMeant(headers);
    String code = body.path("device_code").asText("");
    int split = code.indexOf(SPLIT);
    if (split <= 0 || split + 1 == code.length() || code.length() > LONGEST_CODE) {
      throw new LoginFailed(400, "the body has no device_code: send that of the login");
    }
    String verifier = code.substring(0, split);
    return switch (provider.pollDevice(code.substring(split + 1), verifier)) {
      case Decision.None(boolean slower) -> slower ? slower() : Page.line(202, "not yet");
      case Decision.Allowed(String token) -> opened(token);
    };
  }

  /// Tells a terminal to ask less often.
  static Page slower() {
    return Page.line(202, "slow_down");
  }

  private Page opened(String token)
      throws LoginFailed, BadToken, StoreException, InterruptedException {
    Map<String, Object> claims = provider.metadata().tokens().verify(token, Set.of());
    Session session = sessions.open(claims, Kind.TERMINAL);
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("token", session.secret()).put("name", session.shown()).put("ends", session.ends());
    return Page.json(tree + "\n");
  }

  private static void checkMeant(HttpHeaders headers) throws LoginFailed {
    if (!headers.getAll("x-sluice-admin").equals(List.of("1"))) {
      throw new LoginFailed(403, "logins of terminals need the header x-sluice-admin: 1");
    }
  }

  private static String need(Answer answer, String name) throws LoginFailed {
    String text = answer.text(name);
    if (text.isEmpty()
        || text.length() > LONGEST
        || text.codePoints().anyMatch(TerminalLogin::isUnseen)) {
      throw LoginFailed.ofProvider("names no " + name);
    }
    return text;
  }

  /// Whether a character moves what a terminal shows: a control character (C0, DEL, C1), or one
  /// that turns the direction of writing.
  private static boolean isUnseen(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.LINE_SEPARATOR
        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
  }

  private static String address(String text) throws LoginFailed {
    if (!text.startsWith("https://") && !text.startsWith("http://")) {
      throw LoginFailed.ofProvider("names no address at which to type the code");
    }
    return text;
  }

  private static long number(Answer answer, String name, long otherwise) {
    return answer.json().get(name) instanceof Number number
        ? Math.clamp(number.longValue(), 1, 3_600)
        : otherwise;
  }
}
