package dev.sluice.server.scim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Requests in the shapes that the documentation of Microsoft Entra (learn.microsoft.com, "Develop
/// and plan provisioning for a SCIM endpoint") and of Okta (developer.okta.com, "SCIM 2.0 protocol
/// reference") shows.
class EntraAndOktaTest {
  private final ScimRig rig = new ScimRig();

  private String member(String id) {
    return rig.get("/Groups/" + id).at("/members").toString();
  }

  private String group(String name, String... members) {
    StringBuilder list = new StringBuilder();
    for (String id : members) {
      list.append(list.isEmpty() ? "" : ",").append("{\"value\": \"").append(id).append("\"}");
    }
    return rig.send(
            "POST", "/Groups", "{\"displayName\": \"%s\", \"members\": [%s]}".formatted(name, list))
        .text("/id");
  }

  @Test
  void entra_tries_a_connection_by_asking_for_somebody_who_is_not_there() {
    var answer = rig.get("/Users?filter=userName+eq+%22non-existent%22");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/totalResults").asInt()).isZero();
    assertThat(answer.at("/Resources")).isEmpty();
  }

  @Test
  void entra_makes_a_person_with_more_than_is_kept() {
    var made =
        rig.send(
            "POST",
            "/Users",
            """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
               "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
             "externalId": "0a21f0f2", "userName": "Test_User@example.com", "active": "True",
             "displayName": "Test User", "title": "Engineer",
             "emails": [{"primary": true, "type": "work", "value": "Test_User@example.com"}],
             "addresses": [{"type": "work", "streetAddress": "1 Way"}],
             "meta": {"resourceType": "User"},
             "name": {"formatted": "given family", "familyName": "family", "givenName": "given"},
             "roles": [],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "bees"}}
            """);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.page().headers())
        .containsEntry("location", ScimRig.BASE + "/Users/id-1")
        .containsEntry("etag", "W/\"1\"");
    assertThat(made.at("/active").isBoolean()).isTrue();
    assertThat(made.text("/emails/0/value")).isEqualTo("Test_User@example.com");
    assertThat(made.body().has("title")).isFalse();
    assertThat(made.body().toString()).doesNotContain("bees");
    assertThat(rig.get("/Users?filter=externalId eq \"0a21f0f2\"").at("/totalResults").asInt())
        .isOne();
  }

  @Test
  void entra_changes_attributes_with_capital_operations_and_paths_with_filters() {
    String id = rig.user("ada@example.com");
    var changed =
        rig.patch(
            "/Users/" + id,
            """
            {"op": "Replace", "path": "emails[type eq \\"work\\"].value", "value": "new@example.com"},
            {"op": "Add", "path": "emails[type eq \\"home\\"].value", "value": "ada@home.example"},
            {"op": "Replace", "path": "name.familyName", "value": "King"},
            {"op": "Add", "path": "displayName", "value": "Ada King"},
            {"op": "Add", "path": "title", "value": "Countess"},
            {"op": "Add", "path": "addresses[type eq \\"work\\"].locality", "value": "London"},
            {"op": "Replace",
             "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
             "value": "engines"}
            """);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.at("/emails").toString())
        .isEqualTo(
            "[{\"value\":\"new@example.com\",\"type\":\"work\",\"primary\":true},"
                + "{\"type\":\"home\",\"value\":\"ada@home.example\"}]");
    assertThat(changed.text("/name/familyName")).isEqualTo("King");
    assertThat(changed.text("/name/givenName")).isEqualTo("Ada");
    assertThat(changed.text("/displayName")).isEqualTo("Ada King");
  }

  @Test
  void entra_disables_a_person_with_a_text() {
    String id = rig.user("ada@example.com");
    var off =
        rig.patch(
            "/Users/" + id, "{\"op\": \"Replace\", \"path\": \"active\", \"value\": \"False\"}");
    assertThat(off.at("/active").asBoolean(true)).isFalse();
    assertThat(rig.users.find(id, true).orElseThrow().content().path("active").isBoolean())
        .isTrue();
    var on =
        rig.patch(
            "/Users/" + id,
            "{\"op\": \"replace\", \"path\": \"active\", \"value\": [{\"value\": \"True\"}]}");
    assertThat(on.status()).isEqualTo(400);
    assertThat(on.text("/scimType")).isEqualTo("invalidValue");
  }

  @Test
  void entra_names_attributes_with_dots_in_a_value_without_a_path() {
    String id = rig.user("ada@example.com");
    var changed =
        rig.patch(
            "/Users/" + id,
            """
            {"op": "replace", "value": {"displayName": "Bjfe", "name.givenName": "Kkom",
               "emails[type eq \\"work\\"].value": "x@example.com",
               "urn:ietf:params:scim:schemas:core:2.0:User:name.familyName": "Unua",
               "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "bees"}}
            """);
    assertThat(changed.text("/name/givenName")).isEqualTo("Kkom");
    assertThat(changed.text("/name/familyName")).isEqualTo("Unua");
    assertThat(changed.text("/emails/0/value")).isEqualTo("x@example.com");
  }

  @Test
  void entra_fills_a_group_and_takes_people_out_by_a_list() {
    String ada = rig.user("ada@example.com");
    String bob = rig.user("bob@example.com");
    String id = group("engineers");
    rig.patch(
        "/Groups/" + id,
        """
        {"op": "Add", "path": "members", "value": [{"$ref": null, "value": "%s"}, {"value": "%s"}]}
        """
            .formatted(ada, bob));
    assertThat(member(id)).contains(ada, bob, ScimRig.BASE + "/Users/" + ada, "\"type\":\"User\"");
    var removed =
        rig.patch(
            "/Groups/" + id,
            """
            {"op": "Remove", "path": "members", "value": [{"$ref": null, "value": "%s"}]}
            """
                .formatted(ada));
    assertThat(removed.status()).isEqualTo(200);
    assertThat(member(id)).doesNotContain(ada).contains(bob);
    var known = rig.get("/Groups?excludedAttributes=members&filter=displayName eq \"engineers\"");
    assertThat(known.text("/Resources/0/id")).isEqualTo(id);
    assertThat(known.at("/Resources/0").has("members")).isFalse();
    String asked = "/Groups?excludedAttributes=members&filter=id eq \"%s\" and members eq \"%s\"";
    assertThat(rig.get(asked.formatted(id, bob)).at("/totalResults").asInt()).isOne();
    assertThat(rig.get(asked.formatted(id, ada)).at("/totalResults").asInt()).isZero();
  }

  @Test
  void okta_looks_a_person_up_makes_it_and_writes_it_whole() {
    assertThat(
            rig.get("/Users?filter=userName%20eq%20%22ada%40example.com%22&startIndex=1&count=100")
                .at("/totalResults")
                .asInt())
        .isZero();
    String id = rig.user("ada@example.com");
    var written =
        rig.send(
            "PUT",
            "/Users/" + id,
            """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "%s",
             "userName": "ada@example.com", "name": {"givenName": "Another", "familyName": "User"},
             "emails": [{"primary": true, "value": "ada@example.com", "type": "work",
                         "display": "ada@example.com"}],
             "active": true, "locale": "en-US", "groups": [], "password": "1mz050nq",
             "meta": {"resourceType": "User"}}
            """
                .formatted(id));
    assertThat(written.status()).isEqualTo(200);
    assertThat(written.text("/name/givenName")).isEqualTo("Another");
    assertThat(written.body().has("externalId")).isFalse();
    assertThat(written.body().toString()).doesNotContain("1mz050nq");
  }

  @Test
  void okta_disables_a_person_without_a_path() {
    String id = rig.user("ada@example.com");
    var off = rig.patch("/Users/" + id, "{\"op\": \"replace\", \"value\": {\"active\": false}}");
    assertThat(off.status()).isEqualTo(200);
    assertThat(off.at("/active").asBoolean(true)).isFalse();
  }

  @Test
  void okta_changes_groups_by_their_members() {
    String ada = rig.user("ada@example.com");
    String bob = rig.user("bob@example.com");
    String id = group("engineers", ada);
    rig.patch(
        "/Groups/" + id,
        """
        {"op": "remove", "path": "members[value eq \\"%s\\"]"},
        {"op": "add", "path": "members", "value": [{"value": "%s", "display": "bob@example.com"}]}
        """
            .formatted(ada, bob));
    assertThat(member(id)).doesNotContain(ada).contains(bob);
    var named =
        rig.patch(
            "/Groups/" + id,
            "{\"op\": \"replace\", \"value\": {\"id\": \"%s\", \"displayName\": \"Engineers\"}}"
                .formatted(id));
    assertThat(named.text("/displayName")).isEqualTo("Engineers");
    rig.patch(
        "/Groups/" + id,
        "{\"op\": \"replace\", \"path\": \"members\", \"value\": [{\"value\": \"%s\"}]}"
            .formatted(ada));
    assertThat(member(id)).contains(ada).doesNotContain(bob);
    rig.patch("/Groups/" + id, "{\"op\": \"remove\", \"path\": \"members\"}");
    assertThat(rig.get("/Groups/" + id).body().has("members")).isFalse();
    assertThat(rig.send("DELETE", "/Groups/" + id, "").status()).isEqualTo(204);
  }
}
