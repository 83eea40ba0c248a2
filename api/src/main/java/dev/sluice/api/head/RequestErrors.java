package dev.sluice.api.head;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.Endpoints;
import dev.sluice.api.NearEndpoint;
import dev.sluice.call.Failed;
import dev.sluice.provider.header.Hops;
import java.util.Optional;

/// The words with which requests are turned away before they are calls, at any front of a gateway.
public final class RequestErrors {
  public static final ApiError DRAINING = shed(Failed.Reason.DRAINING);
  public static final ApiError NO_ROOM = shed(Failed.Reason.BODIES_FULL);
  public static final ApiError INTERNAL = ApiErrors.of(new Failed.Internal());

  public static final ApiError UNKNOWN_METHOD =
      ApiError.request(
          501, "method_not_implemented", "this method is not one of HTTP's usual ones");

  public static final ApiError UNKNOWN_MODEL =
      new ApiError(
          404,
          ApiError.INVALID_REQUEST,
          "model_not_found",
          Optional.of("model"),
          "there is no model of this name; GET /v1/models lists them",
          false,
          Optional.empty());

  public static final ApiError METHOD =
      ApiError.request(405, "method_not_allowed", "this endpoint does not have this method");

  static final ApiError VERB =
      ApiError.request(
          404,
          "not_supported",
          "a model has no such method; behind its name there may stand " + Endpoints.VERBS);
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
  static final ApiError BODY_OF_GET =
      ApiError.request(400, "malformed_request", "a GET has no body; leave it out");
  static final ApiError NO_BODY =
      ApiError.request(
          400, "invalid_json", "request has no body: neither Content-Length nor chunked encoding");

  private RequestErrors() {}

  /// Makes the error of a body that is larger than `server.max_body`.
  public static ApiError tooLarge(int max) {
    return ApiError.request(
        413,
        "body_too_large",
        "the body is above "
            + max
            + " bytes (server.max_body): send a smaller one, or have the operator allow more");
  }

  /// Makes the error of a target at which there is no endpoint.
  public static ApiError nowhere(String target) {
    return ApiError.request(404, "not_supported", NearEndpoint.message(target));
  }

  private static ApiError shed(Failed.Reason reason) {
    return ApiErrors.of(new Failed.Shed(reason, Optional.empty()));
  }
}
