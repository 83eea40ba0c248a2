package dev.sluice.server.http2;

import java.util.LinkedHashMap;
import java.util.Map;

/// The budgets of the clients of one event loop, over all their connections of HTTP/2 and beyond
/// the end of each: what a connection costs when it is ended for its client's fault is not
/// forgotten with it. Confined to the loop.
public final class ClientBudgets {
  /// How many streams of a client may end before their answers.
  private static final int RESETS = 2000;

  private static final int RESETS_A_SECOND = 20;

  /// How many clients are remembered; the one that has not come for the longest time is forgotten.
  private static final int CLIENTS = 4096;

  private final Map<String, TokenBucket> byClient =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
          return size() > CLIENTS;
        }
      };

  /// The budget of a client.
  ///
  /// @param client its address
  TokenBucket of(String client, long now) {
    return byClient.computeIfAbsent(client, _ -> full(now));
  }

  /// The budget of a connection whose streams are those of several clients: what one of them does
  /// is not held against the others on another connection.
  static TokenBucket full(long now) {
    return new TokenBucket(RESETS, RESETS_A_SECOND, now);
  }
}
