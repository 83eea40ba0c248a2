package dev.sluice.cluster.lease;

import dev.sluice.call.Call;

/// What the first call of a queue lacks.
///
/// @param amounts what it reserves, by dimension
/// @param keep how many tokens are to be left beside that
/// @param contended whether other nodes waited of late, so that a question should be worth its
///   while
@SuppressWarnings("ArrayRecordComponent") // never compared
record Want(double[] amounts, double keep, String tenant, boolean contended) {

  static Want of(Call call, double[] amounts, double keep, boolean contended) {
    return new Want(amounts.clone(), keep, call.hints().tenant(), contended);
  }
}
