package dev.sluice.api;

import java.time.Duration;
import java.util.Optional;

/// An error as the client receives it.
///
/// @param status the HTTP status
/// @param type OpenAI's coarse word for it
/// @param code the stable word for programs
/// @param param the path of the offending property, where there is one
/// @param message for people: the thing, the value, the remedy
/// @param again whether sending the same call again may help; official clients obey it
/// @param after how long to wait before that, where the provider or the gateway knows it
/// @param crowded whether many clients get the same instant, and are to come spread behind it
public record ApiError(
    int status,
    String type,
    String code,
    Optional<String> param,
    String message,
    boolean again,
    Optional<Duration> after,
    boolean crowded) {
  public static final String INVALID_REQUEST = "invalid_request_error";
  public static final String PERMISSION = "permission_error";
  static final String OVERLOADED = "overloaded_error";
  static final String RATE_LIMIT = "rate_limit_error";
  static final String TIMEOUT = "timeout_error";
  static final String UPSTREAM = "upstream_error";

  /// An error that no other client gets at the same time.
  public ApiError(
      int status,
      String type,
      String code,
      Optional<String> param,
      String message,
      boolean again,
      Optional<Duration> after) {
    this(status, type, code, param, message, again, after, false);
  }

  /// Returns this error with a hint of how long the client is to wait.
  public ApiError after(Optional<Duration> wait) {
    return new ApiError(status, type, code, param, message, again, wait, crowded);
  }

  /// Returns this error, marked as one that many clients are told.
  ApiError toMany() {
    return new ApiError(status, type, code, param, message, again, after, true);
  }

  /// Makes an error that sending the request again does not cure.
  static ApiError terminal(int status, String type, String code, String message) {
    return new ApiError(status, type, code, Optional.empty(), message, false, Optional.empty());
  }

  /// Makes an error that may have passed when the client comes back.
  static ApiError passing(
      int status, String type, String code, String message, Optional<Duration> after) {
    return new ApiError(status, type, code, Optional.empty(), message, true, after);
  }

  /// Makes an error of a request whose client is at fault.
  public static ApiError request(int status, String code, String message) {
    return terminal(status, INVALID_REQUEST, code, message);
  }
}
