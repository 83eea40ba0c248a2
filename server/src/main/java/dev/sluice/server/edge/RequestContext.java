package dev.sluice.server.edge;

import dev.sluice.server.wire.ResponseFraming;

/// Who asked, as every answer needs it.
///
/// @param id the request's identifier
/// @param terms how the answer is framed
record RequestContext(String id, ResponseFraming terms) {

  /// The same, but the connection ends with the answer.
  RequestContext closing() {
    return new RequestContext(id, terms.closing());
  }
}
