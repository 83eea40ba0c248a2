package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An error in OpenAI's form.
public record OpenAiError(
    int status, String type, @Nullable String param, @Nullable String code, String message) {

  private static final String INVALID = "invalid_request_error";

  /// Makes the error of a wrong request, for status 400.
  public static OpenAiError invalid(@Nullable String param, @Nullable String code, String message) {
    return new OpenAiError(400, INVALID, param, code, message);
  }

  /// The error that usually comes with this status.
  public static OpenAiError of(int status) {
    return switch (status) {
      case 400 -> invalid(null, null, "The request is wrong (simulated).");
      case 401 ->
          new OpenAiError(401, INVALID, null, "invalid_api_key", "Incorrect API key provided.");
      case 402 -> new OpenAiError(402, "insufficient_quota", null, "insufficient_quota", QUOTA);
      case 403 ->
          new OpenAiError(403, INVALID, null, "forbidden", "You may not do that (simulated).");
      case 404 -> noModel("simulated");
      case 408 ->
          new OpenAiError(408, "timeout", null, "timeout", "Request timed out (simulated).");
      case 409 ->
          new OpenAiError(409, INVALID, null, "conflict", "The request conflicts (simulated).");
      case 413 -> new OpenAiError(413, INVALID, null, "too_large", "The request is too large.");
      case 422 ->
          new OpenAiError(422, INVALID, null, "unprocessable", "The request makes no sense.");
      case 429 ->
          new OpenAiError(429, "requests", null, "rate_limit_exceeded", "Too many requests.");
      case 503, 529 -> new OpenAiError(status, "overloaded_error", null, "overloaded", OVERLOADED);
      default -> new OpenAiError(status, "server_error", null, null, SERVER_ERROR);
    };
  }

  private static final String QUOTA =
      "You exceeded your current quota, please check your plan and billing details.";
  private static final String OVERLOADED = "The server is overloaded, please try again later.";
  private static final String SERVER_ERROR =
      "The server had an error while processing your request. Sorry about that!";

  /// The account has nothing left; coming again does not help.
  public static OpenAiError quotaExhausted() {
    return new OpenAiError(429, "insufficient_quota", null, "insufficient_quota", QUOTA);
  }

  public static OpenAiError noModel(String model) {
    String message = "The model `" + model + "` does not exist or you do not have access to it.";
    return new OpenAiError(404, INVALID, null, "model_not_found", message);
  }

  /// Returns the error in OpenAI's envelope, `{"error":{...}}`.
  public byte[] json() {
    Bytes out = new Bytes(256).ascii("{\"error\":{\"message\":").quoted(message);
    out.ascii(",\"type\":").quoted(type).ascii(",\"param\":").quotedOrNull(param);
    return out.ascii(",\"code\":").quotedOrNull(code).ascii("}}").array();
  }

  /// Returns the whole answer: the status, the headers and the envelope.
  public HttpReply reply(List<Header> headers) {
    return HttpReply.whole(status, headers, 0, json()).typed("application/json");
  }
}
