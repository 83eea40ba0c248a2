package dev.sluice.server.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScimApiTest {
  private final ScimRig rig = new ScimRig();

  private void assertProblem(ScimRig.Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
    assertThat(answer.text("/schemas/0")).isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
    assertThat(answer.text("/status")).isEqualTo(String.valueOf(status));
    assertThat(answer.text("/scimType")).isEqualTo(type);
    assertThat(answer.text("/detail")).isNotEmpty();
    assertThat(answer.page().contentType()).isEqualTo("application/scim+json");
  }

  @Test
  void a_resource_is_made_read_and_removed() {
    String id = rig.user("ada");
    var read = rig.get("/Users/" + id);
    assertThat(read.text("/meta/location")).isEqualTo(ScimRig.BASE + "/Users/" + id);
    assertThat(read.text("/meta/version")).isEqualTo("W/\"1\"");
    assertThat(read.text("/schemas/0")).isEqualTo("urn:ietf:params:scim:schemas:core:2.0:User");
    assertThat(rig.send("DELETE", "/Users/" + id, "").status()).isEqualTo(204);
    assertProblem(rig.get("/Users/" + id), 404, "");
    assertProblem(rig.send("DELETE", "/Users/" + id, ""), 404, "");
  }

  @Test
  void two_people_of_one_name_are_refused() {
    rig.user("ada");
    assertProblem(rig.send("POST", "/Users", "{\"userName\": \"ADA\"}"), 409, "uniqueness");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | invalidSyntax",
        "[] | invalidSyntax",
        "{} | invalidValue",
        "{\"userName\": \" \"} | invalidValue",
        "{\"userName\": {\"a\": 1}} | invalidValue",
        "{\"userName\": \"a\\u0000b\"} | invalidValue",
        "{\"userName\": \"a\", \"username\": \"b\"} | invalidSyntax",
        "{\"userName\": \"a\", \"userName\": \"b\"} | invalidSyntax",
        "{\"userName\": \"a\", \"active\": \"no\"} | invalidValue",
        "{\"userName\": \"a\", \"active\": 0} | invalidValue",
        "{\"userName\": \"a\", \"name\": \"b\"} | invalidValue",
        "{\"userName\": \"a\", \"emails\": [[]]} | invalidValue",
        "{\"userName\": \"a\"} {} | invalidSyntax",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}} | invalidSyntax"
      })
  void what_is_no_person_is_refused(String body, String type) {
    assertProblem(rig.send("POST", "/Users", body), 400, type);
    assertThat(rig.users.count()).isZero();
  }

  @Test
  void what_a_directory_sends_is_bounded() {
    String name = "x".repeat(1_025);
    assertProblem(
        rig.send("POST", "/Users", "{\"userName\": \"%s\"}".formatted(name)), 400, "invalidValue");
    String emails =
        IntStream.range(0, 51)
            .mapToObj(i -> "{\"value\": \"%d@example.com\"}".formatted(i))
            .collect(Collectors.joining(","));
    assertProblem(
        rig.send("POST", "/Users", "{\"userName\": \"a\", \"emails\": [%s]}".formatted(emails)),
        400,
        "invalidValue");
    String id = rig.user("ada");
    String operations =
        IntStream.range(0, 1_001)
            .mapToObj(_ -> "{\"op\": \"add\", \"path\": \"title\", \"value\": \"x\"}")
            .collect(Collectors.joining(","));
    assertProblem(rig.patch("/Users/" + id, operations), 400, "invalidSyntax");
  }

  @Test
  void lists_come_in_pages_whose_numbers_saturate() {
    for (int i = 0; i < 5; i++) {
      rig.user("user-" + i);
    }
    var second = rig.get("/Users?startIndex=2&count=2");
    assertThat(second.at("/totalResults").asInt()).isEqualTo(5);
    assertThat(second.at("/itemsPerPage").asInt()).isEqualTo(2);
    assertThat(second.text("/Resources/0/userName")).isEqualTo("user-1");
    assertThat(rig.get("/Users?count=0").at("/Resources")).isEmpty();
    assertThat(rig.get("/Users?count=-5").at("/Resources")).isEmpty();
    assertThat(rig.get("/Users?startIndex=-7").at("/startIndex").asInt()).isOne();
    String nines = "9".repeat(90);
    var beyond = rig.get("/Users?startIndex=%s&count=%s".formatted(nines, nines));
    assertThat(beyond.at("/Resources")).isEmpty();
    assertThat(beyond.at("/totalResults").asInt()).isEqualTo(5);
    assertThat(
            rig.get("/Users?filter=userName sw \"user\"&startIndex=4&count=1")
                .text("/Resources/0/userName"))
        .isEqualTo("user-3");
    assertProblem(rig.get("/Users?count=many"), 400, "invalidValue");
    assertProblem(rig.get("/Users?filter=userName"), 400, "invalidFilter");
  }

  @Test
  void a_filter_with_a_name_looks_at_no_other_resource() {
    rig.user("ada");
    assertThat(
            rig.get("/Users?filter=userName eq \"ada\" and active eq true")
                .at("/totalResults")
                .asInt())
        .isOne();
    assertThat(rig.users.indexed).isEqualTo("ada");
    assertThat(rig.get("/Users?filter=id eq \"id-1\"").at("/totalResults").asInt()).isOne();
    assertThat(rig.users.pages).isZero();
    String hostile = "x' or '1'='1";
    assertThat(rig.get("/Users?filter=userName eq \"" + hostile + "\"").at("/totalResults").asInt())
        .isZero();
    assertThat(rig.users.indexed).isEqualTo(hostile);
  }

  @Test
  void a_filter_does_not_look_at_resources_without_end() {
    rig.users.fill(ScimResources.MOST_LOOKED_AT);
    assertProblem(rig.get("/Users?filter=externalId eq \"x5\""), 400, "tooMany");
  }

  @Test
  void attributes_are_told_or_left_out_as_they_are_asked_for() {
    String id = rig.user("ada");
    var only = rig.get("/Users/" + id + "?attributes=userName,name.familyName,nothing");
    assertThat(only.body().propertyStream().map(Entry::getKey))
        .containsExactlyInAnyOrder("schemas", "id", "userName", "name");
    assertThat(only.at("/name").toString()).isEqualTo("{\"familyName\":\"Lovelace\"}");
    var without = rig.get("/Users/" + id + "?excludedAttributes=emails,name.givenName,id");
    assertThat(without.body().has("emails")).isFalse();
    assertThat(without.body().has("id")).isTrue();
    assertThat(without.at("/name").toString()).isEqualTo("{\"familyName\":\"Lovelace\"}");
    assertProblem(rig.get("/Users?attributes=id&excludedAttributes=name"), 400, "invalidValue");
  }

  @Test
  void a_change_of_another_version_is_refused_and_a_version_that_is_known_not_sent() {
    String id = rig.user("ada");
    String uri = "/Users/" + id;
    assertThat(rig.send("GET", uri, "", "", "W/\"1\"").status()).isEqualTo(304);
    String off = "{\"Operations\": [{\"op\": \"replace\", \"value\": {\"active\": false}}]}";
    assertThat(rig.send("PATCH", uri, off, "\"1\"", "").status()).isEqualTo(200);
    assertThat(rig.send("GET", uri, "", "", "W/\"1\"").status()).isEqualTo(200);
    assertProblem(rig.send("PATCH", uri, off, "W/\"1\"", ""), 412, "");
    assertProblem(rig.send("DELETE", uri, "", "W/\"1\"", ""), 412, "");
    assertThat(rig.send("DELETE", uri, "", "W/\"7\", W/\"2\"", "").status()).isEqualTo(204);
  }

  @Test
  void a_person_who_is_written_anew_without_a_word_of_it_stays_inactive() {
    String uri = "/Users/" + rig.user("ada");
    rig.patch(uri, "{\"op\": \"replace\", \"path\": \"active\", \"value\": false}");
    var written = rig.send("PUT", uri, "{\"userName\": \"ada\", \"displayName\": \"Ada\"}");
    assertThat(written.at("/active").asBoolean(true)).isFalse();
    written = rig.send("PUT", uri, "{\"userName\": \"ada\", \"active\": true}");
    assertThat(written.at("/active").asBoolean()).isTrue();
  }

  private String largeGroup() {
    String members =
        IntStream.range(0, 25_000)
            .mapToObj("{\"value\": \"p%d\"}"::formatted)
            .collect(Collectors.joining(","));
    String body = "{\"displayName\": \"all\", \"members\": [%s]}".formatted(members);
    return "/Groups/" + rig.send("POST", "/Groups", body).text("/id");
  }

  @Test
  void operations_that_name_members_do_not_look_at_the_others() {
    String uri = largeGroup();
    String operations =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    """
                    {"op": "remove", "path": "members[value eq \\"p%d\\"]"},
                    {"op": "add", "path": "members", "value": [{"value": "q%d"}]}
                    """
                        .formatted(i, i))
            .collect(Collectors.joining(","));
    var changed = rig.patch(uri, operations);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.at("/members")).hasSize(25_000);
    assertThat(changed.text("/members/0/value")).isEqualTo("p500");
    assertThat(changed.text("/members/24999/value")).isEqualTo("q499");
  }

  @Test
  void operations_that_look_at_all_members_are_bounded() {
    String uri = largeGroup();
    String look = "{\"op\": \"remove\", \"path\": \"members[value sw \\\"x\\\"]\"}";
    assertThat(rig.patch(uri, look).status()).isEqualTo(200);
    assertProblem(rig.patch(uri, String.join(",", Collections.nCopies(41, look))), 400, "tooMany");
  }

  @Test
  void members_are_read_where_they_are_told_or_asked_for() {
    String one = rig.user("ada");
    for (String name : List.of("a", "b", "c")) {
      String body = "{\"displayName\": \"%s\", \"members\": [\"%s\"]}".formatted(name, one);
      assertThat(rig.send("POST", "/Groups", body).status()).isEqualTo(201);
    }
    rig.get("/Groups?excludedAttributes=members");
    rig.get("/Groups?attributes=displayName&filter=displayName co \"a\"");
    rig.get("/Groups/id-1?excludedAttributes=members");
    rig.get("/Groups?filter=displayName eq \"nothing\"");
    assertThat(rig.groups.related).isZero();
    var told = rig.get("/Groups?filter=displayName sw \"b\"");
    assertThat(told.text("/Resources/0/members/0/value")).isEqualTo(one);
    assertThat(rig.groups.related).isOne();
    var asked = rig.get("/Groups?attributes=id&filter=members eq \"%s\"".formatted(one));
    assertThat(asked.at("/totalResults").asInt()).isEqualTo(3);
    assertThat(rig.get("/Groups").at("/Resources/2/members")).hasSize(1);
  }

  @Test
  void a_change_of_nothing_makes_no_new_version() {
    String id = rig.user("ada");
    var same =
        rig.patch("/Users/" + id, "{\"op\": \"replace\", \"value\": {\"active\": \"True\"}}");
    assertThat(same.text("/meta/version")).isEqualTo("W/\"1\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"op\": \"move\", \"path\": \"name\"} | invalidSyntax",
        "{\"path\": \"name\"} | invalidSyntax",
        "{\"op\": \"add\", \"path\": \"name\"} | invalidValue",
        "{\"op\": \"add\", \"value\": \"x\"} | invalidValue",
        "{\"op\": \"add\", \"path\": 7, \"value\": \"x\"} | invalidPath",
        "{\"op\": \"add\", \"path\": \"emails[\", \"value\": \"x\"} | invalidPath",
        "{\"op\": \"add\", \"path\": \"emails[type eq]\", \"value\": \"x\"} | invalidPath",
        "{\"op\": \"add\", \"path\": \"emails[type eq \\\"x\\\"]value\", \"value\": \"x\"} | invalidPath",
        "{\"op\": \"replace\", \"path\": \"emails[type eq \\\"x\\\"].value\", \"value\": \"x\"} | noTarget",
        "{\"op\": \"add\", \"path\": \"emails[primary eq false].value\", \"value\": \"x\"} | noTarget",
        "{\"op\": \"remove\"} | noTarget",
        "{\"op\": \"remove\", \"path\": \"userName\"} | mutability",
        "{\"op\": \"replace\", \"path\": \"userName\", \"value\": null} | mutability",
        "{\"op\": \"replace\", \"path\": \"id\", \"value\": \"x\"} | mutability",
        "{\"op\": \"add\", \"path\": \"groups\", \"value\": [{\"value\": \"x\"}]} | mutability",
        "{\"op\": \"add\", \"path\": \"emails\", \"value\": [{\"value\": \"a\", \"primary\": true}, {\"value\": \"b\", \"primary\": true}]} | invalidValue",
        "{\"op\": \"replace\", \"path\": \"active\", \"value\": \"maybe\"} | invalidValue",
        "7 | invalidSyntax"
      })
  void a_change_that_makes_no_sense_changes_nothing(String operation, String type) {
    String id = rig.user("ada");
    String good = "{\"op\": \"replace\", \"path\": \"displayName\", \"value\": \"New\"}";
    assertProblem(rig.patch("/Users/" + id, good + ", " + operation), 400, type);
    assertThat(rig.get("/Users/" + id).body().has("displayName")).isFalse();
  }

  @Test
  void of_two_usual_addresses_the_later_one_is_it() {
    String id = rig.user("ada");
    var added =
        rig.patch(
            "/Users/" + id,
            "{\"op\": \"add\", \"path\": \"emails\", \"value\": [{\"value\": \"b\", \"primary\": true}]}");
    assertThat(added.at("/emails/0/primary").asBoolean(true)).isFalse();
    assertThat(added.at("/emails/1/primary").asBoolean()).isTrue();
    var again =
        rig.patch(
            "/Users/" + id,
            "{\"op\": \"add\", \"path\": \"emails\", \"value\": [{\"value\": \"b\", \"primary\": true}]}");
    assertThat(again.at("/emails")).hasSize(2);
  }

  @Test
  void what_the_interface_says_of_itself_is_only_read() {
    assertThat(rig.get("/ServiceProviderConfig").at("/patch/supported").asBoolean()).isTrue();
    assertThat(rig.get("/ResourceTypes").at("/totalResults").asInt()).isEqualTo(2);
    assertThat(rig.get("/ResourceTypes/User").text("/endpoint")).isEqualTo("/Users");
    assertThat(rig.get("/Schemas").at("/totalResults").asInt()).isEqualTo(5);
    assertThat(rig.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group").text("/name"))
        .isEqualTo("Group");
    assertProblem(rig.get("/Schemas/other"), 404, "");
    assertProblem(rig.get("/ResourceTypes?filter=id pr"), 403, "");
    var posted = rig.send("POST", "/Schemas", "{}");
    assertProblem(posted, 405, "");
    assertThat(posted.page().headers()).containsEntry("allow", "GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/Other", "/Users/", "/users", "/Users/../Groups", "/Users/a/b"})
  void what_is_not_there_is_not_found(String path) {
    assertProblem(rig.get(path), 404, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.search", "/Users/.search", "/Bulk", "/Me"})
  void what_is_not_offered_says_so(String path) {
    assertProblem(rig.send("POST", path, "{}"), 501, "");
  }

  @Test
  void a_method_that_is_none_is_named() {
    String id = rig.user("ada");
    assertProblem(rig.send("DELETE", "/Users", ""), 405, "");
    var put = rig.send("POST", "/Users/" + id, "{}");
    assertProblem(put, 405, "");
    assertThat(put.page().headers()).containsEntry("allow", "GET, PUT, PATCH, DELETE");
  }
}
