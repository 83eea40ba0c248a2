package dev.sluice.server.config;

import dev.sluice.config.provider.Secret;
import java.net.URI;
import java.util.Optional;

/// A receiver of messages for the owner of budgets.
///
/// @param url where messages are posted to; it may hold a token, so that no message shows more of
///   it than its host
/// @param form how messages are written
/// @param secret signs messages
public record WebhookConfig(URI url, Form form, Optional<Secret> secret) {
  /// The form in which messages are written.
  public enum Form {
    /// A JSON object with everything that is known.
    JSON,
    /// A JSON object with one text, as incoming webhooks of Slack and compatible services read it.
    SLACK
  }

  /// The name of the webhook in messages: the host of its URL.
  public String name() {
    return url.getHost();
  }

  @Override
  public String toString() {
    return "WebhookConfig[" + name() + ", " + form + "]";
  }
}
