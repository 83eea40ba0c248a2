package dev.sluice.server.people;

import dev.sluice.server.jwt.SenderNetwork;
import java.util.HashMap;
import java.util.Map;

/// The places of what waits for the provider or the store: there are so many at a time, and of one
/// address a part of them, so that somebody who makes up answers keeps out nobody else's. Safe for
/// any thread.
final class LoginPlaces {
  private final int most;
  private final int mostOfOne;

  // Guarded by this.
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  LoginPlaces(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /// Takes a place for an address; false where there is none.
  synchronized boolean take(String address) {
    String network = SenderNetwork.of(address);
    int own = taken.getOrDefault(network, 0);
    if (all == most || own == mostOfOne) {
      return false;
    }
    taken.put(network, own + 1);
    all++;
    return true;
  }

  /// Gives a place back.
  synchronized void leave(String address) {
    all--;
    taken.computeIfPresent(SenderNetwork.of(address), (_, own) -> own == 1 ? null : own - 1);
  }
}
