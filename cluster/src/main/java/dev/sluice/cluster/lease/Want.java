package dev.sluice.cluster.lease;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;

/// What the first call of a queue lacks.
///
/// @param amounts what it reserves, by dimension
/// @param keep how many tokens are to be left beside that
/// @param weight its tenant's, times that of its band
@SuppressWarnings("ArrayRecordComponent") // never compared
record Want(double[] amounts, double keep, String tenant, double weight) {

  static Want of(Call call, double[] amounts, double keep, int weight) {
    SchedulingHints hints = call.hints();
    return new Want(amounts.clone(), keep, hints.tenant(), weight * of(hints.band()));
  }

  private static double of(Band band) {
    return switch (band) {
      case CRITICAL -> 64;
      case INTERACTIVE -> 4;
      case NORMAL -> 2;
      case BATCH -> 1;
    };
  }
}
