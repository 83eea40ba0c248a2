package dev.sluice.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.config.WebhookConfig;
import dev.sluice.server.config.WebhookConfig.Form;
import dev.sluice.server.payment.BudgetAlert;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Messages over real sockets.
class WebhooksTest {
  private static final Secret SECRET = new Secret("0123456789abcdef");

  private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
  private final HttpServer receiver = receiver();
  private final WebhookConfig config =
      new WebhookConfig(url("/T0/secret-path"), Form.JSON, Optional.of(SECRET));

  private record Got(String path, String timestamp, String signature, String id, String body) {}

  private HttpServer receiver() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            got.add(
                new Got(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(headers.getFirst("x-sluice-timestamp")),
                    String.valueOf(headers.getFirst("x-sluice-signature")),
                    String.valueOf(headers.getFirst("x-sluice-delivery")),
                    new String(body, UTF_8)));
            Integer status = statuses.poll();
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + path);
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private static void tell(Webhooks webhooks, BudgetAlert.Kind kind) {
    BudgetAlert alert = WebhookFixture.alert(kind);
    webhooks.tell(alert, WebhookFixture.budget(alert, "live"));
  }

  private Got take() throws InterruptedException {
    return Optional.ofNullable(got.poll(30, TimeUnit.SECONDS)).orElseThrow();
  }

  @Test
  void a_message_arrives_signed() throws Exception {
    try (var webhooks = new Webhooks(List.of(config), Clock.SYSTEM, notices::add)) {
      tell(webhooks, BudgetAlert.Kind.NEAR);
      Got message = take();
      assertThat(message.path()).isEqualTo("/T0/secret-path");
      assertThat(message.body()).contains("\"kind\":\"budget_near\"");
      long seconds = Long.parseLong(message.timestamp());
      Map<String, String> expected =
          WebhookSignature.headers(SECRET, seconds, message.body().getBytes(UTF_8));
      assertThat(message.signature()).isEqualTo(expected.get("x-sluice-signature"));
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void a_message_that_is_not_taken_comes_again_with_its_name() throws Exception {
    statuses.add(503);
    try (var webhooks = new Webhooks(List.of(config), Clock.SYSTEM, notices::add)) {
      tell(webhooks, BudgetAlert.Kind.SPENT);
      Got first = take();
      Got second = take();
      assertThat(second.id()).isEqualTo(first.id());
      assertThat(second.body()).isEqualTo(first.body());
    }
    assertThat(notices)
        .containsExactly(
            "127.0.0.1: a message was not taken (status 503); messages wait, and are repeated",
            "127.0.0.1: takes messages again");
  }

  @Test
  void one_that_is_refused_is_lost_and_the_next_one_goes() throws Exception {
    statuses.add(404);
    try (var webhooks = new Webhooks(List.of(config), Clock.SYSTEM, notices::add)) {
      tell(webhooks, BudgetAlert.Kind.NEAR);
      tell(webhooks, BudgetAlert.Kind.SPENT);
      assertThat(take().body()).contains("budget_near");
      assertThat(take().body()).contains("budget_spent");
    }
    assertThat(notices)
        .contains("127.0.0.1: a message was not taken (status 404); a message is lost")
        .noneMatch(notice -> notice.contains("secret-path"));
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    statuses.add(307);
    try (var webhooks = new Webhooks(List.of(config), Clock.SYSTEM, notices::add)) {
      tell(webhooks, BudgetAlert.Kind.NEAR);
      take();
      tell(webhooks, BudgetAlert.Kind.SPENT);
      assertThat(take().body()).contains("budget_spent");
    }
  }

  @Test
  void a_receiver_that_is_dead_holds_up_no_other_and_only_so_many_wait_for_it() throws Exception {
    try (var dead = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var webhooks =
            new Webhooks(
                List.of(
                    new WebhookConfig(
                        URI.create("http://127.0.0.1:" + dead.getLocalPort()),
                        Form.SLACK,
                        Optional.empty()),
                    config),
                Clock.SYSTEM,
                notices::add)) {
      for (int i = 0; i < 2 * WebhookQueue.CAPACITY; i++) {
        tell(webhooks, BudgetAlert.Kind.IN_USE);
      }
      assertThat(take().body()).contains("budget_in_use");
      assertThat(notices)
          .anyMatch(notice -> notice.contains("256 messages wait for it, and more are dropped"));
    }
  }

  @Test
  void what_waits_is_sent_at_the_end() throws Exception {
    var webhooks = new Webhooks(List.of(config), Clock.SYSTEM, notices::add);
    tell(webhooks, BudgetAlert.Kind.NEAR);
    tell(webhooks, BudgetAlert.Kind.SPENT);
    webhooks.close();
    assertThat(got).hasSize(2);
  }

  @Test
  void a_reload_takes_over_what_waits_for_the_same_address() throws Exception {
    statuses.add(500);
    try (var webhooks = new Webhooks(List.of(config), Clock.SYSTEM, notices::add)) {
      tell(webhooks, BudgetAlert.Kind.NEAR);
      assertThat(take().body()).contains("\"kind\"");
      webhooks.use(
          List.of(
              new WebhookConfig(config.url(), Form.SLACK, Optional.empty()),
              new WebhookConfig(url("/new"), Form.JSON, Optional.empty())));
      Got again = take();
      assertThat(again.body()).startsWith("{\"text\":");
      assertThat(again.signature()).isEqualTo("null");
      webhooks.use(List.of(new WebhookConfig(url("/new"), Form.JSON, Optional.empty())));
      tell(webhooks, BudgetAlert.Kind.SPENT);
      assertThat(take().path()).isEqualTo("/new");
    }
    assertThat(got).isEmpty();
  }

  @Test
  void without_receivers_nothing_is_made() {
    try (var webhooks = new Webhooks(List.of(), Clock.SYSTEM, notices::add)) {
      tell(webhooks, BudgetAlert.Kind.NEAR);
    }
    assertThat(got).isEmpty();
  }
}
