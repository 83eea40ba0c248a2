package dev.sluice.server.batches;

import dev.sluice.server.client.Client;

/// Whose batches and files a client sees.
final class Owners {
  private Owners() {}

  /// The owner of what a client makes: its team, or its key where that is a team of its own.
  static String of(Client client) {
    return client.owner().orElse("");
  }
}
