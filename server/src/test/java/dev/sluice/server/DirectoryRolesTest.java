package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A directory and the logins of its people, over real sockets.
class DirectoryRolesTest {
  private static final String TOKEN = "a-token-of-a-directory";
  private static final String REPORT = "/admin/v1/report";

  @TempDir private Path folder;
  private PeopleRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new PeopleRig(folder);
    rig.gateway.configureAdmin("scim: {token: %s}".formatted(TOKEN));
    rig.reload(rig.yaml());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpResponse<String> answer =
        rig.gateway.send(method, rig.origin() + "/scim/v2" + path, body, TOKEN);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer;
  }

  private String made(String path, String body) throws Exception {
    JsonNode made = MeteredGateway.MAPPER.readTree(send("POST", path, body).body());
    return made.path("id").asText();
  }

  private String group(String name, String person) throws Exception {
    return made(
        "/Groups",
        "{\"displayName\": \"%s\", \"members\": [{\"value\": \"%s\"}]}".formatted(name, person));
  }

  private void patch(String path, String operation) throws Exception {
    send("PATCH", path, "{\"Operations\": [%s]}".formatted(operation));
  }

  private String ann() throws Exception {
    return made("/Users", "{\"userName\": \"ann@example.com\", \"externalId\": \"ann\"}");
  }

  @Test
  void a_role_comes_and_goes_with_a_group_of_the_directory() throws Exception {
    String ann = ann();
    String auditors = group("auditors", ann);
    TestBrowser browser = rig.logIn("ann", "viewers");
    assertThat(rig.json(browser, "/admin/v1/me").path("role").asText()).isEqualTo("auditor");
    assertThat(rig.status(browser, "/admin/v1/people")).isEqualTo(200);
    patch(
        "/Groups/" + auditors,
        "{\"op\": \"remove\", \"path\": \"members[value eq \\\"%s\\\"]\"}".formatted(ann));
    assertThat(rig.status(browser, "/admin/v1/people")).isEqualTo(403);
    assertThat(rig.json(browser, "/admin/v1/me").path("role").asText()).isEqualTo("viewer");
  }

  @Test
  void a_role_that_the_login_named_as_well_goes_with_the_group() throws Exception {
    String viewers = group("viewers", ann());
    TestBrowser browser = rig.logIn("ann", "viewers");
    assertThat(rig.status(browser, REPORT)).isEqualTo(200);
    send("DELETE", "/Groups/" + viewers, "");
    assertThat(rig.status(browser, REPORT)).isEqualTo(403);
  }

  @Test
  void who_is_deactivated_has_no_session_and_no_login() throws Exception {
    String ann = ann();
    TestBrowser browser = rig.logIn("ann", "viewers");
    patch("/Users/" + ann, "{\"op\": \"replace\", \"path\": \"active\", \"value\": \"False\"}");
    assertThat(rig.status(browser, REPORT)).isEqualTo(401);
    send("PUT", "/Users/" + ann, "{\"userName\": \"ann\", \"externalId\": \"ann\"}");
    assertThat(rig.status(browser, REPORT)).isEqualTo(401);
    var again = new TestBrowser();
    assertThat(again.get(rig.answer(again)).statusCode()).isEqualTo(403);
  }

  @Test
  void a_second_subject_of_one_link_does_not_come_in() throws Exception {
    rig.reload(rig.yaml().replace("device: true", "device: true\n    link: preferred_username"));
    ann();
    rig.provider.claims = claims -> claims.put("preferred_username", "ann");
    assertThat(rig.status(rig.logIn("one", "viewers"), REPORT)).isEqualTo(200);
    rig.person("two", "viewers");
    var other = new TestBrowser();
    HttpResponse<String> answer = other.get(rig.answer(other));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("another account");
  }

  @Test
  void a_link_that_is_too_long_or_not_verified_is_nobody_of_the_directory() throws Exception {
    rig.reload(rig.yaml().replace("device: true", "device: true\n    link: email"));
    String id = made("/Users", "{\"userName\": \"ann@example.com\"}");
    String name = "x".repeat(256);
    String longest = made("/Users", "{\"userName\": \"%s\"}".formatted(name));
    assertThat(name("one", "ann@example.com", false)).doesNotStartWith(id);
    assertThat(name("two", name + "y", true)).doesNotStartWith(longest);
    assertThat(name("three", "ANN@example.com", true)).startsWith(id);
  }

  private String name(String sub, String email, boolean verified) throws Exception {
    rig.provider.claims =
        claims -> {
          claims.put("email", email);
          claims.put("email_verified", verified);
        };
    return rig.json(rig.logIn(sub, "viewers"), "/admin/v1/me").path("name").asText();
  }
}
