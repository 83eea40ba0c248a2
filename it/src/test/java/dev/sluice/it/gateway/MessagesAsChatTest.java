package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each fault of the simulator means the same to a client of Anthropic's API as to one of chats:
/// the same code, the same advice to come again, and the dialect's status for it.
class MessagesAsChatTest {
  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);
  private static final Rig CHATS = rig(Rig.provider("sim", SIMULATOR.port()));
  private static final Rig MESSAGES =
      rig(
          ("providers:\n  sim: {type: anthropic, url: \"http://127.0.0.1:%d\","
                  + " key: sk-own-provider-key, allow_private: true}\n")
              .formatted(SIMULATOR.port()));

  /// Where the standard argument would take long, or keep a processor busy.
  private static final Map<Fault, String> ARGUMENTS =
      Map.of(
          Fault.DELAY, "=20ms",
          Fault.TRICKLE, "=4ms",
          Fault.ENDLESS, "=5ms",
          Fault.KEEP_ALIVES, "=10ms",
          Fault.LENGTH_TOO_SHORT, "=200",
          Fault.POISON, "=Hi");

  private static final Pattern CODE = Pattern.compile("\\(([a-z_]+)\\)\"");

  private static Rig rig(String provider) {
    return Rig.start(
        provider
            + "routes:\n"
            + Rig.route("silent", "sim-fault/silenc*", "sim", "first_token: 500ms")
            + Rig.route("stalling", "sim-fault/stall*", "sim", "stall: 1s")
            + Rig.route("slow", "sim-fault/trickl*", "sim", "first_token: 1s")
            + Rig.route("comments", "sim-fault/k*", "sim", "first_token: 1s")
            + Rig.route("endless", "sim-fault/endless*", "sim", "total: 1s")
            + Rig.route("all", "*", "sim", ""));
  }

  @AfterAll
  static void everything_is_given_back() {
    CHATS.close();
    MESSAGES.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    await().until(() -> SIMULATOR.recorded().open() == 0);
    SIMULATOR.close();
  }

  /// Those that slow or end all calls of the account come last.
  static List<Fault> faults() {
    List<Fault> last = List.of(Fault.THROTTLE, Fault.INSUFFICIENT_QUOTA);
    return Arrays.stream(Fault.values()).sorted(Comparator.comparingInt(last::indexOf)).toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_means_the_same_in_both_dialects(Fault fault) throws IOException {
    String model = "sim-fault/" + fault.label() + ARGUMENTS.getOrDefault(fault, "");
    for (boolean stream : new boolean[] {false, true}) {
      Reply chat = CHATS.chat(model, stream);
      String body = RawCall.chat(model, stream).replaceFirst("\\{", "{\"max_tokens\":99,");
      Reply message = MESSAGES.call("/v1/messages", body);
      assertThat(message.body()).doesNotContain("[DONE]");
      assertThat(meaning(message, "message_stop"))
          .as("streamed: %s, %s and %s", stream, chat, message)
          .isEqualTo(fitted(meaning(chat, "[DONE]")));
    }
  }

  /// @param stop what a good stream ends with
  private static String meaning(Reply reply, String stop) {
    boolean failed = reply.body().contains("\"error\":{");
    if (reply.status() == 200 && !failed) {
      boolean stream = reply.header("content-type").startsWith("text/event-stream");
      assertThat(reply.body().contains(stop)).as(reply.body()).isEqualTo(stream);
      return "passes, whole " + reply.whole();
    }
    assertThat(reply.body()).doesNotContain(stop);
    return String.join(" ", "" + reply.status(), code(reply), reply.header("x-should-retry"));
  }

  /// The gateway's own word; nothing for what is the provider's.
  private static String code(Reply reply) {
    Matcher code = CODE.matcher(reply.body());
    String word = code.find() ? code.group(1) : reply.field("code");
    return reply.status() == 400 ? "" : word;
  }

  /// A chat's status in Anthropic's dialect.
  private static String fitted(String meaning) {
    return meaning
        .replaceFirst("^503 ", "529 ")
        .replace("429 insufficient_quota", "402 insufficient_quota");
  }
}
