package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys with budgets and limits, over real sockets: what a client is told in its dialect.
class BudgetedCallsTest {
  private static final String PRICES =
      "prices: {models: [{provider: p, model: m, input: 1, output: 1}]}";

  @TempDir private Path folder;

  /// A gateway that has taken a configuration with one key.
  private ReloadRig rig(String key, String... more) throws Exception {
    ReloadRig rig = new ReloadRig(folder);
    String keys = "\", keys: [{name: web, key: web-key, " + key + "}]}";
    rig.write(rig.good().replaceFirst("\"}", keys) + String.join("\n", more) + "\n");
    assertThat(rig.gateway.reload("a test", false).problems()).isEmpty();
    return rig;
  }

  private static RawClient.Reply call(ReloadRig rig, String path) throws Exception {
    try (var client = new RawClient(rig.gateway.address())) {
      return client
          .post(
              path,
              "{\"model\":\"m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
              "authorization: Bearer web-key")
          .reply();
    }
  }

  /// Calls until the budget is used up, and not only in use: a call is paid behind its answer.
  ///
  /// @return how many calls were answered
  private static int callAll(ReloadRig rig) throws Exception {
    int answered = 0;
    RawClient.Reply reply = call(rig, "/v1/chat/completions");
    while (!reply.body().contains("budget_exceeded")) {
      answered += reply.status() == 200 ? 1 : 0;
      reply = call(rig, "/v1/chat/completions");
    }
    return answered;
  }

  @Test
  void a_budget_that_has_no_room_is_told_in_the_clients_dialect() throws Exception {
    try (ReloadRig rig = rig("budgets: [0USD/total]", PRICES)) {
      RawClient.Reply chat = call(rig, "/v1/chat/completions");
      assertThat(chat.status()).isEqualTo(429);
      assertThat(chat.header("x-should-retry")).isEqualTo("false");
      assertThat(chat.header("retry-after")).isEmpty();
      assertThat(chat.body())
          .contains("\"type\":\"insufficient_quota\"")
          .contains("\"code\":\"budget_exceeded\"")
          .contains("the budget of the key web, 0.00 USD for total");
      RawClient.Reply messages = call(rig, "/v1/messages");
      assertThat(messages.status()).isEqualTo(429);
      assertThat(messages.header("x-should-retry")).isEqualTo("false");
      assertThat(messages.body())
          .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\"")
          .contains("(budget_exceeded)");
      assertThat(rig.keys).isEmpty();
    }
  }

  @Test
  void a_call_within_its_budget_is_answered_until_that_is_used_up() throws Exception {
    try (ReloadRig rig = rig("budgets: [0.00005USD/total]", PRICES)) {
      int answered = callAll(rig);
      assertThat(answered).isBetween(1, 5);
      assertThat(rig.keys).hasSize(answered);
    }
  }

  @Test
  void a_key_with_a_budget_may_not_call_a_model_without_a_price() throws Exception {
    try (ReloadRig rig = rig("budgets: [1USD/day]")) {
      RawClient.Reply reply = call(rig, "/v1/chat/completions");
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.body()).contains("\"code\":\"model_not_priced\"");
    }
  }

  private static RawClient.Reply ask(ReloadRig rig, String path, String body) throws Exception {
    try (var client = new RawClient(rig.gateway.address())) {
      return client.post(path, body, "authorization: Bearer web-key").reply();
    }
  }

  @Test
  void what_has_no_price_beside_tokens_is_refused_by_its_member_in_the_clients_dialect()
      throws Exception {
    try (ReloadRig rig = rig("budgets: [1USD/day]", PRICES)) {
      RawClient.Reply response =
          ask(
              rig,
              "/v1/responses",
              "{\"model\":\"m\",\"input\":\"Hi\",\"tools\":[{\"type\":\"web_search\"}]}");
      assertThat(response.status()).isEqualTo(403);
      assertThat(response.body())
          .contains("\"code\":\"not_priced\"")
          .contains("\"param\":\"tools[].web_search\"");
      RawClient.Reply chat =
          ask(
              rig,
              "/v1/chat/completions",
              "{\"model\":\"m\",\"messages\":[],\"service_tier\":\"priority\"}");
      assertThat(chat.status()).isEqualTo(403);
      assertThat(chat.body()).contains("\"param\":\"service_tier\"");
      RawClient.Reply messages =
          ask(
              rig,
              "/v1/messages",
              "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[],\"speed\":\"fast\"}");
      assertThat(messages.status()).isEqualTo(403);
      assertThat(messages.body()).contains("the price of `speed` at p/m is not known");
      assertThat(rig.keys).isEmpty();
    }
  }

  @Test
  void what_is_usual_passes() throws Exception {
    try (ReloadRig rig = rig("budgets: [1USD/day]", PRICES)) {
      String chat =
          "{\"model\":\"m\",\"messages\":[],\"max_tokens\":9,\"service_tier\":\"auto\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"web_search\"}}]}";
      assertThat(ask(rig, "/v1/chat/completions", chat).status()).isEqualTo(200);
    }
  }

  @Test
  void calls_beyond_a_keys_limit_are_refused_at_once_with_a_hint() throws Exception {
    try (ReloadRig rig = rig("limits: {rpm: 1}")) {
      assertThat(call(rig, "/v1/chat/completions").status()).isEqualTo(200);
      RawClient.Reply reply = call(rig, "/v1/chat/completions");
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.body()).contains("\"code\":\"limit_exceeded\"");
      assertThat(reply.header("x-should-retry")).isEqualTo("true");
      assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(50, 60);
    }
  }

  @Test
  void a_budget_of_all_keys_holds_clients_without_one() throws Exception {
    try (ReloadRig rig = new ReloadRig(folder, PRICES, "budgets: {all: [0USD/total]}")) {
      assertThat(rig.call()).isEqualTo(429);
    }
  }

  /// A receiver that notes the bodies that are posted to it.
  private static HttpServer receiver(BlockingQueue<String> bodies) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void an_owner_is_told_by_webhook_and_on_stderr_that_a_budget_is_used_up() throws Exception {
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    HttpServer receiver = receiver(bodies);
    String webhooks =
        "webhooks: [{url: \"http://127.0.0.1:"
            + receiver.getAddress().getPort()
            + "/secret-path\"}]";
    try (ReloadRig rig = rig("budgets: [0.0003USD/total]", PRICES, webhooks)) {
      assertThat(callAll(rig)).isLessThan(100);
      String spent = "";
      while (!spent.contains("budget_spent")) {
        spent = Optional.ofNullable(bodies.poll(30, TimeUnit.SECONDS)).orElseThrow();
      }
      assertThat(spent)
          .contains("the key web has spent 0.0003", "it is used up", "\"id\":\"web\"")
          .doesNotContain("web-key");
      rig.gateway.drainAndClose();
      assertThat(rig.notices())
          .contains("warn budget: the key web has spent 0.0003", "it is used up")
          .doesNotContain("secret-path");
      assertThat(bodies).noneMatch(body -> body.contains("budget_spent"));
    } finally {
      receiver.stop(0);
    }
  }
}
