package dev.sluice.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.installed.Installed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What others think of the gateway's HTTP/2: the judge of conformance (h2spec), nghttp2's client
/// and load generator, and official clients by the libraries that they use. Needs Go, nghttp2's
/// clients, Python and Node, and fails without them.
class Http2ClientsTest {
  /// What the gateway does not do on purpose, as h2spec names it: what does not begin as HTTP/2
  /// does is HTTP/1.1 on a listener without TLS, so it is answered in that before its connection is
  /// closed.
  private static final String ON_PURPOSE = "× 2: Sends invalid connection preface";

  /// How often h2spec is asked at most. Several of its cases send what is wrong behind a request
  /// that is answered by its head alone, and take an answer that is faster for a fault: what is
  /// wrong is found each time.
  private static final int TIMES = 5;

  private static final String CALL =
      """
      {"model":"m","messages":[{"role":"user","content":"Hi"}]}
      """;

  @Test
  void h2spec_finds_nothing_but_what_is_so_on_purpose() throws Exception {
    String h2spec = Installed.go("h2spec", "github.com/summerwind/h2spec/cmd/h2spec");
    Set<String> found = found(h2spec);
    for (int time = 1; time < TIMES && found.size() > 1; time++) {
      found.retainAll(found(h2spec));
    }
    assertThat(found).containsExactly(ON_PURPOSE);
  }

  /// The cases that fail. Each run has a gateway of its own, since a client that is at fault so
  /// often is not served any more.
  private static Set<String> found(String h2spec) throws Exception {
    try (Gatehouse gatehouse = Gatehouse.http2()) {
      URI at = URI.create(gatehouse.address());
      String port = String.valueOf(at.getPort());
      String said = said(1, h2spec, "-h", at.getHost(), "-p", port, "-P", "/v1/models", "-o", "10");
      assertThat(said).contains("145 tests, ").contains(" passed, 0 skipped, ");
      return said.lines()
          .map(String::strip)
          .filter(line -> line.startsWith("×"))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  @Test
  void nghttp_and_h2load_work_unchanged(@TempDir Path folder) throws Exception {
    Path body = Files.writeString(folder.resolve("call.json"), CALL);
    try (Gatehouse gatehouse = Gatehouse.http2()) {
      String url = gatehouse.url() + "/chat/completions";
      String key = "-Hauthorization: Bearer " + Gatehouse.KEY;
      String json = "-Hcontent-type: application/json";
      assertThat(said(0, "nghttp", "-v", "-d", body.toString(), key, json, url))
          .contains(":status: 200")
          .contains("chat.completion");
      String load =
          said(0, "h2load", "-n400", "-c4", "-m50", "-d", body.toString(), key, json, url);
      assertThat(load).contains("400 succeeded, 0 failed, 0 errored").contains("400 2xx");
    }
  }

  @Test
  void the_client_for_python_works_over_http_2() throws Exception {
    String python = Installed.python("openai-2-http2");
    String program = Installed.PYTHON.resolve("http2.py").toString();
    try (Gatehouse gatehouse = Gatehouse.http2()) {
      String said = said(0, python, program, gatehouse.url(), Gatehouse.KEY);
      assertThat(said.lines().filter(line -> line.startsWith("passed: "))).hasSize(6);
    }
  }

  @Test
  void the_client_for_node_works_over_http_2() throws Exception {
    String program = Installed.npm("http2").resolve("calls.mjs").toString();
    try (Gatehouse gatehouse = Gatehouse.http2()) {
      String said = said(0, Installed.node(), program, gatehouse.url(), Gatehouse.KEY);
      assertThat(said.lines().filter(line -> line.startsWith("passed: "))).hasSize(5);
    }
  }

  private static String said(int status, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Installed.compileOnce(builder);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s said: %s", List.of(command), said).isEqualTo(status);
    return said;
  }
}
