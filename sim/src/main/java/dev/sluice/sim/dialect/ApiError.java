package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An error in OpenAI's form.
public record ApiError(
    int status, String type, @Nullable String param, @Nullable String code, String message) {

  private static final String INVALID = "invalid_request_error";

  /// Makes the error of a wrong request, for status 400.
  public static ApiError invalid(@Nullable String param, @Nullable String code, String message) {
    return new ApiError(400, INVALID, param, code, message);
  }

  /// The error that usually comes with this status.
  public static ApiError of(int status) {
    return switch (status) {
      case 400 -> invalid(null, null, "The request is wrong (simulated).");
      case 401 ->
          new ApiError(401, INVALID, null, "invalid_api_key", "Incorrect API key provided.");
      case 402 -> new ApiError(402, "insufficient_quota", null, "insufficient_quota", QUOTA);
      case 403 -> new ApiError(403, INVALID, null, "forbidden", "You may not do that (simulated).");
      case 404 -> noModel("simulated");
      case 408 -> new ApiError(408, "timeout", null, "timeout", "Request timed out (simulated).");
      case 409 ->
          new ApiError(409, INVALID, null, "conflict", "The request conflicts (simulated).");
      case 413 -> new ApiError(413, INVALID, null, "too_large", "The request is too large.");
      case 422 -> new ApiError(422, INVALID, null, "unprocessable", "The request makes no sense.");
      case 429 -> new ApiError(429, "requests", null, "rate_limit_exceeded", "Too many requests.");
      case 503, 529 -> new ApiError(status, "overloaded_error", null, "overloaded", OVERLOADED);
      default -> new ApiError(status, "server_error", null, null, SERVER_ERROR);
    };
  }

  private static final String QUOTA =
      "You exceeded your current quota, please check your plan and billing details.";
  private static final String OVERLOADED = "The server is overloaded, please try again later.";
  private static final String SERVER_ERROR =
      "The server had an error while processing your request. Sorry about that!";

  /// The account has nothing left; coming again does not help.
  public static ApiError quotaExhausted() {
    return new ApiError(429, "insufficient_quota", null, "insufficient_quota", QUOTA);
  }

  public static ApiError noModel(String model) {
    String message = "The model `" + model + "` does not exist or you do not have access to it.";
    return new ApiError(404, INVALID, null, "model_not_found", message);
  }

  /// Returns the error in OpenAI's envelope, `{"error":{...}}`.
  public byte[] json() {
    Bytes out = new Bytes(256).ascii("{\"error\":{\"message\":").quoted(message);
    out.ascii(",\"type\":").quoted(type).ascii(",\"param\":").quotedOrNull(param);
    return out.ascii(",\"code\":").quotedOrNull(code).ascii("}}").array();
  }

  /// Returns the whole answer: the status, the headers and the envelope.
  public Reply reply(List<Header> headers) {
    List<Header> all = new ArrayList<>(headers);
    all.add(new Header("content-type", "application/json"));
    return Reply.whole(status, all, 0, json());
  }
}
