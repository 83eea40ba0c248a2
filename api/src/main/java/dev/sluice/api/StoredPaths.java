package dev.sluice.api;

import dev.sluice.provider.stored.StoredResponses;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The paths of responses that providers hold: `/v1/responses/{id}` and what is below.
final class StoredPaths {
  private static final String RESPONSE = "/v1/responses/";

  /// The methods that each path of a stored response answers to, by the part behind the response's
  /// name.
  static final Map<String, List<String>> METHODS =
      Map.of(
          "", List.of("GET", "DELETE"),
          "/cancel", List.of("POST"),
          "/input_items", List.of("GET"));

  private StoredPaths() {}

  /// Finds the endpoint of a stored response.
  ///
  /// @param path decoded
  /// @param target as it stands in the request line
  static Optional<Endpoint> at(String path, String target) {
    if (!path.startsWith(RESPONSE)) {
      return Optional.empty();
    }
    int end = path.indexOf('/', RESPONSE.length());
    String id = path.substring(RESPONSE.length(), end < 0 ? path.length() : end);
    String behind = end < 0 ? "" : path.substring(end);
    int query = target.indexOf('?');
    return METHODS.containsKey(behind) && StoredResponses.isName(id)
        ? Optional.of(new Endpoint.Stored(id, behind, query < 0 ? "" : target.substring(query + 1)))
        : Optional.empty();
  }
}
