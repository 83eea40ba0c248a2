package dev.sluice.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Needs Node and npm, and fails without them: what is not tried is not shown.
class CodingAgentsTest {
  private static final String TASK = "Run two commands at once, and say what they print";

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    AgentPackages.install();
  }

  @ParameterizedTest
  @EnumSource
  void an_agent_runs_two_commands_at_once_and_shows_the_text_as_it_does_straight(
      CodingAgent agent, @TempDir Path straight, @TempDir Path through) throws Exception {
    try (ScriptedProvider provider = new ScriptedProvider()) {
      assertTurn(provider, agent.run(straight, provider.url(), AgentGateway.KEY, TASK));
    }
    try (ScriptedProvider provider = new ScriptedProvider();
        AgentGateway gateway = new AgentGateway(provider.url())) {
      assertTurn(provider, agent.run(through, gateway.url(), AgentGateway.KEY, TASK));
    }
  }

  private static void assertTurn(ScriptedProvider provider, CommandResult result) {
    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out()).contains(ScriptedProvider.text(ScriptedProvider.PRINTED));
    assertThat(provider.toolOutputs()).as("%s", result).containsExactly(ScriptedProvider.PRINTED);
  }
}
