package dev.sluice.internal.breaker;

import dev.sluice.call.runtime.Body;

/// A print of a body that is distinctive enough to recognise a repeated request: its length and a
/// hash of its end, where requests of one conversation differ.
///
/// @param size the size in bytes
/// @param hash as [Body#print] has it
record BodyPrint(int size, int hash) {
  static BodyPrint of(Body body) {
    return new BodyPrint(body.size(), body.print());
  }

  boolean is(Body body) {
    return size == body.size() && hash == body.print();
  }
}
