package dev.sluice.lab.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;

/// What is changed at one of several gateways: keys, people, teams and the configuration. Each is
/// made at one node, and changed at the next one.
///
/// @param accounts of the nodes' store, for what no administrator may make: keys of other people
/// @param team whose keys are made
record NodeChanges(StoredNodes nodes, Accounts accounts, String team) {
  private static final int HUNDRED = 100;
  private static final int RELOADS = 20;
  private static final String ACTOR = "lab";
  private static final String LEAVES =
      """
      {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
       "Operations": [{"op": "replace", "path": "active", "value": false}]}
      """;

  List<NodeChange> all() {
    return List.of(
        new NodeChange("a key is revoked", this::key, HUNDRED),
        new NodeChange("a person leaves, with two keys", this::person, HUNDRED),
        new NodeChange("a team is removed", this::team, HUNDRED),
        new NodeChange("a configuration, by reload --all", this::configuration, RELOADS));
  }

  private static NodeChange.Prepared refused(List<String> secrets, NodeChange.Step step) {
    return new NodeChange.Prepared(
        secrets, HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_UNAUTHORIZED, step);
  }

  private NodeChange.Prepared key(int number) throws IOException, InterruptedException {
    JsonNode made = made(number, "revoked" + number, team);
    String path = "/admin/v1/keys/" + made.path("key").path("id").asText() + "/revoke";
    return refused(List.of(made.path("secret").asText()), () -> post(number + 1, path, "{}"));
  }

  private JsonNode made(int number, String name, String of)
      throws IOException, InterruptedException {
    String body = "{\"name\": \"%s\", \"team\": \"%s\"}".formatted(name, of);
    return post(number, "/admin/v1/keys", body);
  }

  private NodeChange.Prepared person(int number)
      throws IOException, InterruptedException, StoreException {
    String person;
    try (AdminView directory = nodes.directory(number % StoredNodes.NODES)) {
      String body = "{\"userName\": \"person%d@example.com\"}".formatted(number);
      person = directory.post("/scim/v2/Users", body).path("id").asText();
    }
    return refused(
        List.of(keyOf(person, "laptop" + number), keyOf(person, "server" + number)),
        () -> {
          try (AdminView directory = nodes.directory((number + 1) % StoredNodes.NODES)) {
            JsonNode _ = directory.patch("/scim/v2/Users/" + person, LEAVES);
          }
        });
  }

  private String keyOf(String person, String name) throws StoreException, InterruptedException {
    KeyTerms terms = KeyTerms.upTo(Band.INTERACTIVE);
    var key = new NewKey(name, team, false, 0, terms, KeyOwner.of(person));
    return accounts.changes().createKey(ACTOR, key).secret().text();
  }

  private NodeChange.Prepared team(int number) throws IOException, InterruptedException {
    String name = "team" + number;
    JsonNode _ = post(number, "/admin/v1/teams", "{\"name\": \"%s\"}".formatted(name));
    String secret = made(number, "key" + number, name).path("secret").asText();
    String path = "/admin/v1/teams/" + name + "/delete";
    return refused(List.of(secret), () -> post(number + 1, path, "{\"revoke\": true}"));
  }

  /// A key of the configuration, which no node knows before.
  private NodeChange.Prepared configuration(int number) throws IOException {
    String secret = "lab-key-" + number;
    nodes.configure(secret);
    return new NodeChange.Prepared(
        List.of(secret),
        HttpURLConnection.HTTP_UNAUTHORIZED,
        HttpURLConnection.HTTP_OK,
        () -> post(number, "/admin/v1/nodes/reload", ""));
  }

  private JsonNode post(int number, String path, String body)
      throws IOException, InterruptedException {
    try (AdminView admin = nodes.admin(number % StoredNodes.NODES)) {
      return admin.post(path, body);
    }
  }
}
