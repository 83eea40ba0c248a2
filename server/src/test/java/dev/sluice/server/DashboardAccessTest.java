package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.admin.FrameStream;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.transport.loop.Loops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The dashboard, for those that may look and for those that may not.
class DashboardAccessTest {
  private static final String FEED = "/admin/v1/feed";

  @Test
  void the_page_may_load_and_run_what_this_listener_serves_and_nothing_else() throws Exception {
    try (var server = new TestServer();
        var admin = server.connectAdmin()) {
      Reply page = admin.get("/").reply();
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.header("content-security-policy"))
          .matches(
              "default-src 'none'; script-src 'self' 'sha256-[A-Za-z0-9+/=]{44}'; style-src 'self';"
                  + " connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                  + " trusted-types 'none'");
      assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app.js",
        "/ui.js",
        "/chart.js",
        "/bars.js",
        "/live.js",
        "/address.js",
        "/ledger.js",
        "/later.js",
        "/overview.js",
        "/nodes.js",
        "/targets.js",
        "/queue.js",
        "/calls.js",
        "/accounts.js",
        "/keys.js",
        "/spent.js",
        "/cost.js",
        "/audit.js",
        "/configuration.js",
        "/login.js",
        "/style.css",
        "/icon.svg",
        "/lib/preact.js",
        "/lib/hooks.js",
        "/lib/htm.js",
        "/lib/uplot.js",
        "/lib/uplot.css"
      })
  void every_file_is_there(String path) throws Exception {
    try (var server = new TestServer();
        var admin = server.connectAdmin()) {
      assertThat(admin.get(path).reply().status()).isEqualTo(200);
    }
  }

  @Test
  void a_file_that_the_browser_has_is_not_sent_again() throws Exception {
    try (var server = new TestServer();
        var admin = server.connectAdmin()) {
      String tag = admin.get("/app.js").reply().header("etag");
      Reply again = admin.get("/app.js", "If-None-Match: " + tag).reply();
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/../version.properties", "/index.html", "/lib/", "/%2e%2e/app.js", "/app.js?x"})
  void nothing_else_of_the_class_path_is_served(String path) throws Exception {
    try (var server = new TestServer();
        var admin = server.connectAdmin()) {
      assertThat(admin.get(path).reply().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/app.js", "/livez", FEED, "/metrics", "/admin/v1/targets"})
  void another_sites_page_and_another_name_get_nothing(String path) throws Exception {
    try (var server = new TestServer()) {
      assertThat(status(server, "GET", path, "Sec-Fetch-Site: cross-site")).isEqualTo(403);
      assertThat(status(server, "GET", path, "Sec-Fetch-Site: same-site")).isEqualTo(403);
      assertThat(status(server, "GET", path, "Origin: https://evil.example")).isEqualTo(403);
      assertThat(foreignHost(server, path)).isEqualTo(403);
    }
  }

  @Test
  void a_post_of_another_site_is_refused_before_anything_else() throws Exception {
    try (var server = new TestServer()) {
      for (String path : List.of("/admin/login", "/admin/logout", "/livez", "/none")) {
        assertThat(status(server, "POST", path, "Sec-Fetch-Site: cross-site")).isEqualTo(403);
        assertThat(
                status(
                    server,
                    "POST",
                    path,
                    String.join(
                        "\r\n",
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Mode: navigate",
                        "Sec-Fetch-Dest: document")))
            .isEqualTo(403);
        assertThat(status(server, "POST", path, "Origin: http://127.0.0.1:1")).isEqualTo(403);
      }
    }
  }

  @Test
  void a_link_on_another_site_may_lead_here() throws Exception {
    try (var server = new TestServer()) {
      String follows =
          "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document";
      assertThat(status(server, "GET", "/", follows)).isEqualTo(200);
    }
  }

  @Test
  void health_and_the_empty_page_need_no_token_and_all_else_does() throws Exception {
    try (var guarded = new Guarded()) {
      for (String path : List.of("/livez", "/readyz", "/", "/app.js", "/lib/preact.js")) {
        assertThat(guarded.get(path).status()).as(path).isEqualTo(200);
      }
      for (String path : List.of("/metrics", FEED, "/admin/v1/targets", "/none")) {
        assertThat(guarded.get(path).status()).as(path).isEqualTo(401);
      }
    }
  }

  @Test
  void a_token_is_swapped_for_a_session_that_scripts_cannot_read() throws Exception {
    try (var guarded = new Guarded()) {
      assertThat(guarded.post("/admin/login", "").status()).isEqualTo(401);
      assertThat(guarded.post("/admin/login", "Authorization: Bearer wrong").status())
          .isEqualTo(401);
      Reply in = guarded.post("/admin/login", "Authorization: Bearer token");
      assertThat(in.status()).isEqualTo(200);
      String cookie = in.header("set-cookie");
      assertThat(cookie)
          .matches(
              "sluice_session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
      String session = "Cookie: a=b; " + cookie.substring(0, cookie.indexOf(';'));
      assertThat(guarded.get("/metrics", session).status()).isEqualTo(200);
      assertThat(guarded.post("/admin/login", session).status()).isEqualTo(401);
      assertThat(guarded.post("/admin/logout", session).header("set-cookie"))
          .contains("sluice_session=;")
          .contains("Max-Age=0");
      assertThat(guarded.get("/metrics", session).status()).isEqualTo(401);
    }
  }

  @Test
  void who_shows_a_wrong_token_is_told_that_and_not_to_show_one() throws Exception {
    try (var guarded = new Guarded()) {
      assertThat(guarded.post("/admin/login", "Authorization: Bearer wrong").body())
          .startsWith("the token that was sent is none of this gateway's");
      assertThat(guarded.post("/admin/login", "").body()).startsWith("send admin.token as");
      assertThat(guarded.post("/admin/v1/reload", "Authorization: Bearer wrong").body())
          .startsWith("the token that was sent is none of this gateway's");
      assertThat(guarded.post("/admin/v1/reload", "").body()).startsWith("send admin.token as");
    }
  }

  @Test
  void a_stream_ends_with_its_session() throws Exception {
    try (var guarded = new Guarded();
        var viewer = new RawClient(guarded.server.adminAddress().orElseThrow())) {
      String cookie =
          guarded.post("/admin/login", "Authorization: Bearer token").header("set-cookie");
      String session = "Cookie: " + cookie.substring(0, cookie.indexOf(';'));
      assertThat(viewer.get(FEED, session).head().status()).isEqualTo(200);
      assertThat(viewer.chunk()).startsWith("data: ");
      guarded.post("/admin/logout", session);
      // A frame may be on its way.
      assertThatThrownBy(
              () -> {
                while (true) {
                  assertThat(viewer.chunk()).startsWith("data: ");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void of_a_thousand_viewers_thirty_two_look_and_the_others_are_told() throws Exception {
    try (var server = new TestServer()) {
      var viewers = new ArrayList<RawClient>();
      int looking = 0;
      for (int i = 0; i < 1_000; i++) {
        RawClient viewer = server.connectAdmin();
        Reply head = viewer.get(FEED).head();
        looking += head.status() == 200 ? 1 : 0;
        if (head.status() == 200) {
          viewers.add(viewer);
        } else {
          assertThat(head.status()).isEqualTo(503);
          viewer.close();
        }
      }
      assertThat(looking).isEqualTo(FrameStream.MOST);
      assertThat(viewers.getFirst().chunk()).startsWith("data: {");
      assertThat(viewers.getLast().chunk()).startsWith("data: {");
      try (var other = server.connectAdmin()) {
        assertThat(other.get("/livez").reply().status()).isEqualTo(200);
      }
      for (RawClient viewer : viewers) {
        viewer.close();
      }
    }
  }

  @Test
  void a_viewer_that_goes_leaves_its_place() throws Exception {
    try (var server = new TestServer()) {
      for (int i = 0; i < 3 * FrameStream.MOST; i++) {
        try (var viewer = server.connectAdmin()) {
          assertThat(viewer.get(FEED).head().status()).isIn(200, 503);
        }
      }
      await()
          .until(
              () -> {
                try (var viewer = server.connectAdmin()) {
                  return viewer.get(FEED).head().status() == 200;
                }
              });
    }
  }

  private static int status(TestServer server, String method, String path, String headers)
      throws Exception {
    try (var client = server.connectAdmin()) {
      String length = method.equals("POST") ? "Content-Length: 0\r\n" : "";
      client.send(
          method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + length + headers + "\r\n\r\n");
      return client.head().status();
    }
  }

  private static int foreignHost(TestServer server, String path) throws Exception {
    try (var client = server.connectAdmin()) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      return client.head().status();
    }
  }

  /// A server whose admin listener asks for a token.
  private static final class Guarded implements AutoCloseable {
    private final Loops loops = Loops.start(1);
    private final SluiceServer server;

    Guarded() throws CannotListen {
      var base = ServerBases.bare(loops);
      var admin = new AdminConfig(TestServer.loopback(), Optional.of(new Secret("token")));
      server =
          SluiceServer.start(
              TestServer.config(List.of(), TestServer.LONG.body()), Optional.of(admin), base);
    }

    Reply get(String path, String... headers) throws Exception {
      try (var client = new RawClient(server.adminAddress().orElseThrow())) {
        Reply head = client.get(path, headers).head();
        return head;
      }
    }

    Reply post(String path, String header) throws Exception {
      try (var client = new RawClient(server.adminAddress().orElseThrow())) {
        String more = header.isEmpty() ? "" : header + "\r\n";
        client.send(
            "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n" + more + "\r\n");
        return client.reply();
      }
    }

    @Override
    public void close() {
      try {
        server.drainAndClose();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        loops.close();
      }
    }
  }
}
