package dev.sluice.server.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.report.OwnedBudget;
import dev.sluice.server.accounts.BudgetJson;
import dev.sluice.server.config.WebhookConfig.Form;
import dev.sluice.server.payment.BudgetAlert;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A message to a receiver. It holds names of keys and teams, and no secret.
///
/// @param id the identifier of the message, the same in each repeat
/// @param at when it happened, in milliseconds since 1970 in UTC
/// @param budget the budget and its owner
record WebhookMessage(String id, long at, BudgetAlert alert, OwnedBudget budget) {

  /// The body of a request.
  byte[] body(Form form) {
    ObjectNode tree =
        switch (form) {
          case JSON -> json();
          case SLACK -> object().put("text", escaped(alert.words(budget)));
        };
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }

  private ObjectNode json() {
    ObjectNode tree = object().put("id", id).put("kind", alert.kind().word());
    tree.put("at", Instant.ofEpochMilli(at).toString()).put("text", alert.words(budget));
    if (alert.kind() == BudgetAlert.Kind.IN_USE) {
      tree.put("refused", alert.refused());
    }
    tree.set("budget", BudgetJson.whole(budget));
    return tree;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// Escapes what Slack would take for a link or a mention.
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
