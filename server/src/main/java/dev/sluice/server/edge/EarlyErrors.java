package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.Endpoints;
import dev.sluice.api.NearEndpoint;
import dev.sluice.call.Failed;
import dev.sluice.provider.header.Hops;
import dev.sluice.server.client.ClientKeys.Reason;
import dev.sluice.server.http.Malformed;
import java.util.Optional;

/// The words with which requests are turned away.
public final class EarlyErrors {
  private static final int UNAUTHORIZED = 401;
  private static final String KEYS_UNAVAILABLE = "keys_unavailable";

  public static final ApiError DRAINING = shed(Failed.Reason.DRAINING);
  public static final ApiError NO_ROOM = shed(Failed.Reason.BODIES_FULL);
  public static final ApiError INTERNAL = ApiErrors.of(new Failed.Internal());
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
  private static final ApiError UNAVAILABLE =
      new ApiError(
          503,
          "overloaded_error",
          KEYS_UNAVAILABLE,
          Optional.empty(),
          "the store of keys cannot be reached, and this key is not known without it; call again",
          true,
          Optional.empty());
  static final ApiError VERB =
      ApiError.request(
          404,
          "not_supported",
          "a model has no such method; behind its name there may stand " + Endpoints.VERBS);
  static final ApiError METHOD =
      ApiError.request(405, "method_not_allowed", "this endpoint does not have this method");
  static final ApiError WEB_SOCKET =
      ApiError.request(
          426,
          "websocket_not_supported",
          "this server opens no WebSockets; send the call by POST over HTTP/1.1");
  static final ApiError UNKNOWN_METHOD =
      ApiError.request(
          501, "method_not_implemented", "this method is not one of HTTP's usual ones");
  static final ApiError EXPECTATION =
      ApiError.request(417, "expectation_failed", "Expect can be 100-continue and nothing else");
  static final ApiError LOOP =
      ApiError.request(
          400,
          "gateway_loop",
          "the call has passed "
              + Hops.MOST
              + " gateways ("
              + Hops.HEADER
              + "): a provider's url leads back to a gateway; have its operator name the"
              + " provider's own");
  static final ApiError NO_BODY =
      ApiError.request(
          400, "invalid_json", "request has no body: neither Content-Length nor chunked encoding");
  public static final ApiError SLOW_BODY =
      ApiError.request(408, "body_timeout", "the body came too slowly; send it again, faster");
  public static final ApiError SLOW_HEAD =
      ApiError.request(408, "header_timeout", "the request's head took too long to arrive");

  public static final ApiError UNKNOWN_MODEL =
      new ApiError(
          404,
          ApiError.INVALID_REQUEST,
          "model_not_found",
          Optional.of("model"),
          "there is no model of this name; GET /v1/models lists them",
          false,
          Optional.empty());

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

  public static ApiError tooLarge(int max) {
    return ApiError.request(
        413, "body_too_large", "the body is above " + max + " bytes (server.max_body)");
  }

  public static ApiError malformed(Malformed malformed) {
    return switch (malformed.status()) {
      case UNAUTHORIZED -> key(malformed.why());
      case 414 -> ApiError.request(414, "request_line_too_long", malformed.why());
      case 431 -> ApiError.request(431, "headers_too_large", malformed.why());
      default -> ApiError.request(malformed.status(), "malformed_request", malformed.why());
    };
  }

  static ApiError key(Reason reason) {
    return switch (reason) {
      case UNKNOWN -> KEY;
      case MISTYPED -> MISTYPED;
      case EXPIRED -> EXPIRED;
      case REVOKED -> REVOKED;
      case UNAVAILABLE -> UNAVAILABLE;
    };
  }

  /// Whether a request was turned away since it shows no good key, or none that can be judged.
  public static boolean isOfKey(ApiError error) {
    return error.status() == UNAUTHORIZED || error.code().equals(KEYS_UNAVAILABLE);
  }

  /// Makes the error of a target at which there is no endpoint.
  static ApiError nowhere(String target) {
    return ApiError.request(404, "not_supported", NearEndpoint.message(target));
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

  private static ApiError shed(Failed.Reason reason) {
    return ApiErrors.of(new Failed.Shed(reason, Optional.empty()));
  }
}
