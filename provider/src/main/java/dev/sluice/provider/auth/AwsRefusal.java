package dev.sluice.provider.auth;

import dev.sluice.dialect.json.JsonNode;
import dev.sluice.provider.auth.RefusalSink.Refusal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What AWS says of a request that it refuses. Only its own code is read, and the beginning of its
/// message: further on, either may repeat what a client has written.
///
/// @param code the code, without the namespace in front of it; empty for none
/// @param message the message; empty for none
record AwsRefusal(int status, String code, String message) {
  private static final int UNAUTHORIZED = 401;
  private static final Set<Integer> STATUSES = Set.of(400, UNAUTHORIZED, 403);
  private static final String SUFFIX = "Exception";

  private static final Set<String> OF_CLOCK = Set.of("RequestExpired", "RequestTimeTooSkewed");

  private static final List<String> OF_CLOCK_IN_WORDS =
      List.of("Signature expired", "Signature not yet current");

  private static final Set<String> OF_CREDENTIAL =
      Set.of(
          "ExpiredToken",
          "UnrecognizedClient",
          "InvalidClientTokenId",
          "InvalidSignature",
          "SignatureDoesNotMatch");

  private static final String TOKEN = "The security token included in the request is";

  static AwsRefusal of(Refusal refusal) {
    int status = refusal.head().status();
    if (!STATUSES.contains(status)) {
      return new AwsRefusal(status, "", "");
    }
    String type = refusal.head().headers().getOrDefault("x-amzn-errortype", "");
    try {
      return of(status, type, TokenAnswer.json(refusal.text(), "an error"));
    } catch (CredentialException e) {
      return new AwsRefusal(status, plain(type), "");
    }
  }

  private static AwsRefusal of(int status, String type, JsonNode body) {
    JsonNode inner = body.get("error");
    JsonNode error = inner == null ? body : inner;
    String message =
        first(body.string("message", ""), body.string("Message", ""), error.string("message", ""));
    return new AwsRefusal(status, plain(code(type, body, error)), message);
  }

  private static String code(String type, JsonNode body, JsonNode error) {
    return first(
        type,
        body.string("__type", ""),
        body.string("code", ""),
        error.string("code", ""),
        error.string("type", ""));
  }

  private static String first(String... texts) {
    return Stream.of(texts).filter(text -> !text.isEmpty()).findFirst().orElse("");
  }

  /// Returns `ExpiredToken` of `com.amazon.service#ExpiredTokenException:http://internal/`.
  private static String plain(String type) {
    int colon = type.indexOf(':');
    String name = colon < 0 ? type : type.substring(0, colon);
    String code = name.substring(name.indexOf('#') + 1).strip();
    return code.endsWith(SUFFIX) ? code.substring(0, code.length() - SUFFIX.length()) : code;
  }

  /// Whether the signature was dated wrongly.
  boolean isOfClock() {
    return OF_CLOCK.contains(code) || OF_CLOCK_IN_WORDS.stream().anyMatch(message::startsWith);
  }

  /// Whether the credential is over or revoked, or the request dated wrongly, so that another one
  /// may be accepted.
  boolean isOfCredential() {
    return status == UNAUTHORIZED
        || OF_CREDENTIAL.contains(code)
        || message.startsWith(TOKEN)
        || isOfClock();
  }
}
