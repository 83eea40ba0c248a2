package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Distribution;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String HI =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  /// Time stands still until it is moved.
  private static final class TestClock implements Clock {
    private final AtomicLong nanos = new AtomicLong();

    void advance(Duration by) {
      nanos.addAndGet(by.toNanos());
    }

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH.plusNanos(nanos.get());
    }
  }

  private final TestClock clock = new TestClock();
  private Simulator simulator = start(Scenario.of(Model.named("m")));

  private Simulator start(Scenario scenario) {
    return Simulator.start(scenario, 0, clock);
  }

  private void restart(Scenario scenario) {
    simulator.close();
    simulator = start(scenario);
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  private Wire wire() throws IOException {
    return new Wire(simulator.port());
  }

  @Test
  void a_prompt_cache_knows_the_beginning_of_a_conversation_for_five_minutes() throws IOException {
    restart(Scenario.of(Model.named("m").cacheDiscount(0.9)));
    String system = "{\"role\":\"system\",\"content\":\"" + "words ".repeat(1_000) + "\"}";
    String first = "{\"model\":\"m\",\"messages\":[" + system + "]}";
    String later =
        "{\"messages\":[" + system + ",{\"role\":\"user\",\"content\":\"Hi\"}],\"model\":\"m\"}";
    assertThat(ended(CHAT, first).text()).contains("\"cached_tokens\":0,");
    assertThat(ended(CHAT, later).text()).contains("\"cached_tokens\":1408,");
    double cost = simulator.recorded().inputTokens() - 0.9 * 1408;
    assertThat(simulator.recorded().inputCost()).isEqualTo(cost);
    clock.advance(Duration.ofMinutes(6));
    assertThat(ended(CHAT, later).text()).contains("\"cached_tokens\":0,");
    assertThat(simulator.recorded().cachedTokens()).isEqualTo(1408);
  }

  private Wire ended(String path, String body, String... headers) throws IOException {
    try (Wire wire = wire().post(path, body, headers)) {
      return wire.toEnd();
    }
  }

  private static String raw(String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-length: " + length + "\r\n\r\n" + body;
  }

  @Test
  void pipelined_requests_are_answered_in_their_order() throws IOException {
    StringBuilder requests = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      requests.append(raw(HI.replace("}]", "}],\"max_tokens\":" + i)));
    }
    try (Wire wire = wire().send(requests.toString()).until("\"completion_tokens\":16,\"total")) {
      for (int i = 0; i < 3; i++) {
        wire.until("total_tokens");
      }
      while (wire.text().split("HTTP/1.1 200", -1).length < 21 || !wire.text().endsWith("}")) {
        wire.more();
      }
      int at = 0;
      for (int i = 1; i <= 16; i++) {
        at = wire.text().indexOf("\"completion_tokens\":" + i + ",", at);
        assertThat(at).isPositive();
      }
    }
    assertThat(simulator.recorded().connections()).isEqualTo(1);
  }

  @Test
  void a_body_that_is_announced_is_asked_for() throws IOException {
    String head =
        "POST "
            + CHAT
            + " HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: "
            + HI.length()
            + "\r\n\r\n";
    try (Wire wire = wire().send(head).until("HTTP/1.1 100 Continue\r\n\r\n")) {
      wire.send(HI).until("HTTP/1.1 200 OK");
    }
  }

  @Test
  void what_is_no_http_is_refused() throws IOException {
    try (Wire wire = wire().send("NONSENSE\r\n\r\n").toEnd()) {
      assertThat(wire.text()).startsWith("HTTP/1.1 400");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                     | could not parse the JSON body",
        "[]                                     | could not parse the JSON body",
        "{\"model\":\"m\",\"messages\":[{}]}x   | could not parse the JSON body",
        "{}                                     | you must provide a model parameter",
        "{\"model\":5}                          | Invalid type for 'model'",
        "{\"model\":\"m\"}                      | Missing required parameter: 'messages'",
        "{\"model\":\"m\",\"messages\":5}       | expected an array of objects, but got an integer",
        "{\"model\":\"m\",\"messages\":[]}      | empty array",
        "{\"model\":\"m\",\"messages\":[5]}     | Invalid type for 'messages[0]'",
        "{\"n\":0}                              | Expected a value from 1 to 128, but got 0",
        "{\"max_tokens\":\"1\"}                 | Invalid type for 'max_tokens'",
        "{\"stream\":\"yes\"}                   | expected a boolean, but got a string",
        "{\"temperature\":1e309}                | Invalid 'temperature'",
        "{\"stream_options\":1}                 | expected an object"
      })
  void bad_requests_are_told_as_at_openai(String body, String message) throws IOException {
    assertThat(ended(CHAT, body.strip()).text()).startsWith("HTTP/1.1 400").contains(message);
  }

  @Test
  void wrong_paths_and_methods_are_told() throws IOException {
    assertThat(ended("/v1/nothing", HI).text())
        .startsWith("HTTP/1.1 404")
        .contains("Invalid URL (POST /v1/nothing)");
    try (Wire wire = wire().send("GET " + CHAT + " HTTP/1.1\r\nhost: x\r\n\r\n")) {
      assertThat(wire.until("\r\n\r\n").text()).startsWith("HTTP/1.1 405");
    }
    assertThat(ended("/v1/models", HI).text()).startsWith("HTTP/1.1 405");
  }

  @Test
  void other_providers_addresses_work_too() throws IOException {
    for (String base :
        new String[] {
          "/v1beta/openai", "/api/v1", "/openai/v1", "/openai/deployments/x", "/v1", ""
        }) {
      assertThat(ended(base + "/chat/completions?api-version=1", HI).text())
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void keys_are_checked_where_there_are_any() throws IOException {
    restart(Scenario.of(Model.named("m")).keys("sk-1", "sk-2"));
    assertThat(ended(CHAT, HI).text()).startsWith("HTTP/1.1 401").contains("didn't provide");
    assertThat(ended(CHAT, HI, "authorization: Bearer sk-3").text()).startsWith("HTTP/1.1 401");
    assertThat(ended(CHAT, HI, "authorization: Bearer sk-2").text()).startsWith("HTTP/1.1 200");
    assertThat(ended(CHAT, HI, "api-key: sk-1").text()).startsWith("HTTP/1.1 200");
  }

  @Test
  void the_same_calls_get_the_same_answers() throws IOException {
    Model model = Model.named("m").output(new Distribution.LogNormal(20, 1));
    String[] first = new String[2];
    for (int run = 0; run < 2; run++) {
      restart(Scenario.of(model).seed(9));
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        all.append(ended(CHAT, HI).text());
      }
      first[run] = all.toString();
    }
    assertThat(first[0]).isEqualTo(first[1]);
    restart(Scenario.of(model).seed(10));
    assertThat(first[0]).doesNotStartWith(ended(CHAT, HI).text());
  }

  @Test
  void limits_show_in_headers_and_refusals() throws IOException {
    ModelLimits limits = new ModelLimits(Limit.perMinute(60), Limit.perMinute(600), 10, false);
    restart(Scenario.of(Model.named("m").limits(limits)));
    String body = HI.replace("}]", "}],\"max_tokens\":500");
    assertThat(ended(CHAT, body).text())
        .startsWith("HTTP/1.1 200")
        .contains("x-ratelimit-limit-requests: 60\r\n")
        .contains("x-ratelimit-remaining-requests: 59\r\n")
        .contains("x-ratelimit-reset-requests: 1s\r\n")
        .contains("x-ratelimit-limit-tokens: 600\r\n")
        .contains("x-ratelimit-remaining-tokens: 92\r\n")
        .contains("x-ratelimit-reset-tokens: 50.8s\r\n");
    await().until(() -> simulator.recorded().inFlight() == 0);
    // Of 508 reserved, 24 were used: 576 are left, and 600 - 576 = 24 more are there in 2.4 s.
    String more = HI.replace("}]", "}],\"max_tokens\":580");
    assertThat(ended(CHAT, more).text())
        .startsWith("HTTP/1.1 429")
        .contains("retry-after-ms: 1200\r\n")
        .contains("retry-after: 2\r\n")
        .contains("Limit 600, Used 24, Requested 588. Please try again in 1.2s.")
        .contains("\"type\":\"tokens\",\"param\":null,\"code\":\"rate_limit_exceeded\"");
    clock.advance(Duration.ofMillis(1200));
    assertThat(ended(CHAT, more).text()).startsWith("HTTP/1.1 200");
    assertThat(ended(CHAT, HI.replace("}]", "}],\"max_tokens\":9999")).text())
        .startsWith("HTTP/1.1 429")
        .contains("Request too large")
        .doesNotContain("retry-after");
  }

  @Test
  void embeddings_use_up_as_much_of_a_limit_as_they_tell() throws IOException {
    restart(
        Scenario.of(
            Model.named("m").limits(new ModelLimits(null, Limit.perMinute(600), 1, false))));
    String body = "{\"model\":\"m\",\"input\":[\"four\",\"five\"]}";
    assertThat(ended("/v1/embeddings", body).text())
        .contains("x-ratelimit-remaining-tokens: 589\r\n")
        .contains("\"prompt_tokens\":2");
    await().until(() -> simulator.recorded().inFlight() == 0);
    assertThat(ended("/v1/embeddings", body).text())
        .contains("x-ratelimit-remaining-tokens: 587\r\n");
  }

  @Test
  void a_client_that_leaves_is_seen_and_its_place_is_free() throws IOException {
    ModelLimits limits = new ModelLimits(null, null, 1, false);
    FaultRule stall = FaultRule.at(new FaultCall(Fault.STALL_AFTER, "2"), 1);
    restart(Scenario.of(Model.named("m").limits(limits).faults(stall)));
    try (Wire wire = wire().post(CHAT, HI.replace("}]", "}],\"stream\":true")).until("data: {")) {
      assertThat(simulator.recorded().inFlight()).isEqualTo(1);
      assertThat(ended(CHAT, HI).text()).startsWith("HTTP/1.1 429").contains("concurrent");
      assertThat(wire.end()).isEmpty();
    }
    await().until(() -> simulator.recorded().left() == 1);
    assertThat(simulator.recorded().inFlight()).isZero();
    assertThat(ended(CHAT, HI).text()).startsWith("HTTP/1.1 200");
  }

  @Test
  void a_slow_reader_does_not_fill_the_memory() throws IOException {
    String body = HI.replace("\"m\"", "\"sim-fault/endless\"").replace("}]", "}],\"stream\":true");
    try (Wire wire = wire().post(CHAT, body).until("data: {")) {
      // The loop is free for others, so it has stopped to write.
      assertThat(ended(CHAT, HI).text()).startsWith("HTTP/1.1 200");
      assertThat(usedMemory()).isLessThan(64 * 1024 * 1024);
      assertThat(wire.end()).isEmpty();
    }
    await().until(() -> simulator.recorded().left() == 1);
  }

  private static long usedMemory() {
    var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }

  @Test
  void faults_come_and_go_with_their_windows() throws IOException {
    TimeWindow outage = new TimeWindow(Duration.ofSeconds(20), Duration.ofSeconds(40));
    FaultRule rule = FaultRule.during(new FaultCall(Fault.RESET_BEFORE_HEAD, ""), outage);
    restart(Scenario.of(Model.named("m").faults(rule)));
    assertThat(ended(CHAT, HI).text()).startsWith("HTTP/1.1 200");
    clock.advance(Duration.ofSeconds(20));
    assertThat(ended(CHAT, HI).end()).isEqualTo("RST");
    clock.advance(Duration.ofSeconds(20));
    assertThat(ended(CHAT, HI).text()).startsWith("HTTP/1.1 200");
  }

  @Test
  void the_port_goes_down_and_comes_back() throws IOException {
    try (Wire open = wire()) {
      await().until(() -> simulator.recorded().open() == 1);
      simulator.goDown();
      assertThat(open.toEnd().end()).isEqualTo("RST");
      assertThatThrownBy(this::wire).isInstanceOf(ConnectException.class);
      simulator.comeBack();
      assertThat(ended(CHAT, HI).text()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void an_outage_that_is_planned_happens() {
    restart(Scenario.of(Model.named("m")).outage(TimeWindow.from(Duration.ofMillis(1))));
    await()
        .untilAsserted(() -> assertThatThrownBy(this::wire).isInstanceOf(ConnectException.class));
  }

  @Test
  void it_keeps_what_it_has_received() throws IOException {
    restart(Scenario.of(Model.named("m")).record(2));
    ended(CHAT, HI);
    ended(CHAT, HI.replace("Hi", "Ho"), "x-one: 1");
    ended("/v1/models/x", "");
    Recorded recorded = simulator.recorded();
    assertThat(recorded.requests()).hasSize(2);
    assertThat(recorded.requests().getFirst().text()).contains("Ho");
    assertThat(recorded.requests().getFirst().header("X-One")).isEqualTo("1");
    assertThat(recorded.calls())
        .containsEntry(new Recorded.Kind(CHAT, "m", 200), 2L)
        .containsEntry(new Recorded.Kind("/v1/models/x", "", 405), 1L);
    assertThat(recorded.count()).isEqualTo(3);
    assertThat(recorded.calls(kind -> kind.model().equals("m"))).isEqualTo(2);
  }

  @Test
  void a_port_that_is_taken_is_told() {
    assertThatThrownBy(() -> Simulator.start(Scenario.standard(), simulator.port()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + simulator.port());
  }

  @Test
  void it_says_where_it_is() {
    assertThat(String.join("\n", Banner.of(simulator)))
        .contains("http://127.0.0.1:" + simulator.port() + "/v1")
        .contains("x-sim-fault");
  }
}
