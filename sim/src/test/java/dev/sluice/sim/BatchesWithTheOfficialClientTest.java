package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchesWithTheOfficialClientTest {
  private final Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
  private final OpenAIClient client = OpenAiClient.of(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private FileObject upload(String content) {
    InputStream in = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    return client
        .files()
        .create(
            FileCreateParams.builder()
                .purpose(FilePurpose.BATCH)
                .file(
                    MultipartField.<InputStream>builder()
                        .value(in)
                        .filename("in.jsonl")
                        .contentType("application/jsonl")
                        .build())
                .build());
  }

  private Batch create(String fileId) {
    return client
        .batches()
        .create(
            BatchCreateParams.builder()
                .inputFileId(fileId)
                .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                .completionWindow(BatchCreateParams.CompletionWindow._24H)
                .build());
  }

  @Test
  void a_batch_is_made_watched_and_fetched() throws IOException {
    Batch made = create(upload(ProviderCalls.chats("m", 50)).id());
    Batch done =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> client.batches().retrieve(made.id()),
                batch -> batch.status().equals(Batch.Status.COMPLETED));

    assertThat(done.requestCounts().orElseThrow().completed()).isEqualTo(50);
    String output = done.outputFileId().orElseThrow();
    try (var content = client.files().content(output)) {
      String text = new String(content.body().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text.lines()).hasSize(50).allMatch(line -> line.contains("chat.completion"));
    }
    assertThat(client.files().retrieve(output).bytes()).isPositive();
    assertThat(client.batches().list().items()).extracting(Batch::id).containsExactly(made.id());
    assertThat(client.files().list().items()).hasSize(2);
    assertThat(client.files().delete(output).deleted()).isTrue();
    assertThat(simulator.recorded().lineBill("m").calls()).isEqualTo(50);
  }
}
