package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Logins at a terminal, at a listener of the test.
class LoginCommandTest {
  private final AtomicInteger polls = new AtomicInteger();
  private volatile int begun = 200;
  private volatile int decided = 200;
  private String pending = "not yet\n";
  private HttpServer admin;

  @BeforeEach
  void start() throws Exception {
    admin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    admin.createContext("/admin/login/device", this::answer);
    admin.start();
  }

  @AfterEach
  void stop() {
    admin.stop(0);
  }

  private void answer(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), UTF_8);
    boolean meant = "1".equals(call.getRequestHeaders().getFirst("x-sluice-admin"));
    if (!call.getRequestURI().getPath().endsWith("/poll")) {
      send(
          call,
          meant ? begun : 403,
          "{\"device_code\":\"d\",\"user_code\":\"AB-CD\",\"verification_uri\":\"https://login/t\","
              + "\"verification_uri_complete\":null,\"interval\":0,\"expires_in\":5}");
    } else if (polls.incrementAndGet() < 3 || !body.contains("\"d\"")) {
      send(call, 202, pending);
    } else {
      send(
          call,
          decided,
          decided == 200
              ? "{\"token\":\"slp-secret\",\"name\":\"Ann\",\"ends\":1790000000000}"
              : "none of your groups has a role here");
    }
  }

  private static void send(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private Run run() {
    var run = new Run(Map.of());
    run.run("login", "--url", "http://127.0.0.1:" + admin.getAddress().getPort());
    return run;
  }

  @Test
  void the_token_alone_is_printed_for_programs_and_the_code_for_people() {
    Run run = run();
    assertThat(run.out()).isEqualTo("slp-secret\n");
    assertThat(run.err())
        .contains("open https://login/t and type AB-CD")
        .contains("logged in as Ann until 2026-09-21T14:13:20 UTC");
    assertThat(run.code()).isZero();
    assertThat(polls).hasValue(3);
  }

  @Test
  void a_gateway_without_logins_and_a_refusal_are_told() {
    begun = 401;
    assertThat(run().err()).contains("add `device: true`");
    begun = 200;
    decided = 403;
    Run refused = run();
    assertThat(refused.err()).contains("none of your groups");
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void a_code_that_nobody_types_ends_the_wait() {
    polls.set(-1_000);
    assertThat(run().err()).contains("nobody has typed the code in time");
  }

  @Test
  void a_terminal_that_is_told_to_asks_more_slowly() {
    polls.set(-1_000);
    pending = "slow_down";
    assertThat(run().err()).contains("nobody has typed the code in time");
    assertThat(polls).hasValue(-999);
  }
}
