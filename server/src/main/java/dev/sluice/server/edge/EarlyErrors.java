package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.head.RequestErrors;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.server.client.ClientKeys.Reason;
import dev.sluice.server.http.Malformed;
import java.util.Optional;

/// The words with which requests are turned away at a socket: for their keys, their pace and their
/// framing. [dev.sluice.api.head.RequestErrors] has those of any front.
public final class EarlyErrors {
  private static final int UNAUTHORIZED = 401;
  private static final String KEYS_UNAVAILABLE = "keys_unavailable";

  private static final ApiError KEY =
      key(
          "send one of this server's keys as Authorization: Bearer KEY, as x-api-key: KEY or as"
              + " x-goog-api-key: KEY");
  private static final ApiError MISTYPED =
      key("the key's check digits are wrong: it is mistyped or cut; copy it again");
  private static final ApiError EXPIRED =
      key("api_key_expired", "the key has expired: ask for another one");
  private static final ApiError REVOKED =
      key("api_key_revoked", "the key was revoked: ask for another one");
  private static final ApiError SUSPENDED =
      key(
          "api_key_suspended",
          "the person who owns the key may not call at the moment: ask the operator of this"
              + " gateway");
  private static final ApiError TOKEN =
      key(
          "invalid_token",
          "the token is not accepted here; the operator of this gateway finds the reason in its"
              + " audit log");
  private static final ApiError TOKEN_UNAVAILABLE =
      new ApiError(
          503,
          "overloaded_error",
          KEYS_UNAVAILABLE,
          Optional.empty(),
          "the token cannot be judged at the moment; call again",
          true,
          Optional.empty());
  private static final ApiError UNAVAILABLE =
      new ApiError(
          503,
          "overloaded_error",
          KEYS_UNAVAILABLE,
          Optional.empty(),
          "the store of keys cannot be reached, and this key is not known without it; call again",
          true,
          Optional.empty());
  static final ApiError WEB_SOCKET =
      ApiError.request(
          426,
          "websocket_not_supported",
          "this server opens no WebSockets; send the call by POST over HTTP/1.1");
  public static final ApiError SLOW_BODY =
      ApiError.request(408, "body_timeout", "the body came too slowly; send it again, faster");
  public static final ApiError SLOW_HEAD =
      ApiError.request(408, "header_timeout", "the request's head took too long to arrive");

  private EarlyErrors() {}

  /// Makes the error of a request that leads away from this machine.
  ///
  /// @param what leads away from this machine
  static ApiError foreign(String what) {
    return ApiError.request(
        403,
        "not_loopback",
        what
            + " is not this machine, and without keys only localhost, 127.0.0.0/8 and [::1] are"
            + " served: call one of them, or add server.keys to serve other names and web pages");
  }

  public static ApiError malformed(Malformed malformed) {
    return switch (malformed.status()) {
      case UNAUTHORIZED -> key(malformed.why());
      case 414 -> ApiError.request(414, "request_line_too_long", malformed.why());
      case 431 -> ApiError.request(431, "headers_too_large", malformed.why());
      default -> ApiError.request(malformed.status(), "malformed_request", malformed.why());
    };
  }

  /// The error of a request that a bug has ended. A lack of memory beside the budget is told as one
  /// within it.
  static ApiError ofBug(Throwable bug) {
    return Bugs.isLackOfMemory(bug) ? RequestErrors.NO_ROOM : RequestErrors.INTERNAL;
  }

  static ApiError key(Reason reason) {
    return switch (reason) {
      case UNKNOWN -> KEY;
      case MISTYPED -> MISTYPED;
      case EXPIRED -> EXPIRED;
      case REVOKED -> REVOKED;
      case SUSPENDED -> SUSPENDED;
      case UNAVAILABLE -> UNAVAILABLE;
      case TOKEN -> TOKEN;
      case TOKEN_UNAVAILABLE -> TOKEN_UNAVAILABLE;
    };
  }

  /// Whether a request was turned away since it shows no good key, or none that can be judged.
  public static boolean isOfKey(ApiError error) {
    return error.status() == UNAUTHORIZED || error.code().equals(KEYS_UNAVAILABLE);
  }

  private static ApiError key(String message) {
    return key("invalid_api_key", message);
  }

  private static ApiError key(String code, String message) {
    return new ApiError(
        UNAUTHORIZED,
        "authentication_error",
        code,
        Optional.empty(),
        message,
        false,
        Optional.empty());
  }
}
