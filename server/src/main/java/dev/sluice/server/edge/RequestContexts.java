package dev.sluice.server.edge;

import dev.sluice.api.ClientDialect;
import dev.sluice.api.Endpoint;
import dev.sluice.api.head.Dialects;
import dev.sluice.api.head.Names;
import dev.sluice.api.head.RequestIds;
import dev.sluice.server.client.Client;
import dev.sluice.server.http.RequestSource;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A maker of the contexts of one connection's requests.
///
/// @param client stands for the connection's address
/// @param source what the requests come from, which knows how their answers are framed
/// @param ending whether an answer that begins now ends the connection
record RequestContexts(
    RequestIds ids, Client client, RequestSource source, BooleanSupplier ending) {

  /// Makes the context of a request whose head is well formed.
  ///
  /// @param at the endpoint that the request is for; empty for none
  /// @param from stands for the address that the request comes from; keys do not count
  RequestContext of(HttpRequest request, Optional<Endpoint> at, Client from) {
    return new RequestContext(
        ids.of(request.headers().get(Names.REQUEST_ID)),
        source.framing(request),
        request.method().name(),
        request.uri(),
        from.name(),
        Dialects.of(request, at),
        ending);
  }

  /// Makes the context of a request whose head is malformed: the framing of its answer follows none
  /// of the head's words.
  RequestContext doubtful(HttpRequest request) {
    ClientDialect dialect = Dialects.of(request, Dialects.endpoint(request));
    return unframed(request.method().name(), request.uri(), dialect);
  }

  /// Makes the context of a request whose head could not be read.
  RequestContext unread() {
    return unframed("", "", Dialects.USUAL);
  }

  private RequestContext unframed(String method, String target, ClientDialect dialect) {
    return new RequestContext(
        ids.fresh(), source.malformed(), method, target, client.name(), dialect, ending);
  }
}
