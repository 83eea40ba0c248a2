package dev.sluice.server.edge.answer;

import dev.sluice.server.http.response.ResponseFraming;

/// The properties of a request that every answer needs.
///
/// @param id the request's identifier
/// @param terms how the answer is framed
public record RequestContext(String id, ResponseFraming terms) {

  /// The same, but the connection ends with the answer.
  public RequestContext closing() {
    return new RequestContext(id, terms.closing());
  }
}
