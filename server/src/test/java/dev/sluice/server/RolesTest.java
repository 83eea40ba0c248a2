package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
          "/admin/v1/people",
          "/admin/v1/people/ID",
          "/admin/v1/me",
          "/admin/v1/me/keys",
          "/admin/v1/me/teams/search",
          "/admin/v1/me/teams/search/spend",
          "/admin/v1/me/teams/search/calls");

  private static final List<String> WRITTEN =
      List.of(
          "POST /admin/v1/reload?dry=true",
          "POST /admin/v1/teams",
          "PATCH /admin/v1/teams/none",
          "POST /admin/v1/teams/none/delete",
          "POST /admin/v1/keys",
          "PATCH /admin/v1/keys/none",
          "POST /admin/v1/keys/none/rotate",
          "POST /admin/v1/keys/none/revoke",
          "POST /admin/v1/budgets/credit",
          "POST /admin/v1/store",
          "POST /admin/v1/forget",
          "POST /admin/v1/nodes/reload",
          "POST /admin/v1/people/none/activate",
          "POST /admin/v1/people/none/deactivate",
          "POST /admin/v1/people/none/logout",
          "POST /admin/v1/me/keys",
          "POST /admin/v1/me/keys/none/rotate",
          "POST /admin/v1/me/keys/none/revoke",
          "PATCH /admin/v1/me/teams/search/keys/none",
          "POST /admin/v1/me/teams/search/keys/none/revoke");

  /// Somebody who asks.
  private interface Asking {
    int status(String method, String path) throws Exception;
  }

  @Test
  void each_path_is_for_those_whom_the_table_names(@TempDir Path folder) throws Exception {
    try (var rig = new PeopleRig(folder)) {
      rig.gateway.post("/admin/v1/teams", "{\"name\":\"search\"}");
      Map<String, Asking> all = new LinkedHashMap<>();
      var nobody = new TestBrowser();
      all.put("nobody", (method, path) -> status(rig, nobody, method, path));
      add(all, rig, "member", "search");
      add(all, rig, "owner", "search-leads");
      add(all, rig, "viewer", "viewers");
      add(all, rig, "auditor", "auditors");
      add(all, rig, "operator", "operators");
      add(all, rig, "admin", "admins");
      all.put("token", (method, path) -> token(rig, method, path));
      assertNoneIsMissing(rig);
      String table = table(all);
      String text = Files.readString(DOCUMENT);
      int begin = text.indexOf(BEGIN) + BEGIN.length();
      int end = text.indexOf(END);
      if (System.getProperty("golden.write") != null) {
        Files.writeString(DOCUMENT, text.substring(0, begin) + table + text.substring(end));
      } else {
        assertThat(text.substring(begin, end)).isEqualTo(table);
      }
    }
  }

  private static void add(Map<String, Asking> all, PeopleRig rig, String name, String group)
      throws Exception {
    TestBrowser browser = rig.logIn(name, group);
    all.put(name, (method, path) -> status(rig, browser, method, path));
  }

  private static int status(PeopleRig rig, TestBrowser browser, String method, String path)
      throws Exception {
    if (!method.equals("GET")) {
      return rig.change(browser, method, path, "{\"unknown\":1}").statusCode();
    }
    return browser.status(rig.at(path));
  }

  private static int token(PeopleRig rig, String method, String path) throws Exception {
    try (var program = new TestBrowser()) {
      URI at = rig.at(path);
      return method.equals("GET")
          ? program.status(at, "authorization", "Bearer admin-token")
          : program
              .send(method, at, "{\"unknown\":1}", "authorization", "Bearer admin-token")
              .statusCode();
    }
  }

  /// All paths that the listener names are among those that are asked.
  private static void assertNoneIsMissing(PeopleRig rig) throws Exception {
    HttpResponse<String> none = rig.gateway.admin("/admin/v1/none");
    assertThat(none.statusCode()).isEqualTo(404);
    String paths = none.body().replaceFirst("^there are: ", "").replaceFirst(", and POST.*", "");
    assertThat(new TreeSet<>(READ)).containsAll(List.of(paths.strip().split("\\s+")));
  }

  private static String table(Map<String, Asking> all) throws Exception {
    var rows = new ArrayList<String>();
    rows.add("| request | " + String.join(" | ", all.keySet()) + " |");
    rows.add("|---|" + "---|".repeat(all.size()));
    for (String path : READ) {
      rows.add(row("GET", path, all));
    }
    for (String change : WRITTEN) {
      rows.add(row(change.split(" ", 2)[0], change.split(" ", 2)[1], all));
    }
    return String.join("\n", rows) + "\n";
  }

  private static String row(String method, String path, Map<String, Asking> all) throws Exception {
    var cells = new ArrayList<String>();
    for (Asking asking : all.values()) {
      int status = asking.status(method, path);
      cells.add(status == 401 || status == 403 ? "" : "yes");
    }
    String shown = path.replace("/none", "/ID").replace("search", "NAME");
    return "| `" + method + " " + shown + "` | " + String.join(" | ", cells) + " |";
  }
}
