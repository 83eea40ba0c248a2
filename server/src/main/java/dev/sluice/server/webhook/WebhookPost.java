package dev.sluice.server.webhook;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// A way to post a body. Safe for any thread that may wait.
@FunctionalInterface
interface WebhookPost {
  /// Posts a message, and waits for the head of the answer.
  ///
  /// @param timeout how long the answer's head may take
  /// @return the status of the answer
  /// @throws IOException if there is none
  int post(URI url, Map<String, String> headers, byte[] body, Duration timeout)
      throws IOException, InterruptedException;
}
