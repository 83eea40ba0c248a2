package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.GroupChanges;
import dev.sluice.accounts.PeopleChanges.Draft;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.accounts.people.PeopleTable;
import dev.sluice.accounts.people.Person;
import dev.sluice.accounts.people.Profile;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins of people at a provider that misbehaves on purpose, over real sockets.
class PeopleLoginTest {
  private static final String REPORT = "/admin/v1/report";

  @TempDir private static Path shared;
  private static PeopleRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = new PeopleRig(shared);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @AfterEach
  void behave() {
    rig.provider.behave();
  }

  @Test
  void a_person_logs_in_sees_what_the_role_allows_and_logs_out() throws Exception {
    TestBrowser browser = rig.logIn("ann", "viewers");
    assertThat(rig.status(browser, REPORT)).isEqualTo(200);
    HttpResponse<String> people = browser.get(rig.at("/admin/v1/people"));
    assertThat(people.statusCode()).isEqualTo(403);
    assertThat(people.body())
        .contains("the role viewer, and this needs auditor: ask for a group with that role");
    JsonNode me = rig.json(browser, "/admin/v1/me");
    assertThat(me.get("shown").asText()).isEqualTo("The ann");
    assertThat(me.get("role").asText()).isEqualTo("viewer");
    assertThat(browser.send("POST", rig.at("/admin/logout"), "").statusCode()).isEqualTo(200);
    assertThat(browser.cookies).isEmpty();
    assertThat(rig.status(browser, REPORT)).isEqualTo(401);
  }

  @Test
  void the_cookie_is_for_this_host_and_no_script_and_ends() throws Exception {
    rig.person("ann", "viewers");
    var browser = new TestBrowser();
    HttpResponse<String> in = browser.get(rig.answer(browser));
    assertThat(in.headers().firstValue("location")).contains("/#/keys");
    assertThat(in.headers().allValues("set-cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("sluice_person=")
                    .contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=28800"));
    assertThat(in.headers().firstValue("cache-control")).contains("no-store");
  }

  @Test
  void an_answer_is_good_in_the_browser_in_which_the_login_began_and_once() throws Exception {
    rig.provider.takesCodesTwice = true;
    rig.person("ann", "viewers");
    var browser = new TestBrowser();
    URI answer = rig.answer(browser);
    var victim = new TestBrowser();
    assertThat(victim.get(answer).statusCode()).isEqualTo(403);
    URI other = rig.answer(victim);
    assertThat(victim.get(answer).statusCode()).isEqualTo(403);
    assertThat(browser.get(other).statusCode()).isEqualTo(403);
    String ticket = browser.cookies.get("sluice_login");
    assertThat(browser.get(answer).statusCode()).isEqualTo(302);
    assertThat(browser.get(answer).statusCode()).isEqualTo(403);
    browser.cookies.put("sluice_login", ticket);
    assertThat(browser.get(answer).body()).contains("used already");
  }

  @Test
  void a_session_is_new_at_each_login_and_that_of_before_ends() throws Exception {
    rig.person("ann", "viewers");
    var browser = new TestBrowser();
    browser.cookies.put("sluice_person", "fixed-by-somebody-else");
    assertThat(browser.get(rig.answer(browser)).statusCode()).isEqualTo(302);
    String first = browser.cookies.get("sluice_person");
    assertThat(first).isNotEqualTo("fixed-by-somebody-else");
    assertThat(browser.get(rig.answer(browser)).statusCode()).isEqualTo(302);
    assertThat(browser.cookies.get("sluice_person")).isNotEqualTo(first);
    var old = new TestBrowser();
    old.cookies.put("sluice_person", first);
    assertThat(rig.status(old, REPORT)).isEqualTo(401);
  }

  @Test
  void a_login_leads_back_to_places_of_the_dashboard_alone() throws Exception {
    for (String to :
        List.of(
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/admin/logout",
            "/#/a\r\nset-cookie: x=1",
            "javascript:alert(1)")) {
      rig.person("ann", "viewers");
      var browser = new TestBrowser();
      String query = URLEncoder.encode(to, StandardCharsets.UTF_8);
      URI at =
          URI.create(
              browser
                  .get(rig.at("/admin/login/start?to=" + query))
                  .headers()
                  .firstValue("location")
                  .orElseThrow());
      HttpResponse<String> in =
          browser.get(rig.here(OpenIdProvider.answered(new TestBrowser(), at)));
      assertThat(in.headers().firstValue("location")).as(to).contains("/");
    }
  }

  private String refused(int status, Consumer<Map<String, Object>> claims) throws Exception {
    rig.person("ann", "viewers");
    rig.provider.claims = claims;
    var browser = new TestBrowser();
    HttpResponse<String> answer = browser.get(rig.answer(browser));
    rig.provider.claims = _ -> {};
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(browser.cookies).doesNotContainKey("sluice_person");
    return answer.body();
  }

  @Test
  void an_id_token_that_is_not_for_this_login_is_refused_with_the_reason() throws Exception {
    long now = System.currentTimeMillis() / 1_000;
    Map<String, Consumer<Map<String, Object>>> all = new LinkedHashMap<>();
    all.put("nonce", claims -> claims.put("nonce", "another"));
    all.put("another login", claims -> claims.remove("nonce"));
    all.put("another issuer", claims -> claims.put("iss", "https://evil.example"));
    all.put("somebody else", claims -> claims.put("aud", "other"));
    all.put("given to", claims -> claims.put("azp", "other"));
    all.put("was given", claims -> claims.put("aud", List.of("sluice", "other")));
    all.put("is over", claims -> claims.put("exp", now - 3_600));
    all.put("no end", claims -> claims.remove("exp"));
    all.put("too late", claims -> claims.put("exp", now + 900_000));
    all.put("too old", claims -> claims.put("iat", now - 7_200));
    all.put("future", claims -> claims.put("iat", now + 7_200));
    all.put("who you are", claims -> claims.remove("sub"));
    for (var one : all.entrySet()) {
      int status = one.getKey().equals("who you are") ? 502 : 400;
      assertThat(refused(status, one.getValue())).contains(one.getKey());
    }
  }

  @Test
  void a_signature_of_somebody_else_none_and_other_types_are_refused() throws Exception {
    var maker = rig.provider.maker;
    rig.provider.signer = claims -> maker.sign(Map.of("alg", "RS256", "kid", "unknown"), claims);
    assertThat(refused(400, _ -> {})).contains("does not have");
    rig.provider.signer =
        claims -> {
          String token = maker.rs256(claims);
          return token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
        };
    assertThat(refused(400, _ -> {})).contains("not good");
    rig.provider.signer =
        claims -> {
          String[] parts = maker.rs256(claims).split("\\.", -1);
          return "eyJhbGciOiJub25lIn0." + parts[1] + ".";
        };
    assertThat(refused(400, _ -> {})).contains("cannot be read");
    rig.provider.signer =
        claims -> maker.sign(Map.of("alg", "RS256", "kid", "rsa", "typ", "logout+jwt"), claims);
    assertThat(refused(400, _ -> {})).contains("another type");
    rig.provider.signer = _ -> "ey" + "x".repeat(100_000) + ".y.z";
    assertThat(refused(400, _ -> {})).contains("form");
  }

  @Test
  void groups_that_are_a_link_are_told_and_no_role_is_given() throws Exception {
    assertThat(
            refused(
                502,
                claims -> {
                  claims.remove("groups");
                  claims.put("_claim_names", Map.of("groups", "src1"));
                  claims.put(
                      "_claim_sources", Map.of("src1", Map.of("endpoint", "https://evil.example")));
                }))
        .contains("a link")
        .contains("app roles");
    assertThat(rig.gateway.get("/admin/v1/audit?action=login.refuse").toString())
        .contains("its groups are a link");
    assertThat(refused(403, claims -> claims.put("groups", List.of("others"))))
        .contains("none of your groups");
  }

  @Test
  void a_login_that_is_refused_says_why_on_a_page_that_runs_nothing() throws Exception {
    rig.person("stranger", "others");
    var browser = new TestBrowser();
    HttpResponse<String> refused = browser.get(rig.answer(browser));
    assertThat(refused.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(refused.headers().firstValue("content-security-policy").orElse(""))
        .startsWith("default-src 'none'");
    assertThat(refused.body()).contains("none of your groups", "href=\"/\"");
    URI error = rig.at("/admin/login/callback?error=%3Cscript%3E&state=x");
    assertThat(browser.get(error).body()).doesNotContain("<script");
  }

  @Test
  void somebody_without_a_role_leaves_a_refusal_and_no_person() throws Exception {
    long before = revision();
    rig.person("stranger", "others");
    var browser = new TestBrowser();
    assertThat(browser.get(rig.answer(browser)).statusCode()).isEqualTo(403);
    assertThat(browser.get(rig.answer(browser)).statusCode()).isEqualTo(403);
    assertThat(revision()).isEqualTo(before);
    List<Person> people = rig.gateway.accounts().read(sql -> PeopleTable.people(sql, 0, 1_000));
    assertThat(people).noneMatch(person -> person.subject().sub().equals("stranger"));
    assertThat(rig.gateway.get("/admin/v1/audit?action=login.refuse").get("entries"))
        .filteredOn(entry -> entry.toString().contains("stranger"))
        .singleElement()
        .matches(entry -> entry.toString().contains("in no group with a role"));
    assertThat(rig.gateway.get("/admin/v1/audit?action=login").toString())
        .doesNotContain("stranger");
  }

  private static long revision() throws Exception {
    return rig.gateway.accounts().read(PeopleTable::revision);
  }

  @Test
  void a_configuration_that_lets_fewer_in_holds_for_sessions_of_before() throws Exception {
    TestBrowser ann = rig.logIn("fay", "viewers");
    rig.reload(rig.yaml().replace("device: true", "only_provisioned: true"));
    assertThat(rig.status(ann, REPORT)).isEqualTo(401);
    rig.reload(rig.yaml());
    assertThat(rig.status(ann, REPORT)).isEqualTo(200);
  }

  @Test
  void whoever_logs_in_as_a_person_is_no_token_any_more_and_the_other_way_round() throws Exception {
    var browser = new TestBrowser();
    URI in = rig.at("/admin/login");
    String[] shown = {"authorization", "Bearer admin-token"};
    assertThat(browser.send("POST", in, "", shown).statusCode()).isEqualTo(200);
    assertThat(rig.status(browser, "/admin/v1/people")).isEqualTo(200);
    String token = browser.cookies.get("sluice_session");
    rig.person("gus", "viewers");
    assertThat(browser.get(rig.answer(browser)).statusCode()).isEqualTo(302);
    assertThat(browser.cookies).doesNotContainKey("sluice_session");
    assertThat(rig.status(browser, "/admin/v1/people")).isEqualTo(403);
    var old = new TestBrowser();
    old.cookies.put("sluice_session", token);
    assertThat(rig.status(old, REPORT)).isEqualTo(401);
    String person = browser.cookies.get("sluice_person");
    assertThat(browser.send("POST", in, "", shown).statusCode()).isEqualTo(200);
    assertThat(browser.cookies).doesNotContainKey("sluice_person");
    old.cookies.put("sluice_person", person);
    assertThat(rig.status(old, REPORT)).isEqualTo(401);
  }

  @Test
  void a_provider_that_answers_nonsense_lets_nobody_in_and_says_why() throws Exception {
    for (String answer :
        List.of(
            "500oops", "200{}", "200[]", "200{\"id_token\":7}", "400{\"error\":\"<b>bad</b>\"}")) {
      rig.provider.tokenAnswer = answer;
      int status = answer.startsWith("200") ? 502 : 403;
      assertThat(refused(status, _ -> {}))
          .as(answer)
          .contains("identity provider")
          .doesNotContain("<b>");
    }
    rig.provider.tokenAnswer = "200{\"id_token\":\"" + "x".repeat(2 << 20) + "\"}";
    assertThat(refused(502, _ -> {})).contains("the identity provider cannot be reached");
  }

  @Test
  void answers_with_errors_other_issuers_and_doubled_parameters_are_refused() throws Exception {
    rig.person("ann", "viewers");
    int before = rig.provider.exchanges.get();
    for (String more :
        List.of(
            "&iss=https%3A%2F%2Fevil.example",
            "&error=access_denied", "&code=another", "&state=another")) {
      var browser = new TestBrowser();
      URI answer = rig.answer(browser);
      HttpResponse<String> got = browser.get(URI.create(answer + more));
      boolean doubled = more.startsWith("&code") || more.startsWith("&state");
      assertThat(got.statusCode()).as(got.body()).isEqualTo(doubled ? 400 : 403);
      assertThat(browser.cookies).doesNotContainKey("sluice_person");
    }
    assertThat(rig.provider.exchanges).hasValue(before);
  }

  @Test
  void a_document_of_another_issuer_or_with_unsafe_addresses_begins_no_login(@TempDir Path folder)
      throws Exception {
    try (var own = new PeopleRig(folder)) {
      own.provider.document = tree -> tree.put("issuer", "https://evil.example");
      assertThat(begunAnew(own, false).body()).contains("auth.oidc.issuer");
      own.provider.document = tree -> tree.put("token_endpoint", "http://evil.example/token");
      assertThat(begunAnew(own, true).body()).contains("token_endpoint");
      own.provider.document = tree -> tree.put("jwks_uri", "file:///etc/passwd");
      assertThat(begunAnew(own, false).statusCode()).isEqualTo(502);
      own.provider.document = _ -> {};
      assertThat(begunAnew(own, true).statusCode()).isEqualTo(302);
    }
  }

  /// Begins a login by a configuration that is another one than before, with which the provider is
  /// asked anew.
  private static HttpResponse<String> begunAnew(PeopleRig own, boolean device) throws Exception {
    own.reload(own.yaml().replace("device: true", "device: " + device));
    return begun(own);
  }

  private static HttpResponse<String> begun(PeopleRig own) throws Exception {
    try (var browser = new TestBrowser()) {
      return browser.get(own.at("/admin/login/start"));
    }
  }

  @Test
  void people_are_listed_with_what_their_groups_make_of_them() throws Exception {
    long before = System.currentTimeMillis();
    TestBrowser auditor = rig.logIn("pia", "auditors", "search-leads", "others");
    JsonNode pia = listed(auditor, "pia");
    assertThat(pia.get("role").asText()).isEqualTo("auditor");
    assertThat(pia.get("teams").toString()).isEqualTo("[{\"name\":\"search\",\"owner\":true}]");
    assertThat(pia.get("groups").toString()).contains("search-leads", "others");
    assertThat(pia.get("last_login").asLong()).isGreaterThanOrEqualTo(before);
    assertThat(pia.get("keys_owned").asInt()).isZero();
    JsonNode one = rig.json(auditor, "/admin/v1/people/" + pia.get("id").asText());
    assertThat(one.get("role")).isEqualTo(pia.get("role"));
    assertThat(one.get("sessions")).hasSize(1);
    rig.reload(rig.yaml().replace("auditor: [auditors]", "auditor: [auditors, others]"));
    rig.logIn("quin", "others");
    assertThat(listed(auditor, "quin").get("role").asText()).isEqualTo("auditor");
    rig.reload(rig.yaml());
    assertThat(listed(auditor, "quin").get("role").isNull()).isTrue();
  }

  private static JsonNode listed(TestBrowser auditor, String sub) throws Exception {
    for (JsonNode person : rig.json(auditor, "/admin/v1/people?limit=1000").get("people")) {
      if (person.path("subject").asText().equals(sub)) {
        return person;
      }
    }
    throw new AssertionError("nobody is " + sub);
  }

  @Test
  void a_role_that_was_taken_away_is_gone_for_sessions_of_before() throws Exception {
    TestBrowser before = rig.logIn("rita", "admins");
    assertThat(rig.status(before, "/admin/v1/people")).isEqualTo(200);
    rig.logIn("rita", "viewers");
    assertThat(rig.status(before, "/admin/v1/people")).isEqualTo(403);
    rig.reload(rig.yaml().replace(", viewer: [viewers]", ""));
    assertThat(rig.status(before, REPORT)).isEqualTo(403);
    rig.reload(rig.yaml());
    assertThat(rig.status(before, REPORT)).isEqualTo(200);
  }

  @Test
  void groups_of_a_directory_give_roles_unless_the_configuration_says_otherwise() throws Exception {
    TestBrowser gina = rig.logIn("gina", "viewers");
    String id = rig.json(gina, "/admin/v1/me").get("person").asText();
    var people = rig.gateway.accounts().people();
    people.create("scim", new Draft(new Profile("gina@example.com", "gina", "", "", ""), true));
    String joined = rig.json(gina, "/admin/v1/me").get("person").asText();
    assertThat(joined).as("the directory's person took the session").isNotEqualTo(id);
    people.groups().create("scim", new GroupChanges.Draft("auditors", "", "", List.of(joined)));
    assertThat(rig.status(gina, "/admin/v1/people")).isEqualTo(200);
    rig.reload(rig.yaml().replace("device: true", "directory_groups: false"));
    assertThat(rig.status(gina, "/admin/v1/people")).isEqualTo(403);
    assertThat(rig.status(gina, REPORT)).isEqualTo(200);
    rig.reload(rig.yaml());
    assertThat(rig.status(gina, "/admin/v1/people")).isEqualTo(200);
  }

  @Test
  void a_session_that_is_used_goes_on_and_what_a_page_fetches_by_itself_is_no_use()
      throws Exception {
    rig.reload(rig.yaml().replace("device: true", "idle: 10m"));
    TestBrowser ida = rig.logIn("ida", "viewers");
    String session = Objects.requireNonNull(ida.cookies.get("sluice_person"));
    String digest = HexFormat.of().formatHex(KeySecret.digest(session));
    long now = System.currentTimeMillis();
    assertThat(ends(digest)).isBetween(now, now + 600_000);
    long soon = now + 120_000;
    age(digest, soon);
    assertThat(ida.send("GET", rig.at(REPORT), "", "x-sluice-refresh", "1").statusCode())
        .isEqualTo(200);
    assertThat(ends(digest)).isEqualTo(soon);
    assertThat(rig.status(ida, REPORT)).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(ends(digest)).isGreaterThan(now + 590_000));
    age(digest, now);
    assertThat(rig.status(ida, REPORT)).isEqualTo(401);
    rig.reload(rig.yaml());
  }

  private static long ends(String digest) throws Exception {
    return rig.gateway
        .accounts()
        .read(
            sql ->
                sql.query(
                    "select ends from sessions where digest = ?",
                    row -> row.number("ends"),
                    HexFormat.of().parseHex(digest)))
        .getFirst();
  }

  /// Lets a session end at an instant, as if it had begun before.
  private static void age(String digest, long ends) throws Exception {
    var store = rig.gateway.accounts().store().orElseThrow();
    store.await(
        store.write(
            sql -> {
              sql.update(
                  "update sessions set ends = ? where digest = ?",
                  ends,
                  HexFormat.of().parseHex(digest));
              PeopleTable.raise(sql);
              return ends;
            }));
    long seen = ends > System.currentTimeMillis() ? ends : 0;
    await().atMost(Duration.ofSeconds(30)).until(() -> known(digest) == seen);
  }

  /// When the gateway takes a session to end; 0 where it takes it to be over.
  private static long known(String digest) {
    return rig.gateway
        .accounts()
        .sessions()
        .session(digest)
        .map(known -> known.session().ends())
        .orElse(0L);
  }

  @Test
  void somebody_who_is_deactivated_is_out_at_once_and_nobody_deactivates_themselves()
      throws Exception {
    TestBrowser ann = rig.logIn("ann", "admins");
    TestBrowser bob = rig.logIn("leaver", "viewers");
    String annId = rig.json(ann, "/admin/v1/me").get("person").asText();
    String bobId = rig.json(bob, "/admin/v1/me").get("person").asText();
    String people = "/admin/v1/people/";
    assertThat(rig.change(ann, "POST", people + annId + "/deactivate", "").statusCode())
        .isEqualTo(400);
    assertThat(rig.change(ann, "POST", people + bobId + "/deactivate", "").statusCode())
        .isEqualTo(200);
    JsonNode told = rig.json(ann, people + bobId);
    assertThat(told.get("active").asBoolean()).isFalse();
    assertThat(told.get("deactivated").asBoolean()).isTrue();
    assertThat(rig.status(bob, REPORT)).isEqualTo(401);
    rig.person("leaver", "viewers");
    var again = new TestBrowser();
    assertThat(again.get(rig.answer(again)).body()).contains("may not log in");
    assertThat(rig.gateway.get("/admin/v1/audit").toString())
        .contains("login.refuse", "person.change", annId + " ann");
  }

  @Test
  void a_change_takes_more_than_a_cookie() throws Exception {
    TestBrowser ann = rig.logIn("ann", "admins");
    URI teams = rig.at("/admin/v1/teams");
    String body = "{\"name\":\"made\"}";
    assertThat(ann.send("POST", teams, body).statusCode()).isEqualTo(403);
    assertThat(ann.send("POST", teams, body, "x-sluice-admin", "1").statusCode()).isEqualTo(403);
    assertThat(
            ann.send("POST", teams, body, "origin", "https://evil", "x-sluice-admin", "1")
                .statusCode())
        .isEqualTo(403);
    assertThat(ann.send("POST", teams, body, "origin", rig.origin()).statusCode()).isEqualTo(403);
    assertThat(rig.change(ann, "POST", "/admin/v1/teams", body).statusCode()).isEqualTo(201);
  }

  @Test
  void a_provider_ends_sessions_by_logout_tokens_and_others_end_none() throws Exception {
    rig.provider.claims = claims -> claims.put("sid", "s1");
    TestBrowser one = rig.logIn("lou", "viewers");
    rig.provider.claims = claims -> claims.put("sid", "s2");
    TestBrowser two = rig.logIn("lou", "viewers");
    TestBrowser bob = rig.logIn("bob", "viewers");
    assertThat(told(rig.provider.maker.rs256(Map.of("sub", "lou")))).isEqualTo(400);
    assertThat(told(rig.provider.logoutToken(Map.of("sub", "lou", "nonce", "n")))).isEqualTo(400);
    assertThat(told(rig.provider.logoutToken(Map.of("sub", "lou", "events", Map.of()))))
        .isEqualTo(400);
    assertThat(told(rig.provider.logoutToken(Map.of("sub", "lou", "jti", "")))).isEqualTo(400);
    assertThat(told(rig.provider.logoutToken(Map.of()))).isEqualTo(400);
    assertThat(told("nothing")).isEqualTo(400);
    assertThat(rig.status(one, REPORT)).isEqualTo(200);
    assertThat(told(rig.provider.logoutToken(Map.of("sid", "s1")))).isEqualTo(200);
    assertThat(rig.status(one, REPORT)).isEqualTo(401);
    assertThat(rig.status(two, REPORT)).isEqualTo(200);
    assertThat(told(rig.provider.logoutToken(Map.of("sub", "lou")))).isEqualTo(200);
    assertThat(rig.status(two, REPORT)).isEqualTo(401);
    assertThat(rig.status(bob, REPORT)).isEqualTo(200);
  }

  @Test
  void a_logout_token_is_good_once() throws Exception {
    rig.logIn("rex", "viewers");
    String token = rig.provider.logoutToken(Map.of("sub", "rex"));
    assertThat(told(token)).isEqualTo(200);
    TestBrowser again = rig.logIn("rex", "viewers");
    assertThat(told(token)).isEqualTo(400);
    assertThat(rig.status(again, REPORT)).isEqualTo(200);
  }

  private int told(String token) throws Exception {
    try (var provider = new TestBrowser()) {
      return provider
          .send(
              "POST",
              rig.at("/admin/login/backchannel"),
              "logout_token=" + token,
              "content-type",
              "application/x-www-form-urlencoded")
          .statusCode();
    }
  }

  @Test
  void a_terminal_logs_in_by_a_code_that_is_typed_elsewhere() throws Exception {
    rig.person("ann", "operators");
    try (var terminal = new TestBrowser()) {
      URI device = rig.at("/admin/login/device");
      assertThat(terminal.send("POST", device, "").statusCode()).isEqualTo(403);
      HttpResponse<String> begun = terminal.send("POST", device, "", "x-sluice-admin", "1");
      JsonNode login = MeteredGateway.MAPPER.readTree(begun.body());
      assertThat(login.get("user_code").asText()).isEqualTo("ABCD-EFGH");
      String code = "{\"device_code\":" + login.get("device_code") + "}";
      URI poll = rig.at("/admin/login/device/poll");
      assertThat(terminal.send("POST", poll, code, "x-sluice-admin", "1").statusCode())
          .isEqualTo(202);
      rig.provider.deviceAllowed = true;
      JsonNode session =
          MeteredGateway.MAPPER.readTree(
              terminal.send("POST", poll, code, "x-sluice-admin", "1").body());
      String token = session.get("token").asText();
      String bearer = "Bearer " + token;
      assertThat(
              terminal
                  .send("POST", rig.at("/admin/v1/reload"), "", "authorization", bearer)
                  .statusCode())
          .isEqualTo(200);
      terminal.cookies.put("sluice_person", token);
      assertThat(rig.status(terminal, REPORT)).isEqualTo(401);
      terminal.cookies.clear();
      URI report = rig.at(REPORT);
      assertThat(terminal.status(report, "authorization", bearer)).isEqualTo(200);
      rig.reload(rig.yaml().replace("device: true", "device: false"));
      assertThat(terminal.status(report, "authorization", bearer)).isEqualTo(401);
      rig.reload(rig.yaml());
    }
  }

  @Test
  void a_terminal_is_shown_nothing_that_moves_it_and_is_told_to_slow_down() throws Exception {
    try (var terminal = new TestBrowser()) {
      URI device = rig.at("/admin/login/device");
      String[] meant = {"x-sluice-admin", "1"};
      for (String name : List.of("user_code", "verification_uri", "verification_uri_complete")) {
        for (String bad : List.of("\u001b[2J", "\u007f", "\u009b", "\u202e")) {
          rig.provider.begun = tree -> tree.put(name, rig.provider.issuer() + bad);
          assertThat(terminal.send("POST", device, "", meant).statusCode()).isEqualTo(502);
        }
      }
      rig.provider.begun =
          tree -> tree.put("verification_uri_complete", "https://x/" + "x".repeat(3_000));
      assertThat(terminal.send("POST", device, "", meant).statusCode()).isEqualTo(502);
      rig.provider.begun = _ -> {};
      rig.provider.devicePending = "slow_down";
      HttpResponse<String> slower =
          terminal.send(
              "POST",
              rig.at("/admin/login/device/poll"),
              "{\"device_code\":\"v.device-1\"}",
              meant);
      assertThat(slower.statusCode()).isEqualTo(202);
      assertThat(slower.body().strip()).isEqualTo("slow_down");
    }
  }

  @Test
  void sessions_go_on_over_a_restart_and_without_the_provider_as_does_the_token(
      @TempDir Path folder) throws Exception {
    try (var own = new PeopleRig(folder)) {
      TestBrowser ann = own.logIn("ann", "viewers");
      own.gateway.restart();
      await().until(() -> own.status(ann, REPORT) == 200);
      own.provider.close();
      assertThat(own.gateway.admin(REPORT).statusCode()).isEqualTo(200);
      assertThat(own.status(ann, REPORT)).isEqualTo(200);
      assertThat(begun(own).statusCode()).isEqualTo(502);
    }
  }
}
