package dev.sluice.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.LongForm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Needs npm, and fails without it: what is not tried is not shown.
class GeminiCliTest {
  private static final String TASK = "Run two commands at once, and say what they print";

  /// Google's client, which it calls with, plays at every vendor in the matrix of clients: beside
  /// the long form it is tried at one that it is translated for.
  static List<Vendor> vendors() {
    return LongForm.isOn() ? List.of(Vendor.values()) : List.of(Vendor.CHAT);
  }

  /// In the long form straight, too, which shows that the provider plays as the client wants it.
  @ParameterizedTest
  @MethodSource("vendors")
  void it_runs_two_commands_at_once_whatever_its_provider_speaks(
      Vendor vendor, @TempDir Path home, @TempDir Path straight) throws Exception {
    if (vendor == Vendor.GEMINI && LongForm.isOn()) {
      try (ScriptedProvider provider = new ScriptedProvider()) {
        assertTurn(provider, GeminiCli.run(straight, provider.host(), "sk-provider", TASK));
      }
    }
    try (ScriptedProvider provider = new ScriptedProvider();
        AgentGateway gateway = AgentGateway.of(vendor, provider)) {
      assertTurn(provider, GeminiCli.run(home, gateway.host(), AgentGateway.KEY, TASK));
      assertThat(provider.paths()).containsOnly(vendor.path());
    }
  }

  private static void assertTurn(ScriptedProvider provider, CommandResult result) {
    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out()).contains(ScriptedProvider.text(ScriptedProvider.PRINTED));
    assertThat(provider.toolOutputs()).as("%s", result).containsExactly(ScriptedProvider.PRINTED);
  }
}
