package dev.sluice.lab.hostile;

import java.io.IOException;

/// The attack of a case on a gateway. Blocks its thread, and ends when it is interrupted.
@FunctionalInterface
interface Attack {
  /// Attacks `site`.
  ///
  /// @return what came of it
  AttackResult drive(Site site) throws IOException, InterruptedException;

  /// One request on a connection of its own, of which the status of the answer is expected.
  ///
  /// @param right the statuses that are right
  static Attack request(byte[] bytes, Integer... right) {
    return site -> {
      try (RawConnection client = site.connect()) {
        return AttackResult.status(client.write(bytes).answer(), right);
      }
    };
  }
}
