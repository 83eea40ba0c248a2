package dev.sluice.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.pipeline.Report;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.server.openai.ApiError;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CallLogTest {
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant wall() {
          return Instant.parse("2026-11-24T12:00:00.000Z");
        }
      };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void a_call_is_one_line_of_json() throws Exception {
    try (var log = new CallLog(out, CLOCK)) {
      log.callEnded(call("gpt-5-mini"), report(new Answered()));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":\"2026-11-24T12:00:00.000Z\",\"id\":\"req_1\",\"operation\":\"chat\","
                + "\"model\":\"gpt-5-mini\",\"stream\":true,\"outcome\":\"answered\","
                + "\"target\":\"openai/gpt-5-mini\",\"attempts\":2,\"duration_ms\":1234,"
                + "\"first_token_ms\":345,\"overhead_us\":78,\"input_tokens\":10,"
                + "\"output_tokens\":20,\"estimated\":false,\"committed\":true}\n");
  }

  @Test
  void a_failure_holds_the_error_of_the_client() throws Exception {
    try (var log = new CallLog(out, CLOCK)) {
      log.callEnded(call("m"), report(new Failed.Exhausted("used up")));
      log.turnedAway("req_2", ApiError.request(404, "not_supported", "no"));
    }
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.get(0))
        .contains("\"outcome\":\"exhausted\",\"status\":429,\"code\":\"insufficient_quota\"");
    assertThat(lines.get(1))
        .isEqualTo(
            "{\"time\":\"2026-11-24T12:00:00.000Z\",\"id\":\"req_2\",\"outcome\":\"turned_away\","
                + "\"status\":404,\"code\":\"not_supported\"}");
  }

  /// C20.
  @Test
  void what_a_client_calls_a_model_cannot_break_a_line() throws Exception {
    String model = "../\r\n{\"id\":\"forged\"}\u0000" + "x".repeat(1000);
    try (var log = new CallLog(out, CLOCK)) {
      log.callEnded(call(model), report(new Answered()));
    }
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text.lines()).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(text);
    assertThat(line.get("id").asText()).isEqualTo("req_1");
    assertThat(line.get("model").asText()).isEqualTo(model.substring(0, 128));
  }

  /// P20.
  @Test
  void a_blocked_reader_blocks_no_call() {
    var blocked = new CountDownLatch(1);
    var entered = new CountDownLatch(1);
    var stuck =
        new OutputStream() {
          @Override
          public void write(int b) {
            entered.countDown();
            try {
              blocked.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (var log = new CallLog(stuck, CLOCK, 100)) {
      log.callEnded(call("m"), report(new Answered()));
      await().until(() -> entered.getCount() == 0);
      for (int i = 0; i < 1000; i++) {
        log.callEnded(call("m"), report(new Answered()));
      }
      assertThat(log.dropped()).isEqualTo(900);
    }
    blocked.countDown();
  }

  private static Call call(String model) {
    return new Call(
        "req_1",
        Operation.CHAT,
        new RequestFacts(model, 0, 0, true, false, OptionalLong.empty(), false),
        new Body(Unpooled.EMPTY_BUFFER, () -> {}),
        Map.of(),
        0,
        new Deadline(0),
        new NoLoop());
  }

  @Test
  void the_attempts_of_a_call_are_listed() throws Exception {
    var first = new AttemptHistory.Step("a/x", Optional.empty());
    var second = new AttemptHistory.Step("b/y", Optional.of("overloaded"));
    try (var log = new CallLog(out, CLOCK)) {
      log.callEnded(
          call("m"), report(new Answered(), new AttemptHistory("b/y", 2, List.of(first, second))));
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"attempts\":2,\"tries\":[\"a/x\",\"b/y after overloaded\"],");
  }

  private static Report report(Outcome outcome) {
    return report(outcome, new AttemptHistory("openai/gpt-5-mini", 2));
  }

  private static Report report(Outcome outcome, AttemptHistory history) {
    return new Report(
        outcome,
        history,
        Duration.ofMillis(1234),
        Optional.of(Duration.ofMillis(345)),
        Duration.ofNanos(78_900),
        new Usage(10, 20, 0, false),
        true);
  }

  private static final class NoLoop implements Loop {
    @Override
    public void execute(Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean inLoop() {
      return false;
    }

    @Override
    public Thread start(String name, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }
}
