package dev.sluice.server.edge;

import dev.sluice.server.wire.Terms;

/// Who asked, as every answer needs it.
///
/// @param id the request's identifier
/// @param terms how the answer is framed
record Asked(String id, Terms terms) {

  /// The same, but the connection ends with the answer.
  Asked closing() {
    return new Asked(id, terms.closing());
  }
}
