package dev.sluice.server.client;

import dev.sluice.api.ApiError;

/// A request that never became a call.
///
/// @param id its identifier
/// @param method its HTTP method; empty where its head could not be read
/// @param target its path and query, as the client has sent them; empty likewise
/// @param model the model that its body names, where it was read so far; else empty
/// @param key the name of the key that it has shown, or its id; empty where none was known
/// @param client the address that it came from
/// @param error the answer to it
public record RejectedRequest(
    String id,
    String method,
    String target,
    String model,
    String key,
    String client,
    ApiError error) {

  /// The path without the query, which may hold a secret.
  public String path() {
    int end = target.indexOf('?');
    return end < 0 ? target : target.substring(0, end);
  }
}
