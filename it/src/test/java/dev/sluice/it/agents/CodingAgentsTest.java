package dev.sluice.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.LongForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Needs Node and npm, and fails without them: what is not tried is not shown.
class CodingAgentsTest {
  private static final String TASK = "Run two commands at once, and say what they print";

  /// How much later than straight Codex's first call may come. With a 405 in place of the 426 it
  /// asks seven times for a WebSocket, which takes more than six seconds.
  private static final Duration LATER = Duration.ofMillis(500);

  /// Chat Completions has no search that the provider runs.
  private static final String WITHOUT_SEARCH = "web_search = \"disabled\"\n";

  /// How many starts there are where the machine is too busy to tell by one.
  private static final int MOST_STARTS = 9;

  /// Codex is tried by other tests as well: at its own vendor, and with its own provider.
  static List<CodingAgent> agents() {
    return LongForm.isOn() ? List.of(CodingAgent.values()) : List.of(CodingAgent.OPENCODE);
  }

  /// OpenAI's clients play at every vendor in the matrix of clients, by the responses that Codex
  /// asks for: beside the long form it is tried at its own vendor and at one that it is translated
  /// for.
  static List<Vendor> vendors() {
    return LongForm.isOn() ? List.of(Vendor.values()) : List.of(Vendor.RESPONSES, Vendor.CHAT);
  }

  /// In the long form straight, too, which shows that the provider plays as the agent wants it.
  @ParameterizedTest
  @MethodSource("agents")
  void an_agent_runs_two_commands_at_once_and_shows_the_text_as_it_does_straight(
      CodingAgent agent, @TempDir Path straight, @TempDir Path through) throws Exception {
    if (LongForm.isOn()) {
      try (ScriptedProvider provider = new ScriptedProvider()) {
        assertTurn(provider, agent.run(straight, provider.url(), AgentGateway.KEY, TASK));
      }
    }
    try (ScriptedProvider provider = new ScriptedProvider();
        AgentGateway gateway = AgentGateway.openAi(provider.url())) {
      assertTurn(provider, agent.run(through, gateway.url(), AgentGateway.KEY, TASK));
    }
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void codex_runs_two_commands_at_once_whatever_its_provider_speaks(
      Vendor vendor, @TempDir Path home) throws Exception {
    try (ScriptedProvider provider = new ScriptedProvider();
        AgentGateway gateway = AgentGateway.of(vendor, provider)) {
      String settings = vendor == Vendor.CHAT ? WITHOUT_SEARCH : "";
      assertTurn(
          provider, CodingAgent.CODEX.run(home, settings, gateway.url(), AgentGateway.KEY, TASK));
      assertThat(provider.paths()).containsOnly(vendor.path());
    }
  }

  private static void assertTurn(ScriptedProvider provider, CommandResult result) {
    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out()).contains(ScriptedProvider.text(ScriptedProvider.PRINTED));
    assertThat(provider.toolOutputs()).as("%s", result).containsExactly(ScriptedProvider.PRINTED);
  }

  /// The fastest of the starts is compared: what else the machine does only slows them down.
  @Test
  void codex_starts_as_fast_as_straight_with_its_own_provider(@TempDir Path homes)
      throws Exception {
    Duration straight = Duration.ofDays(1);
    Duration through = straight;
    for (int start = 0; start == 0 || (start < MOST_STARTS && isLate(straight, through)); start++) {
      straight = min(straight, straightStart(homes.resolve("straight" + start)));
      through = min(through, startThroughSluice(homes.resolve("through" + start)));
    }
    System.out.printf(
        "Codex's first call with its own provider: %d ms straight, %d ms through Sluice%n",
        straight.toMillis(), through.toMillis());
    assertThat(through).isLessThanOrEqualTo(straight.plus(LATER));
  }

  private static boolean isLate(Duration straight, Duration through) {
    return through.compareTo(straight.plus(LATER)) > 0;
  }

  private static Duration straightStart(Path home) throws Exception {
    try (ScriptedProvider provider = new ScriptedProvider()) {
      Duration start = startOfCodex(home, provider.url(), provider);
      assertThat(provider.upgrades()).isOne();
      return start;
    }
  }

  private static Duration startThroughSluice(Path home) throws Exception {
    try (ScriptedProvider provider = new ScriptedProvider();
        AgentGateway gateway = AgentGateway.openAi(provider.url())) {
      return startOfCodex(home, gateway.url(), provider);
    }
  }

  /// The time from Codex's start to its first call. It asks for a WebSocket once, and says so.
  private static Duration startOfCodex(Path home, String baseUrl, ScriptedProvider provider)
      throws Exception {
    long started = System.nanoTime();
    CommandResult result =
        CodingAgent.CODEX_OWN_PROVIDER.run(home, baseUrl, AgentGateway.KEY, TASK);
    assertTurn(provider, result);
    assertThat(result.err())
        .as("%s", result)
        .containsOnlyOnce("failed to connect to Responses WebSocket");
    return Duration.ofNanos(provider.firstCall().orElseThrow() - started);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
