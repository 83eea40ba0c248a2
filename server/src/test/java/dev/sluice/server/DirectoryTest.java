package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A directory that writes people and groups, over real sockets and to a real store.
class DirectoryTest {
  private static final String TOKEN = "a-token-of-a-directory";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private MeteredGateway gateway;

  @BeforeEach
  void start() throws Exception {
    String scim = "scim: {token: %s, former: the-token-from-before}".formatted(TOKEN);
    gateway = new MeteredGateway(folder, of -> of.configureAdmin(scim));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    http.close();
  }

  private HttpResponse<String> send(String method, String path, String body, String token)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(gateway.process().adminUrl() + "/scim/v2" + path))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/scim+json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private JsonNode made(String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", path, body, TOKEN);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return new ObjectMapper().readTree(answer.body());
  }

  private String keyOf(String person) throws Exception {
    Accounts accounts = gateway.accounts();
    if (accounts.keys().now().team("search").isEmpty()) {
      accounts.changes().createTeam("test", "search", BudgetTerms.NONE);
    }
    var key =
        new NewKey(
            "of-" + person,
            "search",
            false,
            0,
            KeyTerms.upTo(Band.INTERACTIVE),
            KeyOwner.of(person));
    return accounts.changes().createKey("test", key).secret().text();
  }

  private void setActive(String person, String active) throws Exception {
    String body =
        "{\"Operations\": [{\"op\": \"Replace\", \"path\": \"active\", \"value\": \"%s\"}]}"
            .formatted(active);
    assertThat(send("PATCH", "/Users/" + person, body, TOKEN).statusCode()).isEqualTo(200);
  }

  @Test
  void who_leaves_is_refused_with_all_keys_and_comes_back() throws Exception {
    JsonNode ada = made("/Users", "{\"userName\": \"ada@example.com\", \"externalId\": \"e7\"}");
    String person = ada.path("id").asText();
    String key = keyOf(person);
    assertThat(gateway.call(key)).isEqualTo(200);
    setActive(person, "False");
    assertThat(gateway.call(key)).isEqualTo(401);
    setActive(person, "True");
    assertThat(gateway.call(key)).isEqualTo(200);
    assertThat(send("DELETE", "/Users/" + person, "", TOKEN).statusCode()).isEqualTo(204);
    assertThat(gateway.call(key)).isEqualTo(401);
    assertThat(gateway.get("/admin/v1/audit").toString())
        .contains("\"actor\":\"scim\"", "person.create", "person.delete", "ada@example.com");
  }

  @Test
  void whom_an_administrator_has_deactivated_the_directory_does_not_let_in() throws Exception {
    JsonNode eve = made("/Users", "{\"userName\": \"eve@example.com\"}");
    String person = eve.path("id").asText();
    String key = keyOf(person);
    gateway.accounts().people().setActive("admin", person, false);
    setActive(person, "False");
    setActive(person, "True");
    assertThat(gateway.call(key)).isEqualTo(401);
    assertThat(send("GET", "/Users/" + person, "", TOKEN).body())
        .as("what the directory has said of its own")
        .contains("\"active\":true");
    gateway.accounts().people().setActive("admin", person, true);
    assertThat(gateway.call(key)).isEqualTo(200);
  }

  @Test
  void groups_have_people_and_people_groups() throws Exception {
    String person = made("/Users", "{\"userName\": \"ada\"}").path("id").asText();
    JsonNode group =
        made(
            "/Groups",
            "{\"displayName\": \"engineers\", \"members\": [{\"value\": \"%s\"}]}"
                .formatted(person));
    String url = gateway.process().adminUrl() + "/scim/v2/Users/" + person;
    assertThat(group.at("/members/0/$ref").asText()).isEqualTo(url);
    assertThat(send("GET", "/Users/" + person, "", TOKEN).body())
        .contains("\"display\":\"engineers\"", group.path("id").asText());
    HttpResponse<String> nobody =
        send("POST", "/Groups", "{\"displayName\": \"x\", \"members\": [\"nobody\"]}", TOKEN);
    assertThat(nobody.statusCode()).isEqualTo(400);
    assertThat(nobody.body()).contains("invalidValue");
  }

  @Test
  void groups_are_found_by_a_name_in_letters_of_any_case_and_people_with_theirs() throws Exception {
    StringBuilder members = new StringBuilder();
    for (String name : List.of("ada", "bob")) {
      String id = made("/Users", "{\"userName\": \"%s\"}".formatted(name)).path("id").asText();
      members.append(members.isEmpty() ? "" : ", ").append("\"%s\"".formatted(id));
    }
    for (String group : List.of("Engineers", "Readers")) {
      made("/Groups", "{\"displayName\": \"%s\", \"members\": [%s]}".formatted(group, members));
    }
    JsonNode found = asked("/Groups?filter=displayName%20eq%20%22eNGINEERS%22");
    assertThat(found.path("totalResults").asInt()).isOne();
    assertThat(found.at("/Resources/0/members")).hasSize(2);
    JsonNode people = asked("/Users");
    assertThat(people.at("/Resources/0/groups")).hasSize(2);
    assertThat(people.at("/Resources/1/groups/1/display").asText()).isEqualTo("Readers");
    assertThat(asked("/Groups").at("/Resources/1/members")).hasSize(2);
  }

  private JsonNode asked(String path) throws Exception {
    return new ObjectMapper().readTree(send("GET", path, "", TOKEN).body());
  }

  @Test
  void its_token_opens_nothing_else_and_no_other_token_opens_it() throws Exception {
    for (String token : new String[] {"admin-token", "viewer-token", "fixed-key", "x"}) {
      HttpResponse<String> refused = send("GET", "/Users", "", token);
      assertThat(refused.statusCode()).as(token).isEqualTo(401);
      assertThat(refused.headers().firstValue("www-authenticate")).hasValue("Bearer");
    }
    assertThat(send("GET", "/Users", "", "the-token-from-before").statusCode()).isEqualTo(200);
    assertThat(
            gateway
                .send("GET", gateway.process().adminUrl() + "/admin/v1/keys", "", TOKEN)
                .statusCode())
        .isEqualTo(401);
    assertThat(send("POST", "/Users", "x".repeat((1 << 20) + 1), TOKEN).statusCode())
        .isEqualTo(413);
  }

  @Test
  void a_reload_without_it_ends_it() throws Exception {
    gateway.configureAdmin("");
    assertThat(gateway.process().reload("test", false).problems()).isEmpty();
    assertThat(send("GET", "/Users", "", TOKEN).statusCode()).isEqualTo(401);
    assertThat(send("GET", "/Users", "", "admin-token").statusCode()).isEqualTo(404);
  }
}
