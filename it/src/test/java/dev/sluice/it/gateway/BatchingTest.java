package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.GatewayEdge;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that could be one, over real sockets. A first call, whose answer is held until all others
/// are there, keeps their key busy, so that these gather until they are as many as a batch takes.
class BatchingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String MODERATIONS = "/v1/moderations";

  private final List<Simulator> simulators = new ArrayList<>();
  private final List<HoldingRelay> relays = new ArrayList<>();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() throws IOException {
    for (HoldingRelay relay : relays) {
      relay.close();
    }
    clients.close();
    simulators.forEach(Simulator::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "base64"})
  void many_calls_are_one_upstream_and_each_gets_what_it_would_have_got_alone(String encoding)
      throws Exception {
    Simulator simulator = simulate();
    List<String> bodies =
        numbers(40).map(i -> embedding("\"text %d\"", encoding).formatted(i)).toList();
    try (Rig rig = rig(simulator, 40)) {
      List<Reply> replies = together(rig, EMBEDDINGS, bodies);
      assertThat(calls(simulator)).isEqualTo(2);
      rig.settleCalls();
      assertThat(rig.metric("sluice_calls_saved_total", "batch")).isEqualTo(39);
      assertThat(rig.metric("sluice_batch_closed_total", "full")).isEqualTo(1);
      assertThat(rig.metric("sluice_batch_calls_sum", "")).isEqualTo(41);
      assertAsAlone(EMBEDDINGS, bodies, replies);
    }
  }

  @Test
  void every_form_of_input_is_answered_and_texts_and_tokens_never_share() throws Exception {
    Simulator simulator = simulate();
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      bodies.add(embedding("\"a %d\"".formatted(i), "float"));
      bodies.add(embedding("[\"b %d\",\"a 0\",\"c\"]".formatted(i), "float"));
      bodies.add(embedding("[[%d,2],[3]]".formatted(i), "float"));
      bodies.add(embedding("[%d,5,6]".formatted(i), "float"));
    }
    try (Rig rig = rig(simulator, 256)) {
      List<Reply> replies =
          together(rig, EMBEDDINGS, bodies.getFirst(), bodies, () -> awaitRunning(rig, 19));
      assertThat(calls(simulator)).isLessThanOrEqualTo(8);
      assertAsAlone(EMBEDDINGS, bodies, replies);
    }
  }

  @Test
  void moderations_share_too() throws Exception {
    Simulator simulator = simulate();
    List<String> bodies =
        numbers(20)
            .map(i -> "{\"model\":\"m\",\"input\":[\"%d\",\"%s\"]}".formatted(i, violent(i)))
            .toList();
    try (Rig rig = rig(simulator, 40)) {
      List<Reply> replies = together(rig, MODERATIONS, bodies);
      assertThat(calls(simulator)).isEqualTo(2);
      assertAsAlone(MODERATIONS, bodies, replies);
    }
  }

  @Test
  void identical_inputs_are_sent_once_and_paid_for_together() throws Exception {
    Simulator simulator = simulate();
    String body = embedding("\"twelve bytes\"", "float");
    List<String> bodies = numbers(30).map(_ -> body).toList();
    try (Rig rig = rig(simulator, 30)) {
      List<Reply> replies = together(rig, EMBEDDINGS, bodies);
      assertThat(lastBatch(simulator)).containsOnlyOnce("twelve bytes");
      long paid = 0;
      for (Reply reply : replies) {
        paid += JSON.readTree(reply.body()).path("usage").path("total_tokens").asLong();
      }
      assertThat(paid).isEqualTo(3);
      assertAsAlone(EMBEDDINGS, bodies, replies);
    }
  }

  /// "One poison in 256 fails exactly one with at most 17 upstream calls."
  @Test
  void one_poison_in_256_fails_alone() throws Exception {
    Simulator simulator = simulate("poison");
    List<String> bodies =
        numbers(256)
            .map(i -> embedding(i == 101 ? "\"poison\"" : "\"text %d\"".formatted(i), "float"))
            .toList();
    try (Rig rig = rig(simulator, 256)) {
      List<Reply> replies = together(rig, EMBEDDINGS, bodies);
      assertThat(replies).filteredOn(reply -> reply.status() != 200).hasSize(1);
      assertThat(replies.get(101).status()).isEqualTo(400);
      assertThat(replies.get(101).field("message")).isEqualTo("Invalid 'input': it holds poison");
      // The first call, which has kept the key busy, is one of them.
      assertThat(calls(simulator) - 1).isLessThanOrEqualTo(17);
      rig.settleCalls();
      assertThat(rig.metric("sluice_batch_bisections_total", "")).isEqualTo(8);
      assertThat(replies.get(101).header("x-sluice-attempts")).isEqualTo("9");
    }
  }

  @Test
  void half_of_a_batch_may_be_refused() throws Exception {
    Simulator simulator = simulate("poison");
    List<String> bodies =
        numbers(16).map(i -> embedding(i % 2 == 0 ? "\"poison\"" : "\"ok\"", "float")).toList();
    try (Rig rig = rig(simulator, 17)) {
      List<Reply> replies =
          together(rig, EMBEDDINGS, text(99), bodies, () -> awaitRunning(rig, 18));
      for (int i = 0; i < 16; i++) {
        assertThat(replies.get(i).status()).isEqualTo(i % 2 == 0 ? 400 : 200);
      }
    }
  }

  @Test
  void an_input_above_the_provider_s_size_is_refused_alone() throws Exception {
    Simulator simulator = simulate();
    List<String> bodies = new ArrayList<>(numbers(7).map(BatchingTest::text).toList());
    bodies.add(embedding("\"" + "long ".repeat(7000) + "\"", "float"));
    try (Rig rig = rig(simulator, 8)) {
      List<Reply> replies =
          together(rig, EMBEDDINGS, bodies.getFirst(), bodies, () -> awaitRunning(rig, 10));
      assertThat(replies.getLast().status()).isEqualTo(400);
      assertThat(replies.getLast().field("message")).contains("8192 tokens");
      assertAsAlone(EMBEDDINGS, bodies.subList(0, 7), replies.subList(0, 7));
    }
  }

  @Test
  void an_answer_too_large_for_a_loop_is_taken_apart_elsewhere() throws Exception {
    Simulator simulator = simulate();
    String body = "{\"model\":\"m\",\"input\":\"%d\",\"dimensions\":1536}";
    List<String> bodies = numbers(40).map(body::formatted).toList();
    try (Rig rig = rig(simulator, 40)) {
      List<Reply> replies = together(rig, EMBEDDINGS, bodies);
      assertThat(calls(simulator)).isEqualTo(2);
      assertThat(replies.stream().mapToInt(r -> r.body().length()).sum()).isGreaterThan(1 << 19);
      assertAsAlone(EMBEDDINGS, bodies, replies);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unordered", "duplicates", "wrong-count=1", "wrong-count=7"})
  void an_odd_answer_is_no_wrong_answer(String fault) throws Exception {
    Simulator simulator = simulate(fault);
    List<String> bodies = numbers(16).map(BatchingTest::text).toList();
    try (Rig rig = rig(simulator, 16)) {
      List<Reply> replies = together(rig, EMBEDDINGS, bodies);
      assertThat(calls(simulator)).isEqualTo(2);
      assertAsAlone(EMBEDDINGS, bodies, replies);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"half-missing", "wrong-count=-3", "contradiction"})
  void what_an_answer_leaves_out_is_asked_for_again(String fault) throws Exception {
    Simulator simulator =
        simulate(Model.named("m").faults(FaultRule.at(FaultCall.parse(fault), 2)));
    List<String> bodies =
        numbers(16).map(i -> embedding("\"text %d\"".formatted(i), "base64")).toList();
    try (Rig rig = rig(simulator, 16)) {
      List<Reply> replies = together(rig, EMBEDDINGS, bodies);
      assertThat(calls(simulator)).isEqualTo(3);
      assertAsAlone(EMBEDDINGS, bodies, replies);
    }
  }

  @Test
  void what_is_left_out_twice_is_a_failure() throws Exception {
    Simulator simulator = simulate("half-missing");
    List<String> bodies = numbers(16).map(BatchingTest::text).toList();
    try (Rig rig = rig(simulator, 16)) {
      List<Reply> replies = together(rig, EMBEDDINGS, bodies);
      assertThat(calls(simulator)).isEqualTo(3);
      List<Reply> failed = replies.stream().filter(reply -> reply.status() != 200).toList();
      assertThat(failed).hasSize(4);
      assertThat(failed)
          .allSatisfy(r -> assertThat(r.field("code")).isEqualTo("upstream_bad_response"));
    }
  }

  @Test
  void a_failed_attempt_is_one_attempt_for_all() throws Exception {
    Simulator simulator =
        simulate(Model.named("m").faults(FaultRule.at(FaultCall.parse("503"), 2)));
    List<String> bodies = numbers(16).map(BatchingTest::text).toList();
    try (Rig rig = Rig.caring(config(simulator, 16))) {
      List<Reply> replies = together(rig, EMBEDDINGS, bodies);
      assertThat(calls(simulator)).isEqualTo(3);
      assertThat(replies).allSatisfy(r -> assertThat(r.status()).isEqualTo(200));
      assertThat(replies)
          .allSatisfy(r -> assertThat(r.header("x-sluice-attempts")).isEqualTo("2"))
          .allSatisfy(r -> assertThat(r.header("x-sluice-reason")).isEqualTo("overloaded"))
          .allSatisfy(r -> assertThat(r.header("x-sluice-target")).isEqualTo("sim/*"));
      rig.settleCalls();
      assertThat(rig.metric("sluice_attempts_total", "reason=\"retry\"")).isEqualTo(1);
    }
  }

  @Test
  void a_batch_that_all_have_left_is_cancelled() throws Exception {
    Simulator simulator =
        simulate(Model.named("m").faults(FaultRule.at(FaultCall.parse("silence"), 2)));
    try (Rig rig = rig(simulator, 4)) {
      List<RawCall> calls = new ArrayList<>();
      Future<Reply> first = send(rig, EMBEDDINGS, embedding("\"first\"", "float"));
      awaitSent(1);
      for (int i = 0; i < 4; i++) {
        calls.add(rig.connect().post(EMBEDDINGS, embedding("\"%d\"".formatted(i), "float")));
      }
      awaitSent(2);
      relays.getFirst().release();
      first.get();
      for (RawCall call : calls.subList(0, 3)) {
        call.close();
      }
      soon().until(() -> GatewayEdge.of(rig.serving().gateway()).engine().running() == 2);
      assertThat(simulator.recorded().left()).isZero();
      calls.getLast().close();
      soon().until(() -> simulator.recorded().left() == 1);
    }
  }

  @Test
  void a_call_with_no_time_to_wait_goes_alone() throws Exception {
    Simulator simulator = simulate();
    try (Rig rig = rig(simulator, 16)) {
      Future<Reply> first = send(rig, EMBEDDINGS, embedding("\"first\"", "float"));
      awaitSent(1);
      try (RawCall raw = rig.connect()) {
        raw.post(EMBEDDINGS, embedding("\"second\"", "float"), "x-sluice-deadline-ms: 9000");
        awaitSent(2);
        relays.getFirst().release();
        assertThat(raw.reply().status()).isEqualTo(200);
      }
      assertThat(first.get().status()).isEqualTo(200);
      rig.settleCalls();
      assertThat(rig.metric("sluice_batch_closed_total", "idle")).isEqualTo(1);
      assertThat(rig.metric("sluice_batch_closed_total", "urgent")).isEqualTo(1);
    }
  }

  @Test
  void a_call_that_could_be_no_other_goes_alone() throws Exception {
    Simulator simulator = simulate();
    String plain = "{\"model\":\"m\",\"input\":\"x\"%s}";
    List<String> bodies =
        List.of(
            plain.formatted(",\"user\":\"a\""),
            plain.formatted(",\"user\":\"b\""),
            plain.formatted(",\"seed\":1"),
            plain.formatted(",\"dimensions\":8"),
            plain.formatted(",\"encoding_format\":\"base64\""),
            plain.formatted(",\"unheard_of\":[1]"));
    try (Rig rig = rig(simulator, 16)) {
      List<Reply> replies =
          together(rig, EMBEDDINGS, bodies.getFirst(), bodies, () -> awaitSent(7));
      assertThat(calls(simulator)).isEqualTo(7);
      assertAsAlone(EMBEDDINGS, bodies, replies);
    }
  }

  @Test
  void another_tenant_and_another_band_never_share() throws Exception {
    Simulator simulator = simulate();
    String body = embedding("\"x\"", "float");
    try (Rig rig = rig(simulator, 16)) {
      List<Future<Reply>> replies = new ArrayList<>();
      for (String header :
          List.of("x-sluice-tenant: a", "x-sluice-tenant: b", "x-sluice-priority: batch")) {
        replies.add(send(rig, EMBEDDINGS, body, header));
        replies.add(send(rig, EMBEDDINGS, body, header));
      }
      // Of each tenant and band one is under way, and one waits in a batch of its own.
      awaitRunning(rig, 9);
      relays.getFirst().release();
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().status()).isEqualTo(200);
      }
      assertThat(calls(simulator)).isEqualTo(6);
    }
  }

  /// What was sent last; the list of models is asked for as well, maybe behind it.
  private static String lastBatch(Simulator simulator) {
    return simulator.recorded().requests().stream()
        .filter(request -> request.path().equals(EMBEDDINGS))
        .toList()
        .getLast()
        .text();
  }

  private static long calls(Simulator simulator) {
    return simulator.recorded().calls(kind -> kind.model().equals("m"));
  }

  /// Looks often: a batch waits for ten seconds.
  private static ConditionFactory soon() {
    return await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(2))
        .pollDelay(Duration.ZERO);
  }

  private static String violent(int i) {
    return i % 3 == 0 ? "violence" : "peace";
  }

  private static Stream<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed();
  }

  private static String embedding(String input, String encoding) {
    return "{\"model\":\"m\",\"input\":%s,\"encoding_format\":\"%s\"}".formatted(input, encoding);
  }

  private static String text(int i) {
    return embedding("\"text %d\"".formatted(i), "float");
  }

  /// Everything but the usage is, to the byte, what the provider answers without us.
  private static void assertAsAlone(String path, List<String> bodies, List<Reply> replies)
      throws IOException {
    Scenario scenario = Scenario.of(Model.named("m").dimensions(24));
    try (Simulator simulator = Simulator.start(scenario, 0);
        Rig plain = Rig.to(simulator.port())) {
      for (int i = 0; i < bodies.size(); i++) {
        Reply alone = plain.call(path, bodies.get(i));
        assertThat(replies.get(i).status()).as(replies.get(i).body()).isEqualTo(200);
        assertThat(stripped(replies.get(i))).isEqualTo(stripped(alone));
        assertThat(replies.get(i).header("content-type")).isEqualTo("application/json");
      }
    }
  }

  private static String stripped(Reply reply) {
    return reply
        .body()
        .replaceAll("\"usage\":\\{[^}]*}", "")
        .replaceAll("\"id\":\"modr-[^\"]*\"", "");
  }

  /// Sends them all while a first call is under way: as many as a batch takes, which is sent then.
  private List<Reply> together(Rig rig, String path, List<String> bodies) throws Exception {
    return together(rig, path, bodies.getFirst(), bodies, () -> awaitSent(2));
  }

  /// @param wait after which the provider's answers are let through
  private List<Reply> together(
      Rig rig, String path, String warm, List<String> bodies, Runnable wait) throws Exception {
    Future<Reply> first = send(rig, path, warm);
    // The gateway lists the provider's models meanwhile, which is in flight, too.
    awaitSent(1);
    List<Future<Reply>> sent = new ArrayList<>();
    for (String body : bodies) {
      sent.add(send(rig, path, body));
    }
    wait.run();
    relays.getFirst().release();
    List<Reply> replies = new ArrayList<>();
    for (Future<Reply> reply : sent) {
      replies.add(reply.get());
    }
    assertThat(first.get().status()).isEqualTo(200);
    return replies;
  }

  /// Waits until so many calls are under way: those of clients, and one for each batch. The last of
  /// them may not be in its batch by then, so that this is for tests to which one call more is
  /// none.
  private static void awaitRunning(Rig rig, int calls) {
    soon().until(() -> GatewayEdge.of(rig.serving().gateway()).engine().running() >= calls);
  }

  /// Waits until so many calls have come to the provider.
  private void awaitSent(int calls) {
    soon().until(() -> calls(simulators.getFirst()) >= calls);
  }

  private Future<Reply> send(Rig rig, String path, String body, String... headers) {
    return clients.submit(
        () -> {
          try (RawCall raw = rig.connect()) {
            return raw.post(path, body, headers).reply();
          }
        });
  }

  private Simulator simulate(String... faults) throws InvalidFault {
    Model model = Model.named("m");
    for (String fault : faults) {
      model = model.faults(FaultRule.always(FaultCall.parse(fault)));
    }
    return simulate(model);
  }

  private Simulator simulate(Model model) {
    Scenario scenario = Scenario.of(model.dimensions(24)).record(9);
    Simulator simulator = Simulator.start(scenario, 0);
    simulators.add(simulator);
    return simulator;
  }

  private Rig rig(Simulator simulator, int maxItems) throws IOException {
    return Rig.start(config(simulator, maxItems));
  }

  private String config(Simulator simulator, int maxItems) throws IOException {
    var relay = new HoldingRelay(simulator.port());
    relays.add(relay);
    return Rig.provider("sim", relay.port())
        + "routes:\n  all: {models: [\"*\"], targets: [{provider: sim}], "
        + "batch: {max_items: %d, max_wait: 10s}}\n".formatted(maxItems);
  }
}
