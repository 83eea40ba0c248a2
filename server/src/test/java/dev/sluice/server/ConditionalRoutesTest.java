package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Routes and targets with conditions, over real sockets.
class ConditionalRoutesTest {
  @TempDir private Path folder;
  private MeteredGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new MeteredGateway(folder, ConditionalRoutesTest::configure);
  }

  private static void configure(MeteredGateway gateway) {
    gateway.configure(
        "{name: web, key: web-key, team: search}, {name: job, key: job-key, team: batch},"
            + " {name: bound, key: bound-key, routes: [gold], budgets: [1USD/month]}");
    gateway.configureRoutes(
        "gold:",
        "  models: [m]",
        "  when: headers[\"x-tier\"] == \"gold\"",
        "  targets: [{provider: p, model: of-gold}]",
        "search:",
        "  models: [m]",
        "  when: key.team == \"search\" && cidr(\"127.0.0.0/8\").containsIP(source.address)",
        "  targets:",
        "    - {provider: p, model: of-streams, when: call.stream}",
        "    - {provider: p, model: of-search}",
        "any: {models: [m], targets: [{provider: p, model: of-any}]}",
        "left:",
        "  models: [rich]",
        "  when: budget.left > 0.5 && time > timestamp(\"2026-01-01T00:00:00Z\")",
        "  targets: [{provider: p, model: of-rich}]");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  private int status(String model, String key, String... headers) throws Exception {
    var lines = new String[headers.length + 1];
    lines[0] = "authorization: Bearer " + key;
    System.arraycopy(headers, 0, lines, 1, headers.length);
    try (var client = new RawClient(gateway.process().address())) {
      String body =
          "{\"model\":\"%s\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
              .formatted(model);
      return client.post("/v1/chat/completions", body, lines).reply().status();
    }
  }

  private String asked(String key, String... headers) throws Exception {
    assertThat(status("m", key, headers)).isEqualTo(200);
    return gateway.body().replaceAll(".*\"model\": ?\"([^\"]*)\".*", "$1");
  }

  @Test
  void the_first_route_answers_whose_condition_holds() throws Exception {
    assertThat(asked("web-key", "x-tier: gold")).isEqualTo("of-gold");
    assertThat(asked("web-key", "x-tier: gold", "x-tier: gold")).isEqualTo("of-search");
    assertThat(asked("web-key", "x-tier: tin")).isEqualTo("of-search");
    assertThat(asked("web-key")).isEqualTo("of-search");
    assertThat(asked("job-key")).isEqualTo("of-any");
  }

  @Test
  void a_key_uses_no_other_route_than_its_own_whatever_conditions_choose() throws Exception {
    assertThat(asked("bound-key", "x-tier: gold")).isEqualTo("of-gold");
    assertThat(status("m", "bound-key")).isEqualTo(403);
  }

  @Test
  void a_key_uses_no_other_route_than_its_own_where_nothing_has_conditions() throws Exception {
    gateway.configure("{name: bound, key: bound-key, routes: [cheap]}");
    gateway.configureRoutes(
        "gold: {models: [m], targets: [{provider: p, model: of-gold}]}",
        "cheap: {models: [\"*\"], targets: [{provider: p, model: of-any}]}");
    gateway.restart();
    assertThat(status("m", "bound-key")).isEqualTo(403);
    assertThat(status("n", "bound-key")).isEqualTo(200);
  }

  @Test
  void limits_of_a_key_hold_for_the_calls_of_their_condition() throws Exception {
    gateway.configure(
        "{name: free, key: free-key,"
            + " limits: {rpm: 1, when: 'call.model == \"m\" && headers[\"x-free\"] == \"no\"'}}");
    gateway.configureRoutes("any: {models: [\"*\"], targets: [{provider: p, model: of-any}]}");
    gateway.restart();
    assertThat(status("m", "free-key", "x-free: no")).isEqualTo(200);
    assertThat(status("m", "free-key", "x-free: no")).isEqualTo(429);
    assertThat(status("m", "free-key", "x-free: yes")).isEqualTo(200);
    assertThat(status("n", "free-key", "x-free: no")).isEqualTo(200);
    assertThat(status("m", "free-key")).isEqualTo(429);
  }

  @Test
  void a_condition_asks_what_is_left_of_budgets() throws Exception {
    assertThat(status("rich", "web-key")).isEqualTo(200);
  }
}
