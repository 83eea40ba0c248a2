package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.AccountChanges.NewKey;
import dev.sluice.accounts.key.KeyOwner;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every path of the admin listener by everybody who may ask, as docs/admin.md has it. The table is
/// made anew with `-Dgolden.write`.
class RolesTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "admin.md");
  private static final String BEGIN = "<!-- roles: made by RolesTest -->\n";
  private static final String END = "<!-- end of roles -->\n";

  private static final List<String> READ =
      List.of(
          "/livez",
          "/readyz",
          "/startupz",
          "/metrics",
          "/",
          "/admin/v1/report",
          "/admin/v1/series",
          "/admin/v1/calls",
          "/admin/v1/targets",
          "/admin/v1/queue",
          "/admin/v1/state/targets",
          "/admin/v1/state/queue",
          "/admin/v1/configuration",
          "/admin/v1/feed",
          "/admin/v1/teams",
          "/admin/v1/keys",
          "/admin/v1/budgets",
          "/admin/v1/spend",
          "/admin/v1/spend/calls",
          "/admin/v1/audit",
          "/admin/v1/audit/verify",
          "/admin/v1/batches",
          "/admin/v1/batches/{batch}",
          "/admin/v1/files",
          "/admin/v1/people",
          "/admin/v1/people/{person}",
          "/admin/v1/me",
          "/admin/v1/me/keys",
          "/admin/v1/me/teams/search",
          "/admin/v1/me/teams/search/spend",
          "/admin/v1/me/teams/search/calls",
          "/admin/v1/me/teams/search/batches",
          "/admin/v1/me/teams/search/batches/{batch}",
          "/admin/v1/me/teams/search/files");

  private static final List<String> WRITTEN =
      List.of(
          "POST /admin/v1/reload?dry=true",
          "POST /admin/v1/teams",
          "PATCH /admin/v1/teams/{team}",
          "POST /admin/v1/teams/{team}/delete",
          "POST /admin/v1/keys",
          "PATCH /admin/v1/keys/{key}",
          "POST /admin/v1/keys/{key}/rotate",
          "POST /admin/v1/keys/{key}/revoke",
          "POST /admin/v1/budgets/credit",
          "POST /admin/v1/store",
          "POST /admin/v1/forget",
          "POST /admin/v1/nodes/reload",
          "POST /admin/v1/batches/{batch}/cancel",
          "POST /admin/v1/people/{person}/activate",
          "POST /admin/v1/people/{person}/deactivate",
          "POST /admin/v1/people/{person}/delete",
          "POST /admin/v1/people/{person}/logout",
          "POST /admin/v1/me/keys",
          "POST /admin/v1/me/keys/{own}/rotate",
          "POST /admin/v1/me/keys/{own}/revoke",
          "PATCH /admin/v1/me/teams/search/keys/{members}",
          "POST /admin/v1/me/teams/search/keys/{members}/revoke");

  /// A body that names a team and is refused, with which nothing is changed.
  private static final String BODY = "{\"team\":\"search\",\"unknown\":1}";

  private static final Pattern SOURCE_ROW =
      Pattern.compile("/// \\| `((?:POST|PATCH) +/admin/v1/[^`? ]+)[^`]*`(, `/[a-z]+`)?");

  /// Somebody who asks.
  private interface Asking {
    int status(String method, String path) throws Exception;
  }

  @TempDir private static Path folder;
  private static PeopleRig rig;
  private static final Map<String, Asking> ALL = new LinkedHashMap<>();

  /// What stands for the names in paths; that of an asker's own key is the asker's.
  private static final Map<String, String> NAMES = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    rig = new PeopleRig(folder);
    rig.gateway.post("/admin/v1/teams", "{\"name\":\"search\"}");
    NAMES.put("{team}", "search");
    NAMES.put("{batch}", "batch_0");
    NAMES.put("{key}", keyOf(KeyOwner.NONE, "service"));
    NAMES.put("{person}", person(rig.logIn("somebody", "viewers")));
    NAMES.put("{members}", keyOf(KeyOwner.of(NAMES.get("{person}")), "of-somebody"));
    var nobody = new TestBrowser();
    ALL.put("nobody", (method, path) -> status(nobody, method, path.replace("{own}", "none")));
    add("member", "search");
    add("owner", "search-leads");
    add("viewer", "viewers");
    add("auditor", "auditors");
    add("operator", "operators");
    add("admin", "admins");
    ALL.put("token", (method, path) -> token(method, path.replace("{own}", "none")));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static String keyOf(KeyOwner owner, String name) throws Exception {
    var key = new NewKey(name, "search", false, 0, KeyTerms.upTo(Band.NORMAL), owner);
    return rig.gateway.accounts().changes().createKey("test", key).key().id();
  }

  private static String person(TestBrowser browser) throws Exception {
    return rig.json(browser, "/admin/v1/me").get("person").asText();
  }

  @Test
  void each_path_is_for_those_whom_the_table_names() throws Exception {
    assertNoneIsMissing();
    String table = table();
    String text = Files.readString(DOCUMENT);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (System.getProperty("golden.write") != null) {
      Files.writeString(DOCUMENT, text.substring(0, begin) + table + text.substring(end));
    } else {
      assertThat(text.substring(begin, end)).isEqualTo(table);
    }
  }

  @Test
  void another_spelling_of_a_path_shows_nobody_more() throws Exception {
    for (String path : READ) {
      int last = path.lastIndexOf('/') + 1;
      if (path.startsWith("/admin/v1/") && !path.endsWith("}")) {
        String letter = "%" + Integer.toHexString(path.charAt(last));
        String encoded = path.substring(0, last) + letter + path.substring(last + 1);
        assertShowsNoMore(path, encoded);
      }
    }
    String one = "/admin/v1/people/{person}";
    assertShowsNoMore(one, "/admin/v1/people%2F{person}");
    assertShowsNoMore(one, "/admin/v1/%70eople/{person}");
    assertShowsNoMore(one, "/admin/v1/me/../people/{person}");
    assertShowsNoMore(one, "/admin/v1//people/{person}");
  }

  private static void assertShowsNoMore(String path, String spelled) throws Exception {
    for (var asking : ALL.entrySet()) {
      if (!may(path, asking.getValue().status("GET", path))) {
        List<Integer> refused = asking.getKey().equals("nobody") ? List.of(401) : List.of(403, 404);
        assertThat(asking.getValue().status("GET", spelled))
            .as(asking.getKey() + " " + spelled)
            .isIn(refused);
      }
    }
  }

  @Test
  void a_path_that_only_ends_like_a_change_changes_nothing() throws Exception {
    for (String way : List.of("activate", "deactivate", "delete", "logout")) {
      for (String path :
          List.of(
              "{person}/x/" + way, "{person}//" + way, way, "/" + way, "{person}/" + way + "/")) {
        for (var asking : ALL.entrySet()) {
          assertThat(bare(asking.getKey(), "/admin/v1/people/" + path))
              .as(asking.getKey() + " " + path)
              .isEqualTo(asking.getKey().equals("nobody") ? 401 : 405);
        }
      }
    }
    String one = "/admin/v1/people/" + NAMES.get("{person}");
    TestBrowser auditor = Objects.requireNonNull(BROWSERS.get("auditor"));
    assertThat(rig.json(auditor, one).get("active").asBoolean()).isTrue();
  }

  private static final Map<String, TestBrowser> BROWSERS = new HashMap<>();

  private static void add(String name, String group) throws Exception {
    TestBrowser browser = rig.logIn(name, group);
    String own = keyOf(KeyOwner.of(person(browser)), "of-" + name);
    BROWSERS.put(name, browser);
    ALL.put(name, (method, path) -> status(browser, method, path.replace("{own}", own)));
  }

  private static String named(String path) {
    String named = path;
    for (var name : NAMES.entrySet()) {
      named = named.replace(name.getKey(), name.getValue());
    }
    return named;
  }

  private static int status(TestBrowser browser, String method, String path) throws Exception {
    return method.equals("GET")
        ? browser.status(rig.at(named(path)))
        : rig.change(browser, method, named(path), BODY).statusCode();
  }

  private static int token(String method, String path) throws Exception {
    String[] shown = {"authorization", "Bearer admin-token"};
    try (var program = new TestBrowser()) {
      URI at = rig.at(named(path));
      return method.equals("GET")
          ? program.status(at, shown)
          : program.send(method, at, BODY, shown).statusCode();
    }
  }

  /// Posts without a body.
  private static int bare(String who, String path) throws Exception {
    TestBrowser browser = BROWSERS.get(who);
    if (browser != null) {
      return rig.change(browser, "POST", named(path), "").statusCode();
    }
    try (var program = new TestBrowser()) {
      return who.equals("token")
          ? program
              .send("POST", rig.at(named(path)), "", "authorization", "Bearer admin-token")
              .statusCode()
          : program.send("POST", rig.at(named(path)), "").statusCode();
    }
  }

  /// Whether a status says that somebody may. What a path names is there, but not for everybody.
  private static boolean may(String path, int status) {
    return status != 401 && status != 403 && !(status == 404 && path.contains("{"));
  }

  /// All paths that the listener names are among those that are asked, and all changes that the
  /// tables of the sources name.
  private static void assertNoneIsMissing() throws Exception {
    HttpResponse<String> none = rig.gateway.admin("/admin/v1/none");
    assertThat(none.statusCode()).isEqualTo(404);
    String paths = none.body().replaceFirst("^there are: ", "").replaceFirst(", and POST.*", "");
    assertThat(new TreeSet<>(READ)).containsAll(List.of(paths.strip().split("\\s+")));
    var changes = new TreeSet<String>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(one -> one.toString().endsWith(".java")).toList()) {
        Matcher row = SOURCE_ROW.matcher(Files.readString(source));
        while (row.find()) {
          changes.add(row.group(1).replaceAll(" +", " ").replaceAll("/[A-Z]{2,}", "/ID"));
        }
      }
    }
    assertThat(changes).hasSizeGreaterThan(15);
    assertThat(
            WRITTEN.stream().map(RolesTest::shown).map(one -> one.replace("NAME", "ID")).toList())
        .containsAll(changes);
  }

  private static String shown(String path) {
    return path.replaceAll("\\{[a-z]+\\}", "ID").replace("search", "NAME");
  }

  private static String table() throws Exception {
    var rows = new ArrayList<String>();
    rows.add("| request | " + String.join(" | ", ALL.keySet()) + " |");
    rows.add("|---|" + "---|".repeat(ALL.size()));
    for (String path : READ) {
      rows.add(row("GET", path));
    }
    for (String change : WRITTEN) {
      rows.add(row(change.split(" ", 2)[0], change.split(" ", 2)[1]));
    }
    return String.join("\n", rows) + "\n";
  }

  private static String row(String method, String path) throws Exception {
    var cells = new ArrayList<String>();
    for (Asking asking : ALL.values()) {
      cells.add(may(path, asking.status(method, path)) ? "yes" : "");
    }
    return "| `" + method + " " + shown(path) + "` | " + String.join(" | ", cells) + " |";
  }
}
