package dev.sluice.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.LongForm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs npm, and fails without it: what is not tried is not shown.
class ClaudeCodeTest {
  private static final String TASK = "Run two commands at once, and say what they print";

  /// In the long form straight, too, which shows that the provider plays as the client wants it.
  @Test
  void it_runs_two_commands_at_once_with_a_provider_of_its_own_dialect(
      @TempDir Path home, @TempDir Path straight) throws Exception {
    if (LongForm.isOn()) {
      try (ScriptedProvider provider = new ScriptedProvider()) {
        assertTurn(provider, ClaudeCode.run(straight, provider.host(), "sk-provider", TASK));
      }
    }
    try (ScriptedProvider provider = new ScriptedProvider();
        AgentGateway gateway = AgentGateway.anthropic(provider.host())) {
      assertTurn(provider, ClaudeCode.run(home, gateway.host(), AgentGateway.KEY, TASK));
      assertThat(provider.paths()).containsOnly("/v1/messages");
    }
  }

  @Test
  void it_runs_two_commands_at_once_with_a_provider_that_speaks_chat_alone(@TempDir Path home)
      throws Exception {
    try (ScriptedProvider provider = new ScriptedProvider();
        AgentGateway gateway = AgentGateway.chat(provider.url(), ConnectSnippet.route())) {
      assertTurn(provider, ClaudeCode.run(home, gateway.host(), AgentGateway.KEY, TASK));
      assertThat(provider.paths()).containsOnly("/v1/chat/completions");
    }
  }

  private static void assertTurn(ScriptedProvider provider, CommandResult result) {
    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out()).contains(ScriptedProvider.text(ScriptedProvider.PRINTED));
    assertThat(provider.toolOutputs()).as("%s", result).containsExactly(ScriptedProvider.PRINTED);
  }
}
