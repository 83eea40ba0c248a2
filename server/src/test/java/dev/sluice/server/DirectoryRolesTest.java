package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a directory says of somebody who has logged in, up to what that person may do.
class DirectoryRolesTest {
  private static final String TOKEN = "a-token-of-a-directory";
  private static final String PEOPLE = "/admin/v1/people";

  @TempDir private static Path folder;
  private static PeopleRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = new PeopleRig(folder);
    rig.gateway.configureAdmin("scim: {token: %s}".formatted(TOKEN));
    rig.reload(rig.yaml());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    try (var directory = new TestBrowser()) {
      return directory.send(
          method, rig.at("/scim/v2" + path), body, "authorization", "Bearer " + TOKEN);
    }
  }

  private static String made(String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return MeteredGateway.MAPPER.readTree(answer.body()).get("id").asText();
  }

  @Test
  void a_group_gives_a_role_and_takes_it_away_and_who_is_removed_is_out() throws Exception {
    String person = made("/Users", "{\"userName\":\"Ann\",\"externalId\":\"ann\"}");
    String group =
        made(
            "/Groups", "{\"displayName\":\"admins\",\"members\":[{\"value\":\"" + person + "\"}]}");
    TestBrowser ann = rig.logIn("ann");
    JsonNode me = rig.json(ann, "/admin/v1/me");
    assertThat(me.get("person").asText()).isEqualTo(person);
    assertThat(me.get("role").asText()).isEqualTo("admin");
    assertThat(rig.status(ann, PEOPLE)).isEqualTo(200);
    assertThat(send("DELETE", "/Groups/" + group, "").statusCode()).isEqualTo(204);
    await().until(() -> rig.status(ann, PEOPLE) == 403);
    assertThat(send("DELETE", "/Users/" + person, "").statusCode()).isEqualTo(204);
    await().until(() -> rig.status(ann, PEOPLE) == 401);
  }
}
