package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.PeopleChanges.Draft;
import dev.sluice.accounts.people.Profile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that people make for themselves, over real sockets.
class OwnKeysTest {
  private static final String KEYS = "/admin/v1/me/keys";
  private static final String TEAM = "/admin/v1/me/teams/search";

  /// A team that may ask for one pass-through, and for nothing else.
  private static final String OCR =
      """
            ocr:
              member: [ocr]
              terms: {operations: ["passthrough:ocr"]}
      """;

  @TempDir private static Path folder;
  private static PeopleRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = new PeopleRig(folder);
    rig.reload(rig.yaml() + OCR);
    rig.gateway.post("/admin/v1/teams", "{\"name\":\"search\",\"budgets\":[\"100USD/month\"]}");
    rig.gateway.post("/admin/v1/teams", "{\"name\":\"ocr\"}");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static JsonNode tree(HttpResponse<String> answer) throws Exception {
    return MeteredGateway.MAPPER.readTree(answer.body());
  }

  private JsonNode made(TestBrowser browser, String name) throws Exception {
    HttpResponse<String> answer =
        rig.change(browser, "POST", KEYS, "{\"team\":\"search\",\"name\":\"" + name + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return tree(answer);
  }

  @Test
  void a_member_makes_rotates_and_revokes_keys_within_the_teams_terms() throws Exception {
    TestBrowser ann = rig.logIn("ann1", "search");
    JsonNode made = made(ann, "laptop1");
    assertThat(made.at("/key/limits/rpm").asInt()).isEqualTo(60);
    assertThat(made.at("/key/budgets/0").asText()).isEqualTo("5USD/month");
    assertThat(rig.gateway.call(made.get("secret").asText())).isEqualTo(200);
    String id = made.at("/key/id").asText();
    JsonNode rotated = tree(rig.change(ann, "POST", KEYS + "/" + id + "/rotate", ""));
    assertThat(rig.gateway.call(rotated.get("secret").asText())).isEqualTo(200);
    assertThat(rig.json(ann, KEYS).get("keys")).hasSize(1);
    HttpResponse<String> revoked = rig.change(ann, "POST", KEYS + "/" + id + "/revoke", "");
    assertThat(tree(revoked).get("state").asText()).isEqualTo("revoked");
    assertThat(rig.gateway.call(rotated.get("secret").asText())).isEqualTo(401);
    assertThat(rig.gateway.get("/admin/v1/audit?action=key.create").toString())
        .contains("search/laptop1", " ann1\"");
  }

  @Test
  void a_member_gets_no_more_than_the_team_allows() throws Exception {
    TestBrowser ann = rig.logIn("ann2", "search");
    for (String more :
        new String[] {
          "\"limits\":{\"rpm\":61}",
          "\"limits\":{\"rpm\":0}",
          "\"models\":[\"*\"]",
          "\"models\":[]",
          "\"budgets\":[\"6USD/month\"]",
          "\"budgets\":[]",
          "\"budgets\":[\"1USD/day\"]",
          "\"operations\":[\"passthrough:*\"]",
          "\"operations\":[\"chat\",\"passthrough:ocr\"]"
        }) {
      HttpResponse<String> answer =
          rig.change(ann, "POST", KEYS, "{\"team\":\"search\",\"name\":\"x2\"," + more + "}");
      assertThat(answer.statusCode()).as(more + answer.body()).isEqualTo(403);
      assertThat(answer.body()).contains("beyond_terms");
    }
    String less = "\"models\":[\"gpt-5*\"],\"limits\":{\"rpm\":6},\"budgets\":[\"1USD/month\"]";
    assertThat(
            rig.change(ann, "POST", KEYS, "{\"team\":\"search\",\"name\":\"x2\"," + less + "}")
                .statusCode())
        .isEqualTo(201);
    made(ann, "second");
    HttpResponse<String> third =
        rig.change(ann, "POST", KEYS, "{\"team\":\"search\",\"name\":\"third\"}");
    assertThat(third.statusCode()).isEqualTo(409);
    assertThat(third.body()).contains("may have 2");
  }

  @Test
  void a_member_of_a_team_with_a_pass_through_alone_gets_no_other_and_no_operation()
      throws Exception {
    TestBrowser ann = rig.logIn("ann8", "ocr");
    for (String more :
        new String[] {
          "",
          "\"chat\"",
          "\"passthrough:ocr\",\"chat\"",
          "\"passthrough:*\"",
          "\"passthrough:files\""
        }) {
      HttpResponse<String> answer = asked(ann, more);
      assertThat(answer.statusCode()).as(more + answer.body()).isEqualTo(403);
      assertThat(answer.body()).contains("operations must be of [passthrough:ocr]");
    }
    assertThat(asked(ann, "\"passthrough:ocr\"").statusCode()).isEqualTo(201);
  }

  private static HttpResponse<String> asked(TestBrowser browser, String operations)
      throws Exception {
    return rig.change(
        browser,
        "POST",
        KEYS,
        "{\"team\":\"ocr\",\"name\":\"x8\",\"operations\":[%s]}".formatted(operations));
  }

  @Test
  void nobody_touches_what_is_of_others_or_of_another_team() throws Exception {
    TestBrowser ann = rig.logIn("ann3", "search");
    String id = made(ann, "laptop3").at("/key/id").asText();
    TestBrowser bob = rig.logIn("bob3", "search");
    TestBrowser eve = rig.logIn("eve3", "viewers");
    for (TestBrowser other : new TestBrowser[] {bob, eve}) {
      for (String way : new String[] {"/rotate", "/revoke"}) {
        assertThat(rig.change(other, "POST", KEYS + "/" + id + way, "").statusCode())
            .isEqualTo(404);
      }
    }
    assertThat(rig.json(bob, TEAM).get("people_keys")).isEmpty();
    assertThat(rig.status(eve, TEAM)).isEqualTo(403);
    assertThat(rig.change(eve, "POST", KEYS, "{\"team\":\"search\",\"name\":\"x3\"}").statusCode())
        .isEqualTo(403);
    assertThat(
            rig.change(bob, "PATCH", TEAM + "/keys/" + id, "{\"limits\":{\"rpm\":1}}").statusCode())
        .isEqualTo(403);
    assertThat(ann.send("POST", rig.at(KEYS + "/" + id + "/revoke"), "").statusCode())
        .isEqualTo(403);
    assertThat(rig.status(ann, "/admin/v1/keys")).isEqualTo(403);
    assertThat(rig.status(ann, "/admin/v1/report")).isEqualTo(403);
  }

  @Test
  void an_owner_raises_limits_of_members_within_the_teams_and_touches_no_other_key()
      throws Exception {
    TestBrowser ann = rig.logIn("ann4", "search");
    String id = made(ann, "laptop4").at("/key/id").asText();
    TestBrowser lea = rig.logIn("lea4", "search-leads");
    JsonNode keys = rig.json(lea, TEAM).get("people_keys");
    assertThat(keys.toString()).contains("\"owner_name\":\"The ann4\"");
    String path = TEAM + "/keys/" + id;
    assertThat(rig.change(lea, "PATCH", path, "{\"limits\":{\"rpm\":601}}").statusCode())
        .isEqualTo(403);
    HttpResponse<String> raised =
        rig.change(lea, "PATCH", path, "{\"limits\":{\"rpm\":600},\"budgets\":[\"50USD/month\"]}");
    assertThat(tree(raised).at("/limits/rpm").asInt()).isEqualTo(600);
    JsonNode other =
        rig.gateway.post("/admin/v1/keys", "{\"team\":\"search\",\"name\":\"service\"}");
    String service = TEAM + "/keys/" + other.at("/key/id").asText();
    assertThat(rig.change(lea, "PATCH", service, "{\"limits\":{\"rpm\":1}}").statusCode())
        .isEqualTo(404);
    assertThat(rig.change(lea, "POST", service + "/revoke", "").statusCode()).isEqualTo(404);
    assertThat(rig.change(lea, "POST", path + "/revoke", "").statusCode()).isEqualTo(200);
  }

  @Test
  void a_member_sees_what_the_team_spends_and_what_no_other_does() throws Exception {
    TestBrowser ann = rig.logIn("ann5", "search");
    assertThat(rig.gateway.call(made(ann, "laptop5").get("secret").asText())).isEqualTo(200);
    assertThat(rig.gateway.call("fixed-key")).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(rig.json(ann, TEAM + "/spend?by=team").toString())
                    .contains("\"search\"")
                    .doesNotContain("\"ops\""));
    assertThat(rig.json(ann, TEAM + "/calls").get("calls"))
        .isNotEmpty()
        .allMatch(call -> call.get("team").asText().equals("search"));
    assertThat(rig.status(ann, TEAM + "/spend?team=ops")).isEqualTo(400);
    assertThat(rig.status(ann, TEAM + "/calls?key=fixed")).isEqualTo(400);
    assertThat(rig.json(ann, TEAM).get("standing")).hasSize(1);
  }

  @Test
  void keys_of_somebody_who_may_not_come_in_are_refused_and_say_so() throws Exception {
    TestBrowser ann = rig.logIn("ann6", "search");
    String secret = made(ann, "laptop6").get("secret").asText();
    String person = rig.json(ann, "/admin/v1/me").get("person").asText();
    TestBrowser boss = rig.logIn("boss6", "admins");
    assertThat(
            rig.change(boss, "POST", "/admin/v1/people/" + person + "/deactivate", "").statusCode())
        .isEqualTo(200);
    assertThat(rig.gateway.call(secret)).isEqualTo(401);
    assertThat(rig.gateway.get("/admin/v1/keys?team=search").toString()).contains("suspended");
    assertThat(
            rig.change(boss, "POST", "/admin/v1/people/" + person + "/activate", "").statusCode())
        .isEqualTo(200);
    assertThat(rig.gateway.call(secret)).isEqualTo(200);
  }

  @Test
  void an_admin_removes_who_has_logged_in_and_forgets_them() throws Exception {
    TestBrowser boss = rig.logIn("boss7", "admins");
    TestBrowser ann = rig.logIn("ann7", "search");
    String secret = made(ann, "laptop7").get("secret").asText();
    String person = "/admin/v1/people/" + rig.json(ann, "/admin/v1/me").get("person").asText();
    assertThat(rig.change(boss, "POST", person + "/delete", "").statusCode()).isEqualTo(200);
    assertThat(rig.status(ann, "/admin/v1/me")).isEqualTo(401);
    assertThat(rig.gateway.call(secret)).isEqualTo(401);
    assertThat(rig.status(boss, person)).isEqualTo(404);
    TestBrowser bob = rig.logIn("bob7", "search");
    String id = rig.json(bob, "/admin/v1/me").get("person").asText();
    made(bob, "laptop8");
    String forget = "{\"person\":\"" + id + "\",\"revoke\":true}";
    JsonNode forgotten = tree(rig.change(boss, "POST", "/admin/v1/forget", forget));
    assertThat(forgotten.get("keys").asInt()).isEqualTo(1);
    assertThat(rig.status(bob, "/admin/v1/me")).isEqualTo(401);
    Profile written = new Profile("carl7", "carl7", "", "", "");
    String carl = rig.gateway.accounts().people().create("scim", new Draft(written, true)).id();
    HttpResponse<String> kept =
        rig.change(boss, "POST", "/admin/v1/people/" + carl + "/delete", "");
    assertThat(kept.statusCode()).isEqualTo(409);
    assertThat(kept.body()).contains("a directory has written carl7");
  }
}
