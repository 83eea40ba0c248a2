package dev.sluice.server.edge;

import dev.sluice.server.client.RejectedRequest;
import dev.sluice.server.dialect.ApiError;
import dev.sluice.server.dialect.ClientDialect;
import dev.sluice.server.http.ResponseFraming;
import dev.sluice.server.http.TargetQuery;

/// The properties of a request that every answer needs.
///
/// @param id the request's identifier
/// @param framing how the answer is framed
/// @param method its HTTP method; empty where its head could not be read
/// @param target its path and query, whose key is left out; empty where its head could not be read
/// @param client the address that it came from
/// @param dialect what its client speaks
record RequestContext(
    String id,
    ResponseFraming framing,
    String method,
    String target,
    String client,
    ClientDialect dialect) {

  public RequestContext {
    target = TargetQuery.withoutKey(target);
  }

  /// Returns this context for an answer that ends its connection.
  public RequestContext closing() {
    return new RequestContext(id, framing.closing(), method, target, client, dialect);
  }

  /// The request, turned away with `error`.
  ///
  /// @param key the key that it has shown; empty where none was known
  public RejectedRequest rejected(ApiError error, String key) {
    return rejected(error, key, "");
  }

  /// Makes the record of a rejected request whose body names a model.
  public RejectedRequest rejected(ApiError error, String key, String model) {
    return new RejectedRequest(id, method, target, model, key, client, dialect.fitted(error));
  }
}
