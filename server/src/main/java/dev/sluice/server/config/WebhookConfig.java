package dev.sluice.server.config;

import dev.sluice.config.provider.Secret;
import java.net.URI;
import java.util.Optional;

/// Where the owner of budgets is told of them.
///
/// @param url where messages are posted to; it may hold a token, so that no message shows more of
///   it than its host
/// @param form how messages are written
/// @param secret signs messages
public record WebhookConfig(URI url, Form form, Optional<Secret> secret) {
  /// How messages are written.
  public enum Form {
    /// An object with all that is known.
    JSON,
    /// What incoming webhooks of Slack, and of whatever takes the same, read: a text.
    SLACK
  }

  /// How it is called in messages: its host.
  public String name() {
    return url.getHost();
  }

  @Override
  public String toString() {
    return "WebhookConfig[" + name() + ", " + form + "]";
  }
}
