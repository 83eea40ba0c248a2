package dev.sluice.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.sluice.call.runtime.Clock;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The client repeats a failed call twice by itself, when the gateway tells it to, and so does the
/// gateway: three times three attempts, were it not for the gateway's gates.
class OpenAiJavaOutageTest {
  private static final int CALLS = 150;
  private static final int CLIENTS = CALLS;

  /// The list of models has left one connection open. The first attempt sends its request once more
  /// if that breaks, since a connection that idles may be closed by its provider at any time.
  private static final int REUSED = 1;

  /// Ten repeats in ten seconds are always allowed: a machine that takes longer for the calls than
  /// that sees as many more.
  private static final int ALWAYS = 10;

  private static final Duration WINDOW = Duration.ofSeconds(10);

  @ParameterizedTest
  @CsvSource({
    "503, off",
    "reset-before-head, off",
    "503, '{open: 300ms}'",
  })
  void in_a_total_outage_the_clients_own_retries_do_not_multiply_the_gateway_s(
      String fault, String breaker) throws Exception {
    try (var gatehouse = new Gatehouse(failing(fault), config(breaker));
        var clients = Executors.newFixedThreadPool(CLIENTS)) {
      OpenAIClient client =
          OpenAIOkHttpClient.builder().baseUrl(gatehouse.url()).apiKey(Gatehouse.KEY).build();
      long begun = Clock.SYSTEM.nanos();
      assertThat(failed(client, clients)).isEqualTo(CALLS);
      client.close();
      long windows = (Clock.SYSTEM.nanos() - begun) / WINDOW.toNanos();
      long requests = gatehouse.recorded().calls(kind -> kind.model().equals("m"));
      assertThat((requests - REUSED - ALWAYS * windows) / (double) CALLS)
          .isPositive()
          .isLessThanOrEqualTo(1.1);
    }
  }

  private static String config(String breaker) {
    return """
    defaults: {breaker: %s}
    providers:
      sim: {type: compatible, url: "%%1$s", key: sk-provider, allow_private: true}
    routes: {all: {models: [m], targets: [{provider: sim}]}}
    """
        .formatted(breaker);
  }

  private static int failed(OpenAIClient client, ExecutorService clients) throws Exception {
    List<Future<Boolean>> ended = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      ended.add(clients.submit(() -> fails(client)));
    }
    int failed = 0;
    for (Future<Boolean> call : ended) {
      failed += call.get() ? 1 : 0;
    }
    return failed;
  }

  private static boolean fails(OpenAIClient client) {
    try {
      client
          .chat()
          .completions()
          .create(ChatCompletionCreateParams.builder().model("m").addUserMessage("Hi").build());
      return false;
    } catch (OpenAIException _) {
      return true;
    }
  }

  private static Scenario failing(String fault) throws InvalidFault {
    return Scenario.of(Model.named("m").faults(FaultRule.always(FaultCall.parse(fault))))
        .keys("sk-provider");
  }
}
