package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What calls have cost by tags, which come from metadata and headers of clients, over real
/// sockets.
class TaggedSpendTest {
  private static final BigDecimal EACH = new BigDecimal("0.0002");

  @TempDir private Path folder;
  private MeteredGateway gateway;

  @BeforeEach
  void start() throws Exception {
    String tags = "feature: {metadata: feature}, cost-center: {header: X-Cost-Center}";
    gateway = new MeteredGateway(folder, of -> of.configureTags(tags));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  private void call(String metadata, String... headers) throws Exception {
    var lines = new String[headers.length + 1];
    lines[0] = "authorization: Bearer fixed-key";
    System.arraycopy(headers, 0, lines, 1, headers.length);
    try (var client = new RawClient(gateway.process().address())) {
      String body =
          "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
              .formatted(metadata.isEmpty() ? "" : ",\"metadata\":" + metadata);
      assertThat(client.post("/v1/chat/completions", body, lines).reply().status()).isEqualTo(200);
    }
  }

  private void awaitCalls(int calls) {
    await()
        .until(() -> gateway.get("/admin/v1/spend").path("total").path("calls").asInt() == calls);
  }

  /// How often each value has cost what a call costs.
  private Map<String, Integer> by(String tag) throws Exception {
    var found = new HashMap<String, Integer>();
    for (JsonNode row : gateway.get("/admin/v1/spend?by=" + tag).path("rows")) {
      BigDecimal cost = row.path("cost").decimalValue();
      found.put(row.path(tag).asText(), cost.divide(EACH).intValueExact());
    }
    return found;
  }

  @Test
  void an_expression_says_what_calls_are_for() throws Exception {
    gateway.configureTags(
        "feature: {metadata: feature}, who: {value: \"key.team + '/' + headers['x-unit']\"}");
    gateway.restart();
    call("{\"feature\":\"search\"}", "x-unit: a");
    call("", "x-unit: b");
    call("");
    awaitCalls(3);
    assertThat(by("who")).isEqualTo(Map.of("ops/a", 1, "ops/b", 1, "", 1));
    assertThat(by("feature")).isEqualTo(Map.of("search", 1, "", 2));
  }

  @Test
  void costs_are_told_apart_by_what_metadata_and_headers_say_and_go_on_over_a_restart()
      throws Exception {
    call("{\"feature\":\"search\"}", "x-cost-center: 42");
    call("{\"feature\":\"search\"}");
    call("", "X-COST-CENTER: 42");
    call("{\"other_member\":\"x\"}");
    awaitCalls(4);
    gateway.restart();
    call("{\"feature\":\"chat\"}", "x-cost-center: 7");
    awaitCalls(5);
    assertThat(by("feature")).isEqualTo(Map.of("search", 2, "chat", 1, "", 2));
    assertThat(by("cost-center")).isEqualTo(Map.of("42", 2, "7", 1, "", 2));
    JsonNode sums = gateway.get("/admin/v1/spend?by=tags&feature=search");
    assertThat(sums.path("rows")).hasSize(2);
    assertThat(sums.path("total").path("calls").asInt()).isEqualTo(2);
    assertThat(sums.path("tags"))
        .extracting(JsonNode::asText)
        .containsExactly("cost-center", "feature");
    assertThat(sums.path("rows").get(0).path("tags").path("feature").asText()).isEqualTo("search");
    assertThat(gateway.get("/admin/v1/spend").path("total").path("cost").decimalValue())
        .isEqualByComparingTo(EACH.multiply(BigDecimal.valueOf(5)));
    JsonNode newest = gateway.get("/admin/v1/spend/calls?key=fixed").path("calls").get(0);
    assertThat(newest.path("tags").path("feature").asText()).isEqualTo("chat");
  }

  @Test
  void the_body_passes_as_it_is_and_the_header_does_not_pass() throws Exception {
    call("{\"feature\":\"search\"}", "x-cost-center: 42");
    assertThat(gateway.body()).contains("\"metadata\":{\"feature\":\"search\"}");
    assertThat(gateway.asked().keySet()).noneMatch(name -> name.equalsIgnoreCase("x-cost-center"));
  }

  @Test
  void what_a_client_makes_up_is_bounded_and_its_cost_is_not_lost() throws Exception {
    call("{\"feature\":\"" + "x".repeat(65) + "\"}", "x-cost-center: " + "9".repeat(65));
    call("{\"feature\":\"a\\u0000b\"}", "x-cost-center: a", "x-cost-center: b");
    call("{\"feature\":{\"a\":1}}", "x-cost-center: say \"hi\"");
    call("{\"feature\":null}", "x-cost-center:");
    awaitCalls(4);
    assertThat(by("feature")).isEqualTo(Map.of("other", 3, "", 1));
    assertThat(by("cost-center")).isEqualTo(Map.of("other", 3, "", 1));
  }

  @Test
  void tables_for_spreadsheets_have_tags_as_focus_has_them() throws Exception {
    call("{\"feature\":\"search\"}", "x-cost-center: 42");
    awaitCalls(1);
    String tags = "\"{\"\"cost-center\"\":\"\"42\"\",\"\"feature\"\":\"\"search\"\"}\"";
    List<String> sums =
        gateway.admin("/admin/v1/spend?by=feature,tags&format=csv").body().lines().toList();
    assertThat(sums.getFirst()).startsWith("feature,Tags,calls,input,");
    assertThat(sums.get(1)).startsWith("search," + tags + ",1,100,");
    List<String> calls =
        gateway.admin("/admin/v1/spend/calls?key=fixed&format=csv").body().lines().toList();
    assertThat(calls.getFirst()).endsWith(",unpriced,Tags");
    assertThat(calls.get(1)).endsWith(",0.0002,0,0," + tags);
  }

  @Test
  void tags_of_another_configuration_hold_from_a_reload_on() throws Exception {
    call("{\"feature\":\"search\",\"step\":\"draft\"}");
    gateway.configureTags("step: {metadata: step}");
    assertThat(gateway.process().reload("test", false).ok()).isTrue();
    call("{\"feature\":\"search\",\"step\":\"draft\"}");
    awaitCalls(2);
    assertThat(by("step")).isEqualTo(Map.of("draft", 1, "", 1));
    assertThat(gateway.get("/admin/v1/spend?by=tags").path("rows")).hasSize(2);
    assertThat(gateway.admin("/admin/v1/spend?by=feature").body())
        .contains("by: there is no column feature; there are: day", "tags, step");
  }
}
