package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.NotFoundException;
import com.anthropic.models.messages.batches.BatchCreateParams;
import com.anthropic.models.messages.batches.BatchCreateParams.Request;
import com.anthropic.models.messages.batches.MessageBatch;
import com.anthropic.models.messages.batches.MessageBatchIndividualResponse;
import com.anthropic.models.messages.batches.MessageBatchResult;
import com.anthropic.services.blocking.messages.BatchService;
import dev.sluice.it.installed.Installed;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Anthropic's official clients go the whole way of a batch of messages unchanged, in front of a
/// provider of chats: make, look, fetch the results, list, cancel, delete. Needs Python and Node,
/// and fails without them.
class MessageBatchClientsTest {
  private static final String ROUTES =
      """
      providers: {sim: {type: compatible, url: "%s", allow_private: true}}
      routes: {all: {models: [m, slow], targets: [{provider: sim}]}}
      """;

  @TempDir private static Path folder;
  private static BatchGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Model slow = Model.named("slow").speed(Speed.of(Duration.ofSeconds(60), Duration.ZERO));
    gateway = new BatchGateway(folder, Scenario.of(Model.named("m"), slow), ROUTES);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Request request(String name, String model) {
    return Request.builder()
        .customId(name)
        .params(Request.Params.builder().model(model).maxTokens(100).addUserMessage(name).build())
        .build();
  }

  private static MessageBatch end(BatchService batches, MessageBatch made) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> batches.retrieve(made.id()),
            batch -> batch.processingStatus().equals(MessageBatch.ProcessingStatus.ENDED));
  }

  private static Map<String, MessageBatchResult> results(BatchService batches, MessageBatch done) {
    try (StreamResponse<MessageBatchIndividualResponse> all = batches.resultsStreaming(done.id())) {
      return all.stream()
          .collect(
              Collectors.toMap(
                  MessageBatchIndividualResponse::customId,
                  MessageBatchIndividualResponse::result));
    }
  }

  private static MessageBatchResult of(Map<String, MessageBatchResult> results, String name) {
    return Objects.requireNonNull(results.get(name));
  }

  @Test
  void anthropic_java_goes_the_whole_way() {
    AnthropicClient client =
        AnthropicOkHttpClient.builder()
            .baseUrl(gateway.gateway.url())
            .apiKey(BatchGateway.RED)
            .maxRetries(0)
            .build();
    BatchService batches = client.messages().batches();
    MessageBatch made =
        batches.create(
            BatchCreateParams.builder()
                .addRequest(request("a", "m"))
                .addRequest(request("b", "unknown"))
                .build());
    assertThat(made.validate().processingStatus())
        .isEqualTo(MessageBatch.ProcessingStatus.IN_PROGRESS);
    MessageBatch done = end(batches, made).validate();
    assertThat(done.requestCounts().succeeded()).isEqualTo(1);
    Map<String, MessageBatchResult> found = results(batches, done);
    assertThat(of(found, "a").asSucceeded().message().content()).isNotEmpty();
    assertThat(of(found, "b").asErrored().error().error().isNotFoundError()).isTrue();
    assertThat(batches.list().items()).extracting(MessageBatch::id).contains(done.id());
    assertThat(batches.delete(done.id()).id()).isEqualTo(done.id());
    assertThatThrownBy(() -> batches.retrieve(done.id())).isInstanceOf(NotFoundException.class);
    MessageBatch slow =
        batches.create(BatchCreateParams.builder().addRequest(request("a", "slow")).build());
    assertThat(batches.cancel(slow.id()).cancelInitiatedAt()).isPresent();
    assertThat(of(results(batches, end(batches, slow)), "a").isCanceled()).isTrue();
  }

  @Test
  void anthropic_for_python_goes_the_whole_way() throws Exception {
    var builder =
        new ProcessBuilder(
                Installed.python("anthropic-2"),
                "message_batches.py",
                gateway.gateway.url(),
                BatchGateway.RED)
            .directory(Installed.PYTHON.toFile());
    Installed.compileOnce(builder);
    assertThat(BatchClientsTest.said(builder))
        .contains("passed: cycle", "passed: errors", "passed: cancel", "passed: beta");
  }

  @Test
  void anthropic_for_node_goes_the_whole_way() throws Exception {
    assertThat(node("message-batches.mjs", gateway.gateway.url()))
        .contains("passed: cycle", "passed: errors", "passed: cancel");
  }

  /// What a program of Node says, with the clients of the matrix.
  static String node(String program, String url) throws Exception {
    var builder =
        new ProcessBuilder(Installed.node(), program, url, BatchGateway.RED)
            .directory(Installed.npm("matrix").toFile());
    Installed.compileOnce(builder);
    return BatchClientsTest.said(builder);
  }
}
