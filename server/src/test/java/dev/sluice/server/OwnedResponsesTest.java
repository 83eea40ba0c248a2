package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.stored.StateIds;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.StateHolder.Received;
import dev.sluice.server.config.reader.ConfigFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where clients have keys, what a provider holds is its team's: names prove it, over sockets, at
/// one account as at several, in processes that know nothing of each other.
class OwnedResponsesTest {
  private static final Pattern NAME = Pattern.compile("\"id\": ?\"(resp_[^\"]*)\"");
  private static final Pattern MARK = Pattern.compile("_slr2[A-Za-z0-9_-]+");
  private static final String T = "t-secret";
  private static final String T_TOO = "t-other-secret";
  private static final String U = "u-secret";
  private static final String LIMITED = "t-limited-secret";
  private static final String ROUTED = "t-routed-secret";
  private static final String ALONE = "alone-secret";
  private static final String PARTS = "parts-secret";
  private static final String ENTRIES =
      """
            - {name: t-live, key: t-secret, team: t}
            - {name: t-jobs, key: t-other-secret, team: t}
            - {name: t-small, key: t-limited-secret, team: t, models: [m]}
            - {name: t-routed, key: t-routed-secret, team: t, routes: [first]}
            - {name: u-live, key: u-secret, team: u}
            - {name: lone, key: alone-secret}
            - {name: parts, key: parts-secret, team: p, tenant: "*"}
      """;
  private static final String ROUTES =
      """
      routes:
        first: {models: [m], targets: [{provider: a, model: m}]}
        second: {models: [n], targets: [{provider: a, model: m}]}
      """;

  @TempDir private Path folder;
  private StateHolder provider;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    provider = new StateHolder();
    gateway = gateway("{list: KEYS}", "key: k1-0123456789abcdef");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.drainAndClose();
    provider.close();
  }

  /// @param keys what stands in `server.keys`; `KEYS` for the usual ones
  private GatewayProcess gateway(String keys, String credential) throws Exception {
    return configured(
        keys.equals("{list: KEYS}") ? "\n" + ENTRIES.indent(-2) : keys, credential, ROUTES);
  }

  private GatewayProcess configured(String keys, String credential, String routes)
      throws Exception {
    String config =
        """
        server:
          listen: "127.0.0.1:0"
          keys: %s
        admin: {listen: "127.0.0.1:0"}
        providers:
          a: {type: openai, url: "http://127.0.0.1:%d/v1", %s, allow_private: true}
        %s\
        """
            .formatted(keys, provider.port(), credential, routes);
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(file, config);
    return GatewayProcess.start(
        ConfigFile.load(file.toString(), Map.of()).config(), ProcessOptions.defaults());
  }

  private void restart(String keys, String credential) throws Exception {
    gateway.drainAndClose();
    gateway = gateway(keys, credential);
  }

  private static String until(String date) {
    return "\n    old_names: until " + date + "\n    list:\n" + ENTRIES;
  }

  private Reply make(String key, String model, String more) throws Exception {
    try (var client = new RawClient(gateway.address())) {
      String body = "{\"model\":\"%s\",\"input\":\"Hi\"%s}".formatted(model, more);
      return client.post("/v1/responses", body, "authorization: Bearer " + key).reply();
    }
  }

  private Reply ask(String key, String method, String path) throws Exception {
    return ask(key, method, path, "");
  }

  private Reply ask(String key, String method, String path, String more) throws Exception {
    try (var client = new RawClient(gateway.address())) {
      return client
          .send(
              "%s %s HTTP/1.1\r\nHost: localhost\r\nauthorization: Bearer %s\r\n%sContent-Length: 0\r\n\r\n"
                  .formatted(method, path, key, more))
          .reply();
    }
  }

  private static String name(Reply reply) {
    Matcher name = NAME.matcher(reply.body());
    assertThat(name.find()).as(reply.body()).isTrue();
    return name.group(1);
  }

  private static String previous(String name) {
    return ",\"previous_response_id\":\"" + name + "\"";
  }

  private Received last() throws InterruptedException {
    Received last = provider.received.take();
    while (!provider.received.isEmpty()) {
      last = provider.received.take();
    }
    return last;
  }

  /// That a client with `key` cannot do anything with `name`, and that its provider is not asked.
  private void isNotFound(String key, String name) throws Exception {
    provider.received.clear();
    String at = "/v1/responses/" + name;
    for (Reply reply :
        List.of(
            ask(key, "GET", at),
            ask(key, "GET", at + "?stream=true"),
            ask(key, "GET", at + "/input_items"),
            ask(key, "POST", at + "/cancel"),
            ask(key, "DELETE", at),
            make(key, "m", previous(name)),
            make(key, "m", previous(name) + ",\"stream\":true"),
            make(key, "m", previous(name) + ",\"store\":false"),
            make(key, "m", ",\"background\":true" + previous(name)),
            make(key, "m", ",\"conversation\":\"" + name + "\""),
            make(key, "m", ",\"conversation\":{\"id\":\"" + name + "\"}"),
            make(key, "m", ",\"conversation\":\"" + name.replace("resp_", "conv_") + "\""))) {
      assertThat(reply.status()).as(name + reply.body()).isEqualTo(404);
      assertThat(reply.body()).contains("not found");
    }
    for (String counted : List.of("input_tokens", "compact")) {
      try (var client = new RawClient(gateway.address())) {
        String body = "{\"model\":\"m\",\"input\":\"Hi\"%s}".formatted(previous(name));
        client.post("/v1/responses/" + counted, body, "authorization: Bearer " + key);
        assertThat(client.reply().status()).isEqualTo(404);
      }
    }
    assertThat(provider.received).isEmpty();
  }

  private void isFound(String key, String name) throws Exception {
    assertThat(ask(key, "GET", "/v1/responses/" + name).status()).isEqualTo(200);
    assertThat(make(key, "m", previous(name)).status()).isEqualTo(200);
  }

  @Test
  void a_response_is_its_teams_and_nobody_elses() throws Exception {
    String name = name(make(T, "m", ""));
    assertThat(name).matches("resp_10" + MARK);
    isFound(T, name);
    isFound(T_TOO, name);
    isNotFound(U, name);
    isNotFound(ALONE, name);
    assertThat(ask(T_TOO, "DELETE", "/v1/responses/" + name).status()).isEqualTo(200);
    assertThat(last())
        .isEqualTo(new Received("k1-0123456789abcdef", "DELETE", "/v1/responses/resp_10", ""));
  }

  @Test
  void a_key_without_a_team_shares_nothing_with_a_team() throws Exception {
    String name = name(make(ALONE, "m", ""));
    isFound(ALONE, name);
    isNotFound(T, name);
    isNotFound(U, name);
  }

  @Test
  void a_name_without_its_mark_or_with_another_is_nobodys() throws Exception {
    String name = name(make(T, "m", ""));
    String mark = name.substring("resp_10".length());
    var config =
        new ProviderConfig(
            "a",
            ProviderType.OPENAI,
            URI.create("http://127.0.0.1:" + provider.port() + "/v1"),
            List.of(new Secret("k1-0123456789abcdef")),
            true);
    String old =
        "resp_10"
            + new StateIds(config, Optional.of(new Secret("k1-0123456789abcdef"))).mark("resp_10");
    assertThat(old).contains("_slr1");
    String other = name(make(U, "m", ""));
    for (String key : List.of(T, U)) {
      isNotFound(key, "resp_10");
      isNotFound(key, old);
      isNotFound(key, "resp_11" + mark);
      isNotFound(key, "resp_10" + mark.replace("_slr2", "_slr1"));
      isNotFound(key, name.substring(0, name.length() - 1));
      isNotFound(key, name + mark);
      isNotFound(key, name.substring(0, name.length() - 3) + "AAA");
      isNotFound(key, "resp_10" + other.substring("resp_20".length()));
      isNotFound(key, "x".repeat(2000));
    }
    isFound(T, name);
  }

  @Test
  void each_character_of_a_mark_counts() throws Exception {
    String name = name(make(T, "m", ""));
    provider.received.clear();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i) == 'B' ? 'C' : 'B';
      String changed = name.substring(0, i) + c + name.substring(i + 1);
      assertThat(ask(T, "GET", "/v1/responses/" + changed).status()).as(changed).isEqualTo(404);
    }
    assertThat(provider.received).isEmpty();
  }

  @Test
  void every_name_in_an_answer_has_a_mark_and_nothing_else_is_changed() throws Exception {
    String name = name(make(T, "m", ""));
    Reply whole = make(T, "m", previous(name));
    assertThat(whole.body()).contains("\"previous_response_id\":\"" + name + "\"");
    assertThat(MARK.matcher(whole.body()).results()).hasSize(3);
    assertThat(MARK.matcher(whole.body()).replaceAll("")).isEqualTo(provider.answered);
    Reply streamed = make(T, "m", ",\"stream\":true");
    assertThat(MARK.matcher(streamed.body()).results()).hasSize(3);
    assertThat(MARK.matcher(streamed.body()).replaceAll("")).isEqualTo(provider.answered);
    Reply got = ask(T, "GET", "/v1/responses/" + name);
    assertThat(name(got)).isEqualTo(name);
    assertThat(MARK.matcher(got.body()).replaceAll("")).isEqualTo(provider.answered);
  }

  @Test
  void a_conversation_goes_on_by_the_name_in_an_answer() throws Exception {
    Reply made = make(T, "m", "");
    Matcher conversation = Pattern.compile("conv_7[A-Za-z0-9_-]+").matcher(made.body());
    assertThat(conversation.find()).isTrue();
    String asked = ",\"conversation\":\"" + conversation.group() + "\"";
    assertThat(make(T_TOO, "m", asked).status()).isEqualTo(200);
    assertThat(last().body()).contains("\"conversation\":\"conv_7\"");
    assertThat(make(U, "m", asked).status()).isEqualTo(404);
    assertThat(make(T, "m", ",\"conversation\":\"conv_7\"").status()).isEqualTo(404);
  }

  @Test
  void what_is_not_stored_names_what_it_goes_on_from_as_its_client_does() throws Exception {
    assertThat(make(T, "m", ",\"store\":false").body()).isEqualTo(provider.answered);
    String name = name(make(T, "m", ""));
    assertThat(make(T, "m", ",\"store\":false" + previous(name)).body())
        .contains("\"previous_response_id\":\"" + name + "\"");
  }

  @Test
  void an_error_of_the_provider_has_the_name_that_its_client_knows() throws Exception {
    String name = name(make(T, "m", ""));
    provider.forget();
    for (Reply reply :
        List.of(ask(T, "GET", "/v1/responses/" + name), make(T, "m", previous(name)))) {
      assertThat(reply.body()).contains("response with id '" + name + "' not found");
    }
  }

  @Test
  void a_limited_key_touches_what_it_may_call_alone() throws Exception {
    String mine = name(make(LIMITED, "m", ""));
    String theirs = name(make(T, "m", ""));
    String another = name(make(T, "n", ""));
    for (String key : List.of(LIMITED, ROUTED)) {
      isFound(key, mine);
      isFound(key, theirs);
      isNotFound(key, another);
    }
    isFound(T, mine);
    isFound(T, another);
  }

  @Test
  void a_limited_key_does_not_get_further_by_what_an_answer_names() throws Exception {
    String another = name(make(T, "n", ""));
    String next = name(make(T, "m", previous(another)));
    provider.before("resp_10");
    Reply got = ask(LIMITED, "GET", "/v1/responses/" + next);
    Matcher before = Pattern.compile("\"previous_response_id\":\"([^\"]+)\"").matcher(got.body());
    assertThat(before.find()).isTrue();
    isNotFound(LIMITED, before.group(1));
    isFound(T, before.group(1));
  }

  @Test
  void parts_of_a_team_share_nothing() throws Exception {
    String a = "x-sluice-tenant: a\r\n";
    String name;
    try (var client = new RawClient(gateway.address())) {
      String body = "{\"model\":\"m\",\"input\":\"Hi\"}";
      client.post("/v1/responses", body, "authorization: Bearer " + PARTS, "x-sluice-tenant: a");
      name = name(client.reply());
    }
    String at = "/v1/responses/" + name;
    assertThat(ask(PARTS, "GET", at, a).status()).isEqualTo(200);
    assertThat(ask(PARTS, "GET", at, "x-sluice-tenant: b\r\n").status()).isEqualTo(404);
    assertThat(ask(PARTS, "GET", at).status()).isEqualTo(404);
  }

  @Test
  void a_body_names_one_response_in_one_way() throws Exception {
    String name = name(make(T, "m", ""));
    provider.received.clear();
    for (String more :
        List.of(
            previous(name) + ",\"conversation\":\"conv_8\"",
            ",\"conversation\":\"conv_8\"" + previous(name),
            ",\"conversation\":{\"id\":\"conv_8\",\"id\":\"" + name + "\"}",
            ",\"conversation\":{\"id\":7}",
            ",\"conversation\":[\"conv_8\"]",
            ",\"previous_response_id\":[\"resp_10\"]",
            ",\"previous_response_id\":\"" + "r".repeat(9000) + "\"",
            ",\"previous_response_id\":\"" + "r".repeat(3000) + "\"")) {
      assertThat(make(T, "m", more).status()).as(more).isEqualTo(400);
    }
    assertThat(make(U, "m", ",\"previous\\u005fresponse_id\":\"resp\\u005f10\"").status())
        .isEqualTo(404);
    assertThat(provider.received).isEmpty();
  }

  @Test
  void a_client_does_not_choose_the_name_of_its_response() throws Exception {
    String name = name(make(T, "m", ""));
    provider.received.clear();
    for (String member :
        List.of("request_id", "Request_ID", "requestId", "request\\u005fid", "rid", "id")) {
      String more = ",\"%s\":\"resp_10\"".formatted(member);
      for (Reply reply : List.of(make(U, "m", more), make(U, "m", more + ",\"stream\":true"))) {
        assertThat(reply.status()).as(more).isEqualTo(400);
        assertThat(reply.body()).contains("may not be there", "take the `id` of the answer");
      }
    }
    assertThat(make(U, "m", ",\"extra_body\":{\"request_id\":\"resp_10\"}").status())
        .isEqualTo(400);
    assertThat(provider.received).isEmpty();
    isFound(T, name);
  }

  @Test
  void a_name_that_a_request_holds_gets_no_mark_by_being_repeated() throws Exception {
    String name = name(make(T, "m", ""));
    provider.callNext("resp_10");
    String chosen = ",\"metadata\":{\"x\":[\"\\u0072esp\\u005f10\"]}";
    for (String more : List.of("", ",\"stream\":true")) {
      Reply own = make(U, "m", chosen + more);
      assertThat(own.body()).contains("\"resp_10\"").doesNotContain("resp_10_slr2");
    }
    provider.callNext("resp_99");
    provider.before("resp_10");
    String mine = name(make(U, "m", ""));
    Reply before = make(U, "m", previous(mine) + chosen);
    assertThat(before.body()).contains(mine);
    isFound(T, name);
  }

  @Test
  void a_member_in_another_spelling_does_not_hide_a_name_from_its_check() throws Exception {
    make(T, "m", "");
    provider.received.clear();
    for (String member :
        List.of(
            "\"Previous_response_id\":\"resp_10\"",
            "\"PREVIOUS_RESPONSE_ID\":\"resp_10\"",
            "\"previous_re\u017fponse_id\":\"resp_10\"",
            "\"previou\\u017f_response_id\":\"resp_10\"",
            "\"previousResponseId\":\"resp_10\"",
            "\"Conversation\":\"conv_7\"",
            "\"conver\u017fation\":{\"id\":\"conv_7\"}",
            "\"conversation\":{\"ID\":\"conv_7\"}",
            "\"conversation\":{\"Id\":\"conv_7\"}")) {
      Reply reply = make(U, "m", "," + member);
      assertThat(reply.status()).as(member).isEqualTo(400);
      assertThat(reply.body()).contains("some servers take it for");
      for (String counted : List.of("input_tokens", "compact")) {
        try (var client = new RawClient(gateway.address())) {
          String body = "{\"model\":\"m\",\"input\":\"Hi\",%s}".formatted(member);
          client.post("/v1/responses/" + counted, body, "authorization: Bearer " + U);
          assertThat(client.reply().status()).isEqualTo(400);
        }
      }
    }
    assertThat(provider.received).isEmpty();
  }

  @Test
  void a_seal_in_a_body_does_not_hide_a_name_from_its_check() throws Exception {
    String name = name(make(T, "m", ""));
    String sealed =
        "\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"slc1.%s\"},{\"role\":\"user\",\"content\":\"Hi\"}]"
            .formatted("A".repeat(60));
    for (String said : List.of("resp_10", name)) {
      provider.received.clear();
      try (var client = new RawClient(gateway.address())) {
        String body = "{\"model\":\"m\",%s%s}".formatted(sealed, previous(said));
        client.post("/v1/responses", body, "authorization: Bearer " + U);
        assertThat(client.reply().status()).isEqualTo(404);
      }
      assertThat(provider.received).isEmpty();
    }
  }

  @Test
  void names_without_proof_are_taken_until_the_day_that_is_configured() throws Exception {
    provider.hold("k1-0123456789abcdef", "resp_old");
    restart(until("9999-12-30"), "key: k1-0123456789abcdef");
    isFound(T, "resp_old");
    isFound(U, "resp_old");
    isNotFound(LIMITED, "resp_old");
    String name = name(make(T, "m", ""));
    isNotFound(U, name);
    assertThat(name(ask(T, "GET", "/v1/responses/resp_old"))).matches("resp_old" + MARK);
    restart(until("2020-01-31"), "key: k1-0123456789abcdef");
    isNotFound(T, "resp_old");
    isFound(T, name);
  }

  @Test
  void a_name_outlives_a_restart_another_name_of_its_key_and_a_replaced_credential()
      throws Exception {
    String name = name(make(ALONE, "m", ""));
    String ofTeam = name(make(T, "m", ""));
    provider.hold("k9-0123456789abcdef", "resp_10");
    provider.hold("k9-0123456789abcdef", "resp_20");
    restart(
        "[{name: lone, key: another-secret}, {name: new, key: newer-secret, team: t}]",
        "keys: [{key: k9-0123456789abcdef, former: [k0-0123456789abcdef, k1-0123456789abcdef]}]");
    isFound("another-secret", name);
    isFound("newer-secret", ofTeam);
    assertThat(last().account()).isEqualTo("k9-0123456789abcdef");
    isNotFound("newer-secret", name);
    assertThat(name(ask("newer-secret", "GET", "/v1/responses/" + ofTeam))).isNotEqualTo(ofTeam);
    restart("[{name: new, key: newer-secret, team: t}]", "key: k9-0123456789abcdef");
    isNotFound("newer-secret", ofTeam);
  }

  @Test
  void a_key_without_a_name_is_known_by_its_secret_and_not_by_its_place() throws Exception {
    restart("[first-secret, second-secret]", "key: k1-0123456789abcdef");
    String name = name(make("second-secret", "m", ""));
    isFound("second-secret", name);
    restart("[second-secret, first-secret]", "key: k1-0123456789abcdef");
    isFound("second-secret", name);
    isNotFound("first-secret", name);
  }

  @Test
  void names_say_the_account_too_where_there_are_several() throws Exception {
    gateway.drainAndClose();
    gateway =
        configured(
            "\n" + ENTRIES.indent(-2),
            "keys: [k1-0123456789abcdef, k2-0123456789abcdef]",
            "  b: {type: openai, url: \"http://127.0.0.1:%d/v1\", key: k3-0123456789abcdef, allow_private: true}\n"
                    .formatted(provider.port())
                + """
                routes:
                  first: {models: [m], targets: [{provider: a, model: m}, {provider: b, model: m}]}
                  second: {models: [n], targets: [{provider: b, model: m}]}
                """);
    String name = name(make(T, "n", ""));
    assertThat(make(T_TOO, "m", previous(name)).status()).isEqualTo(200);
    assertThat(last().account()).isEqualTo("k3-0123456789abcdef");
    isFound(T_TOO, name);
    isNotFound(U, name);
    String first = name(make(T, "m", ""));
    assertThat(make(T, "n", previous(first)).status()).isEqualTo(404);
  }

  @Test
  void a_provider_without_a_credential_proves_nothing() throws Exception {
    gateway.drainAndClose();
    gateway = gateway("[only-secret]", "key: k1-0123456789abcdef");
    String config = Files.readString(folder.resolve("sluice.yaml"));
    gateway.drainAndClose();
    Path file = folder.resolve("other.yaml");
    Files.writeString(
        file,
        config.replace("type: openai", "type: vllm").replace("key: k1-0123456789abcdef, ", ""));
    gateway =
        GatewayProcess.start(
            ConfigFile.load(file.toString(), Map.of()).config(), ProcessOptions.defaults());
    provider.hold("", "resp_9");
    String name = name(make("only-secret", "m", ""));
    assertThat(name).isEqualTo("resp_10");
    provider.received.clear();
    for (Reply reply :
        List.of(
            ask("only-secret", "GET", "/v1/responses/resp_9"),
            make("only-secret", "m", previous(name)))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.body()).contains("without a `key` of at least 16", "32 random characters");
    }
    assertThat(provider.received).isEmpty();
  }
}
