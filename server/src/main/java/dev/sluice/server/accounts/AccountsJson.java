package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.AccountChanges.Issued;
import dev.sluice.accounts.audit.AuditEntry;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.StoredKey;
import dev.sluice.accounts.key.Team;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.server.client.ClientKey;

/// Accounts as JSON. Times are milliseconds since 1970 in UTC; what is not there is null.
final class AccountsJson {
  private AccountsJson() {}

  /// An empty object.
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// Tells of a key of the store. No secret is part of it.
  ///
  /// @param now in milliseconds since 1970
  static ObjectNode key(StoredKey key, long now) {
    ObjectNode tree = principal(key.principal(), "store").put("state", key.state(now));
    tree.put("created", key.life().created());
    time(tree, "expires", key.life().expires());
    time(tree, "revoked", key.life().revoked());
    ArrayNode secrets = tree.putArray("secrets");
    key.secrets()
        .forEach(
            secret ->
                time(secrets.addObject().put("created", secret.created()), "ends", secret.ends()));
    tree.put("owner", key.owner().isNone() ? null : key.owner().person());
    return tree.put("version", key.version());
  }

  /// Tells of a key of the configuration.
  ///
  /// @param now in milliseconds since 1970
  static ObjectNode fixed(ClientKey key, long now) {
    ObjectNode tree = principal(key.principal(), "configuration");
    tree.put("state", key.isOver(now) ? "expired" : "active");
    time(tree, "expires", key.expires());
    return tree;
  }

  /// A key with its new secret, which is shown here and never again.
  static ObjectNode issued(Issued issued, long now) {
    ObjectNode tree = object();
    tree.set("key", key(issued.key(), now));
    return tree.put("secret", issued.secret().text());
  }

  /// Tells the properties of a key that stand wherever the key is shown.
  static ObjectNode principal(Principal of, String source) {
    ObjectNode tree = object().put("id", of.id()).put("name", of.name()).put("team", of.team());
    tree.put("source", source).put("tenants", of.divided());
    return TermsJson.terms(tree, of.terms());
  }

  static ObjectNode team(Team team) {
    ObjectNode tree = object().put("name", team.name()).put("created", team.created());
    return TermsJson.budget(tree, team.budget()).put("version", team.version());
  }

  static ObjectNode entry(AuditEntry entry) {
    AuditEntry.Event event = entry.event();
    return object()
        .put("number", entry.number())
        .put("at", event.at())
        .put("actor", event.actor())
        .put("action", event.action())
        .put("subject", event.subject())
        .put("detail", event.detail())
        .put("hash", entry.hash());
  }

  static ObjectNode verdict(AuditLog.Verdict verdict) {
    ObjectNode tree = object().put("entries", verdict.entries()).put("hash", verdict.hash());
    return tree.put("broken", verdict.broken().orElse(null));
  }

  private static void time(ObjectNode tree, String name, long at) {
    if (at == 0) {
      tree.putNull(name);
    } else {
      tree.put(name, at);
    }
  }
}
