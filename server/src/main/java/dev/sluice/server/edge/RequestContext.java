package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import dev.sluice.api.ClientDialect;
import dev.sluice.api.TargetQuery;
import dev.sluice.server.client.RejectedRequest;
import dev.sluice.server.http.ResponseFraming;
import java.util.function.BooleanSupplier;

/// The properties of a request that every answer needs.
///
/// @param id the request's identifier
/// @param wanted how the client wants the answer framed
/// @param method its HTTP method; empty where its head could not be read
/// @param target its path and query, whose key is left out; empty where its head could not be read
/// @param client the address that it came from
/// @param dialect what its client speaks
/// @param ending whether an answer that begins now ends the connection, whatever the client wants
record RequestContext(
    String id,
    ResponseFraming wanted,
    String method,
    String target,
    String client,
    ClientDialect dialect,
    BooleanSupplier ending) {

  public RequestContext {
    target = TargetQuery.withoutKey(target);
  }

  /// Returns the framing of an answer that begins now.
  public ResponseFraming framing() {
    return ending.getAsBoolean() ? wanted.closing() : wanted;
  }

  /// Returns this context for an answer that ends its connection.
  public RequestContext closing() {
    return new RequestContext(id, wanted.closing(), method, target, client, dialect, ending);
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
