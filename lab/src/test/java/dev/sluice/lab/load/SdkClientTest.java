package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.lab.load.SdkClient.Attempt;
import dev.sluice.lab.load.SdkClient.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SdkClientTest {
  private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String ERROR =
      "{\"error\":{\"type\":\"server_error\",\"code\":\"upstream_reset\",\"message\":\"\"}}";

  private final AtomicInteger contents = new AtomicInteger();
  private final SdkClient client = new SdkClient(Map.of("x-stainless-timeout", "600"));
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = "";
  private volatile String timeout = "";
  private volatile boolean broken;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void a_stream_counts_its_content_and_ends_with_its_terminator() throws Exception {
    body = EVENT.formatted("") + EVENT.formatted("a") + EVENT.formatted("b") + DONE;
    Attempt attempt = send(true);
    assertThat(attempt.ending()).isEqualTo(Ending.ANSWERED);
    assertThat(attempt.code()).isEmpty();
    assertThat(attempt.isRetried()).isFalse();
    assertThat(contents).hasValue(2);
    assertThat(timeout).isEqualTo("600");
  }

  @Test
  void a_stream_without_its_terminator_is_cut() throws Exception {
    body = EVENT.formatted("a");
    Attempt attempt = send(true);
    assertThat(attempt.ending()).isEqualTo(Ending.CUT);
    assertThat(attempt.code()).isEqualTo("cut");
    assertThat(attempt.isRetried()).isFalse();
  }

  @Test
  void an_error_in_a_stream_is_an_error_and_not_retried() throws Exception {
    body = EVENT.formatted("a") + "data: " + ERROR + "\n\n" + DONE;
    Attempt attempt = send(true);
    assertThat(attempt.ending()).isEqualTo(Ending.ERROR);
    assertThat(attempt.status()).isEqualTo(200);
    assertThat(attempt.code()).isEqualTo("upstream_reset");
    assertThat(attempt.isRetried()).isFalse();
  }

  @Test
  void an_error_has_its_status_and_its_code() throws Exception {
    status = 503;
    body = ERROR;
    Attempt attempt = send(true);
    assertThat(attempt.ending()).isEqualTo(Ending.ERROR);
    assertThat(attempt.status()).isEqualTo(503);
    assertThat(attempt.code()).isEqualTo("upstream_reset");
    assertThat(attempt.isRetried()).isTrue();
    assertThat(contents).hasValue(0);
  }

  @Test
  void a_whole_answer_counts_as_one_content() throws Exception {
    body = "{}";
    assertThat(send(false).ending()).isEqualTo(Ending.ANSWERED);
    assertThat(contents).hasValue(1);
  }

  @Test
  void a_broken_connection_has_no_status_and_is_retried() throws Exception {
    broken = true;
    body = EVENT.formatted("a");
    Attempt attempt = send(true);
    assertThat(attempt.ending()).isEqualTo(Ending.BROKEN);
    assertThat(attempt.status()).isZero();
    assertThat(attempt.code()).isEqualTo("broken");
    assertThat(attempt.isRetried()).isTrue();
  }

  private Attempt send(boolean stream) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    return client.send(uri, "{}", stream, contents::incrementAndGet);
  }

  private void answer(HttpExchange exchange) throws IOException {
    timeout = exchange.getRequestHeaders().getFirst("x-stainless-timeout");
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, broken ? bytes.length + 1 : bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
      exchange.getResponseBody().flush();
    }
  }
}
