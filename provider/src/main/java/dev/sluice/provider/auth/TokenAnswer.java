package dev.sluice.provider.auth;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;

/// The answer of an endpoint that gives credentials. What is unlike one, such as a page or a text
/// that is written just now, passes by itself; what an endpoint has refused does not.
///
/// @param headers by lower-case name
public record TokenAnswer(int status, Map<String, String> headers, String body) {
  private static final int SERVER_ERROR = 500;
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final long LONGEST_LIFE = 366L * 24 * 3600;

  /// Shows neither headers nor body, which may hold a secret.
  @Override
  public String toString() {
    return "TokenAnswer[" + status + "]";
  }

  /// Whether the endpoint has done what it was asked for.
  public boolean isGood() {
    return status >= 200 && status <= 299;
  }

  /// Returns the reason that a refusal is: temporary if the endpoint is at fault, or asks to wait.
  ///
  /// @param what the endpoint, for the message
  /// @param word the endpoint's own word for what is wrong; empty for none
  public CredentialException refusal(String what, String word) {
    String said = word.isEmpty() ? "" : " (" + CredentialException.word(word) + ")";
    String message = what + " answered " + status + said;
    return status >= SERVER_ERROR || status == TIMEOUT || status == TOO_MANY
        ? CredentialException.temporary(message)
        : CredentialException.refused(message);
  }

  /// Returns the answer's JSON object.
  ///
  /// @param what the endpoint, for the message
  /// @throws CredentialException if the answer is something else, such as a page
  public JsonNode json(String what) throws CredentialException {
    return json(body, what);
  }

  /// Returns a JSON object.
  ///
  /// @param what whose it is, for the message
  /// @throws CredentialException if `text` is something else
  public static JsonNode json(String text, String what) throws CredentialException {
    try {
      JsonNode node =
          JsonReader.WHOLE.read(text.getBytes(StandardCharsets.UTF_8), HeapMeter.unbounded());
      if (node.is(JsonKind.OBJECT)) {
        return node;
      }
    } catch (JsonReader.NotJsonException e) {
      throw CredentialException.temporary(what + " is not JSON");
    }
    throw CredentialException.temporary(what + " is not a JSON object");
  }

  /// Returns a text of an object that has to have it.
  ///
  /// @param what whose object it is, for the message
  public static String need(JsonNode object, String name, String what) throws CredentialException {
    String text = object.string(name, "");
    if (text.isEmpty()) {
      throw CredentialException.temporary(what + " has no " + name);
    }
    return text;
  }

  /// Returns the token of an answer of OAuth (RFC 6749, 5.1): `access_token` and `expires_in`, or
  /// Azure's `expires_on`.
  ///
  /// @param what the endpoint, for the messages
  public Issued<String> token(String what, Instant now) throws CredentialException {
    if (!isGood()) {
      throw refusal(what, errorWord());
    }
    JsonNode answer = json(what + "'s answer");
    String token = need(answer, "access_token", what + "'s answer");
    CredentialException.visible(token, what + "'s token");
    return new Issued<>(token, now.plusSeconds(life(answer, what, now)));
  }

  private static long life(JsonNode answer, String what, Instant now) throws CredentialException {
    long life = seconds(answer, "expires_in");
    if (life < 0) {
      life = seconds(answer, "expires_on") - now.getEpochSecond();
    }
    if (life <= 0) {
      throw CredentialException.temporary(what + "'s answer has no expires_in above 0");
    }
    return Math.min(life, LONGEST_LIFE);
  }

  /// Some endpoints write a number of seconds as a text.
  private static long seconds(JsonNode answer, String name) {
    String text = answer.string(name, "");
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : answer.number(name, -1);
  }

  /// The word for what is wrong, where the body is an error of OAuth or of Google; else empty.
  public String errorWord() {
    try {
      JsonNode answer = json("");
      JsonNode error = answer.get("error");
      return error != null && error.is(JsonKind.OBJECT)
          ? error.string("status", "")
          : answer.string("error", "");
    } catch (CredentialException e) {
      return "";
    }
  }

  /// Returns an instant of an answer, as ISO 8601 writes it.
  ///
  /// @param what whose answer it is, for the message
  public static Instant instant(String text, String what) throws CredentialException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw CredentialException.temporary(what + " has an expiration that is no instant");
    }
  }
}
