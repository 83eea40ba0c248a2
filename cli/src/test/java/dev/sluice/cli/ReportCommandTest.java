package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.cli.console.TokenWords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `report`, against a listener that answers with the examples of docs/admin.md.
class ReportCommandTest {
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private final HttpServer server;
  private final List<String> examples;
  private volatile String report;
  private volatile int status = 200;
  private volatile String shown = "";
  private volatile String asked = "";

  ReportCommandTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    examples =
        EXAMPLE
            .matcher(Files.readString(Path.of("../docs/admin.md")))
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();
    report = examples.get(0);
  }

  @BeforeEach
  void listen() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked = exchange.getRequestURI().getPath();
    shown = String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
    boolean series = exchange.getRequestURI().getPath().endsWith("/series");
    byte[] body = (series ? examples.get(1) : report).getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Run run(String... more) {
    return run(Map.of(), more);
  }

  private Run run(Map<String, String> env, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "report";
    args[1] = "--url";
    args[2] = url();
    System.arraycopy(more, 0, args, 3, more.length);
    return new Run(env).run(args);
  }

  @Test
  void the_table_shows_figures_targets_and_advice_and_fits_80_columns() {
    Run run = run();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith(
            """
            Not well: 12 of 790 calls failed (1.52 %), steady: openai/gpt-5-mini refused
            them by its rate limit
            sluice 0.1.0 at 127.0.0.1:8080
            2026-11-26 08:00:00 to 08:05:00 UTC (5 min, 812 calls)

            METRIC                      CURRENT        TARGET        STATUS
            Failed calls                1.52 %         < 1 %         MISSED
                12 of 790 calls failed by the provider's fault, steady
            """)
        .contains("\nRate-limit hits             3.1 %          < 1 %         MISSED\n")
        .contains("\nTokens                      1.05M tokens                 -\n")
        .contains("\nCallers' own failures       2.71 %         < 10 %        ok\n")
        .contains("\nFINDINGS\n  openai/gpt-5-mini (rate_limit)\n");
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void a_node_of_a_cluster_says_how_it_stands() throws IOException {
    String said = "n1 of 4 in cluster prod, alone at its part of each limit: Redis is <away>";
    report = report.replaceFirst("\\{", "{\"cluster\": {\"text\": \"" + said + "\"},");
    Path html = folder.resolve("r.html");
    Path md = folder.resolve("r.md");
    Run run = run("--html", html.toString(), "--md", md.toString());

    assertThat(run.out()).contains("\nn1 of 4 in cluster prod, alone at its part of each limit:");
    assertThat(Files.readString(html)).contains("Redis is &lt;away&gt;</p>");
    assertThat(Files.readString(md)).contains("- Cluster: n1 of 4 in cluster prod, alone");
  }

  @Test
  void a_target_with_a_name_of_10_kb_breaks_no_line() {
    report = report.replace("openai/gpt-5-mini", "p/" + "x".repeat(10_000));
    assertThat(run().out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void what_others_have_written_moves_no_cursor() {
    report = report.replace("openai/gpt-5-mini", "p/\\u001b[2J\\u0007m");
    assertThat(run().out()).doesNotContain("\u001b").doesNotContain("\u0007");
  }

  @Test
  void a_gateway_of_an_earlier_version_says_no_sentence() {
    report = report.replace("\"summary\"", "\"else\"");
    assertThat(run().out()).startsWith("sluice 0.1.0 at ");
  }

  @Test
  void json_is_passed_on() {
    assertThat(run("--json").out()).contains("\"metric\":\"rate_limit_hits\"");
  }

  @Test
  void check_fails_where_a_target_is_missed() {
    assertThat(run("--check").code()).isEqualTo(1);
    report = report.replace("\"missed\"", "\"near\"");
    assertThat(run("--check").code()).isZero();
  }

  @Test
  void the_html_needs_nothing_else_and_runs_nothing() throws IOException {
    report = report.replace("openai/gpt-5-mini", "p/<script>alert(1)</script>");
    Path file = folder.resolve("report.html");
    assertThat(run("--html", file.toString()).code()).isZero();
    assertThat(Files.readString(file))
        .startsWith("<!doctype html>")
        .contains("prefers-color-scheme:dark", "<svg", "p/&lt;script&gt;", "class=\"s missed\"")
        .doesNotContain("<script", "src=", "href=", "@import", "url(", "//");
  }

  @Test
  void the_markdown_has_the_table_and_the_findings() throws IOException {
    Path file = folder.resolve("report.md");
    assertThat(run("--md", file.toString()).code()).isZero();
    assertThat(Files.readString(file))
        .startsWith("# Traffic report\n")
        .contains("| Rate-limit hits | 3.1 % | \\< 1 % | missed | ")
        .contains("- **openai/gpt-5-mini** (rate\\_limit): 3.1 % of 812 attempts");
  }

  @Test
  void a_full_disk_is_one_line() {
    Run run = run("--html", "/dev/full");
    assertThat(run.err()).isEqualTo("sluice: cannot write /dev/full: No space left on device\n");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void a_folder_that_does_not_exist_is_one_line() {
    Path file = folder.resolve("none").resolve("report.md");
    assertThat(run("--md", file.toString()).err())
        .isEqualTo("sluice: cannot write " + file + ": its folder does not exist\n");
  }

  @Test
  void a_gateway_that_is_not_there_is_one_line() throws IOException {
    // It has its port, so that nobody else does, and does not listen.
    try (var socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = socket.getLocalPort();
      Run run = Run.of("report", "--url", "http://127.0.0.1:" + port);
      assertThat(run.err())
          .isEqualTo(
              "sluice: no gateway answers at http://127.0.0.1:"
                  + port
                  + ": start one with `./sluice serve`, or name its admin listener with --url\n");
      assertThat(run.code()).isEqualTo(3);
    }
  }

  @Test
  void an_answer_without_an_end_is_one_line() {
    report = "x".repeat(17 << 20);
    Run run = run();
    assertThat(run.err()).startsWith("sluice: what answers at " + url());
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void a_check_is_of_one_report() {
    Run run = run("--watch", "--check");
    assertThat(run.err()).contains("leave out --watch");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void another_program_is_one_line() {
    for (String other : List.of("<html>hello</html>", "[]", "{}", "", "{\"rows\": []}")) {
      report = other;
      Run run = run();
      assertThat(run.err())
          .startsWith("sluice: what answers at " + url() + " is not the admin listener of ");
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.code()).isEqualTo(3);
    }
    status = 404;
    assertThat(run().err()).endsWith("it answered 404\n");
  }

  @Test
  void a_listener_that_asks_for_a_token_gets_that_of_the_environment() {
    run(Map.of("SLUICE_ADMIN_TOKEN", "secret"));
    assertThat(shown).isEqualTo("Bearer secret");
    status = 401;
    assertThat(run().err()).endsWith("set SLUICE_ADMIN_TOKEN to what admin.token says\n");
  }

  @Test
  void a_listener_beneath_a_path_is_asked_there_by_every_command() {
    new Run(Map.of()).run("report", "--url", url() + "/sluice/");
    assertThat(asked).isEqualTo("/sluice/admin/v1/report");
    new Run(Map.of()).run("reload", "--url", url() + "/sluice");
    assertThat(asked).isEqualTo("/sluice/admin/v1/reload");
    new Run(Map.of()).run("budgets", "--url", url() + "/sluice");
    assertThat(asked).startsWith("/sluice/admin/v1/");
  }

  @Test
  void a_blank_token_is_none() {
    assertThat(TokenWords.of(Map.of("SLUICE_ADMIN_TOKEN", " "))).isEmpty();
    status = 401;
    assertThat(new Run(Map.of("SLUICE_ADMIN_TOKEN", "")).run("reload", "--url", url()).err())
        .endsWith("set SLUICE_ADMIN_TOKEN to what admin.token says\n");
  }

  @Test
  void a_wrong_token_and_one_that_may_not_are_told_apart() {
    status = 401;
    assertThat(run(Map.of("SLUICE_ADMIN_TOKEN", "wrong")).err())
        .isEqualTo(
            "sluice: the token in SLUICE_ADMIN_TOKEN is none of %s: set it to one of its admin.token or admin.tokens\n"
                .formatted(url()));
    status = 403;
    report = "the token ann has the role viewer, and this needs operator: show another one\n";
    assertThat(run(Map.of("SLUICE_ADMIN_TOKEN", "viewer")).err())
        .isEqualTo("sluice: %s refuses: %s".formatted(url(), report));
  }

  @Test
  void a_window_that_the_gateway_refuses_is_told_in_its_words() {
    status = 400;
    report = "window must be a duration from 5s to 24h, such as 5m; it is 'x'\n";
    assertThat(run("--window", "x").err()).isEqualTo("sluice: " + report);
  }

  @Test
  void a_url_that_is_none_is_one_line() {
    for (String url : List.of("127.0.0.1:9090", "ftp://x", "http://", "nonsense here")) {
      Run run = Run.of("report", "--url", url);
      assertThat(run.err()).startsWith("sluice: --url must be that of an admin listener");
      assertThat(run.code()).isEqualTo(3);
    }
  }

  @Test
  void watching_goes_on_until_it_is_ended() {
    Run run = new Run(Map.of());
    run.stop();
    run.run("report", "--watch", "--url", url());
    assertThat(run.out()).startsWith("Not well: ");
    assertThat(run.code()).isEqualTo(130);
  }

  @Test
  void what_is_watched_is_written_and_printed_as_it_is_asked_for() {
    Path file = folder.resolve("report.md");
    Run run = new Run(Map.of());
    run.stop();
    run.run("report", "--watch", "--json", "--md", file.toString(), "--url", url());
    assertThat(run.out()).startsWith("{").contains("\"metric\":\"rate_limit_hits\"");
    assertThat(file).content().startsWith("# Traffic report\n");
  }
}
