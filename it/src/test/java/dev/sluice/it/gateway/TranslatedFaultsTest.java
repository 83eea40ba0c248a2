package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.testing.LongForm;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a provider does wrong, in whichever dialect, a client of another one is told the same
/// as one of the provider's own.
class TranslatedFaultsTest {
  private static final Simulator SIMULATOR = Simulator.start(Scenario.of(Model.named("m")), 0);

  /// What never comes is not waited for; nothing else has a bound that a slow machine may reach.
  /// What stalls or never ends has begun before.
  private static final Map<String, String> TIMES =
      Map.of(
          "silent", "first_token: 300ms",
          "trickling", "total: 1s",
          "stalling", "stall: 1s",
          "endless", "total: 2s",
          "spent", "",
          "any", "");

  private static final Rig RIG =
      Rig.start(
          providers(SIMULATOR.port())
              + Stream.of(FaultClient.values())
                  .map(FaultClient::label)
                  .map(TranslatedFaultsTest::routes)
                  .collect(Collectors.joining()));

  private static final int AT_A_TIME = 24;

  /// What a client of the provider's own dialect is told, and what all others are: bytes that need
  /// not be read pass it by, and the words of its provider are its own.
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("chat invalid-utf8", "answered true | refused upstream_bad_response true"),
          Map.entry("chat invalid-utf8, streamed", "answered true | cut upstream_bad_response"),
          Map.entry("chat wrong-count", "answered true | refused upstream_bad_response true"),
          Map.entry("chat wrong-count, streamed", "answered true | cut stream_truncated"),
          Map.entry("messages invalid-utf8", "answered true | refused upstream_bad_response true"),
          Map.entry("messages invalid-utf8, streamed", "answered true | cut upstream_bad_response"),
          Map.entry("responses invalid-utf8", "answered true | refused upstream_bad_response true"),
          Map.entry(
              "responses invalid-utf8, streamed", "answered true | cut upstream_bad_response"),
          Map.entry(
              "responses failed-after, streamed", "cut server_error | cut upstream_overloaded"),
          Map.entry("gemini invalid-utf8", "answered true | refused upstream_bad_response true"),
          Map.entry("gemini invalid-utf8, streamed", "answered true | cut upstream_bad_response"),
          Map.entry("gemini wrong-count", "answered true | refused stream_truncated true"),
          Map.entry("gemini no-finish", "answered true | refused stream_truncated true"),
          Map.entry(
              "gemini length-too-long, streamed",
              "complete and cut stream_truncated | cut stream_truncated"));

  private static final Map<Cell, Map<FaultClient, String>> TOLD = new LinkedHashMap<>();

  private static String providers(int port) {
    return """
    providers:
      chat: {type: compatible, api: chat, url: "http://127.0.0.1:%1$d/v1", allow_private: true}
      messages: {type: anthropic, url: "http://127.0.0.1:%1$d", key: k, allow_private: true}
      responses: {type: compatible, api: responses, url: "http://127.0.0.1:%1$d/v1", allow_private: true}
      gemini: {type: gemini, api: gemini, url: "http://127.0.0.1:%1$d", key: k, allow_private: true}
      spent-chat: {type: compatible, api: chat, url: "http://127.0.0.1:%1$d/v1", key: s, allow_private: true}
      spent-messages: {type: anthropic, url: "http://127.0.0.1:%1$d", key: s, allow_private: true}
      spent-responses: {type: compatible, api: responses, url: "http://127.0.0.1:%1$d/v1", key: s, allow_private: true}
      spent-gemini: {type: gemini, api: gemini, url: "http://127.0.0.1:%1$d", key: s, allow_private: true}
    defaults: {breaker: off}
    routes:
    """
        .formatted(port);
  }

  private static String routes(String provider) {
    return TIMES.keySet().stream()
        .map(
            time ->
                Rig.route(
                    provider + "-" + time,
                    provider + "-" + time + "/*",
                    time.equals("spent") ? "spent-" + provider : provider,
                    TIMES.getOrDefault(time, "")))
        .collect(Collectors.joining());
  }

  /// An endless answer that keeps no processor busy, a delay that no bound ends, and comments that
  /// come later than the bound, however late that is noticed: a whole answer is spoilt by one. A
  /// whole answer has no event that could be too large.
  private static String argument(Fault fault, boolean stream) {
    return switch (fault) {
      case OVERSIZED_EVENT -> stream ? "" : "=1MiB";
      case ENDLESS -> "=5ms";
      case DELAY -> "=20ms";
      case KEEP_ALIVES -> "=30s";
      default -> "";
    };
  }

  private static String time(Fault fault) {
    return switch (fault) {
      case SILENCE, SILENCE_AFTER_HEAD, KEEP_ALIVES -> "silent";
      case TRICKLE -> "trickling";
      case STALL_AFTER -> "stalling";
      case ENDLESS -> "endless";
      // It sets a credential aside: other faults have another one.
      case INSUFFICIENT_QUOTA -> "spent";
      default -> "any";
    };
  }

  /// A fault of a provider.
  record Cell(FaultClient provider, Fault fault, boolean stream) {
    /// The clients that meet it: those of its provider's dialect, and of another one, in turn of
    /// each other one; in the long form all.
    List<FaultClient> clients() {
      if (LongForm.isOn()) {
        return List.of(FaultClient.values());
      }
      List<FaultClient> others =
          Stream.of(FaultClient.values()).filter(client -> client != provider).toList();
      int turn = fault.ordinal() + (stream ? 1 : 0);
      return List.of(provider, others.get(turn % others.size()));
    }

    String model() {
      return provider.label()
          + "-"
          + time(fault)
          + "/sim-fault/"
          + fault.label()
          + argument(fault, stream);
    }

    @Override
    public String toString() {
      return provider.label() + " " + fault.label() + (stream ? ", streamed" : "");
    }
  }

  @BeforeAll
  static void every_fault_strikes_clients() throws InterruptedException, ExecutionException {
    Map<Cell, Map<FaultClient, Future<String>>> calls = new LinkedHashMap<>();
    try (var threads = Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      for (Cell cell : cells().toList()) {
        Map<FaultClient, Future<String>> each = new LinkedHashMap<>();
        for (FaultClient client : cell.clients()) {
          String model = cell.model();
          Callable<String> call = () -> client.told(RIG, model, cell.stream);
          each.put(client, threads.submit(call));
        }
        calls.put(cell, each);
      }
    }
    for (var cell : calls.entrySet()) {
      Map<FaultClient, String> told = new HashMap<>();
      for (var one : cell.getValue().entrySet()) {
        told.put(one.getKey(), one.getValue().get());
      }
      TOLD.put(cell.getKey(), told);
    }
  }

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  static Stream<Cell> cells() {
    return Stream.of(FaultClient.values())
        .flatMap(
            provider ->
                Stream.of(Fault.values())
                    .flatMap(
                        fault ->
                            Stream.of(false, true)
                                .map(stream -> new Cell(provider, fault, stream))));
  }

  static Stream<Cell> alike() {
    return cells().filter(cell -> !OTHERS.containsKey(cell.toString()));
  }

  static Stream<Cell> others() {
    return cells().filter(cell -> OTHERS.containsKey(cell.toString()));
  }

  @ParameterizedTest
  @MethodSource("alike")
  void a_fault_is_the_same_to_a_client_of_every_dialect(Cell cell) {
    Map<FaultClient, String> told = TOLD.getOrDefault(cell, Map.of());
    assertThat(told.values())
        .as("%s", told)
        .hasSize(cell.clients().size())
        .containsOnly(told.get(cell.provider));
  }

  @ParameterizedTest
  @MethodSource("others")
  void bytes_that_pass_as_they_are_may_say_less_than_what_is_read(Cell cell) {
    Map<FaultClient, String> told = new HashMap<>(TOLD.getOrDefault(cell, Map.of()));
    String own = String.valueOf(told.remove(cell.provider));
    String other = told.values().iterator().next();
    assertThat(OTHERS.get(cell.toString())).isEqualTo(own + " | " + other);
    assertThat(told.values()).as("%s", told).hasSize(cell.clients().size() - 1).containsOnly(other);
  }

  @Test
  void each_difference_is_one_of_a_fault_that_there_is() {
    assertThat(others()).hasSize(OTHERS.size());
  }
}
