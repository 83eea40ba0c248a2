package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.error.Errors;
import dev.sluice.testing.Memory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Answers that are put together, and the memory that they take.
class ScarceMemoryTest {
  private static final String ASKED = "{\"model\":\"m\",\"messages\":[]}";
  private static final String WHOLE = "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";
  private static final String TEXT = "x".repeat(100_000);
  private static final String LARGE =
      ("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + TEXT + "\"}}]}\n\n").repeat(3)
          + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n";
  private static final int PIECE = 64 * 1024;

  private final Memory memory = new Memory();
  private final ScriptedTransport transport = new ScriptedTransport();
  private final RecordingSink sink = new RecordingSink();
  private final Client client = new Client();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  @Test
  void an_answer_that_finds_no_memory_ends_its_call_and_nothing_else() throws InterruptedException {
    memory.max = 300_000;
    transport.answers(200, LARGE);
    assertThat(send(UpstreamStream.ALWAYS)).isEqualTo(new Failed.OutOfMemory());
    assertThat(sink.text()).isEmpty();
    assertThat(memory.used()).isZero();
  }

  @Test
  void an_answer_takes_no_more_than_twice_its_bytes_and_its_largest_event()
      throws InterruptedException {
    memory.max = 2 * 3 * 110_000 + 2 * 110_000;
    transport.answers(200, LARGE);
    assertThat(send(UpstreamStream.ALWAYS)).isEqualTo(new Answered());
    assertThat(sink.text()).contains(TEXT.repeat(3));
    assertThat(memory.used()).isZero();
  }

  @Test
  void auto_asks_for_the_whole_answer_when_memory_is_scarce() throws InterruptedException {
    memory.tight = true;
    transport.answers(200, WHOLE);
    assertThat(send(UpstreamStream.AUTO)).isEqualTo(new Answered());
    assertThat(transport.bodies).containsExactly(ASKED);
    assertThat(client.toldWhole).isTrue();
    assertThat(sink.text()).isEqualTo(WHOLE);
  }

  @Test
  void always_streams_however_scarce_it_is() throws InterruptedException {
    memory.tight = true;
    transport.answers(200, LARGE);
    assertThat(send(UpstreamStream.ALWAYS)).isEqualTo(new Answered());
    assertThat(transport.bodies.getFirst()).contains("\"stream\":true");
  }

  @Test
  void a_large_answer_is_passed_on_at_the_pace_of_its_client() throws InterruptedException {
    Thread caller = answering();
    assertThat(client.largest).isEqualTo(PIECE);
    assertThat(sink.bytes.size()).isBetween(PIECE, 2 * PIECE);
    assertThat(memory.used()).isGreaterThan(300_000);
    client.readOn();
    caller.join();
    assertThat(outcome).isCompletedWithValue(new Answered());
    assertThat(sink.text()).contains(TEXT.repeat(3));
    assertThat(client.largest).isEqualTo(PIECE);
    assertThat(sink.told()).endsWith("end");
    assertThat(memory.used()).isZero();
  }

  @Test
  void who_leaves_while_it_is_passed_on_gives_its_memory_back() throws InterruptedException {
    Thread caller = answering();
    caller.interrupt();
    caller.join();
    client.readOn();
    assertThat(outcome).isCancelled();
    assertThat(sink.bytes.size()).isBetween(PIECE, 2 * PIECE);
    assertThat(sink.told()).doesNotContain("end");
    assertThat(memory.used()).isZero();
  }

  @Test
  void whoever_loses_patience_stops_it() throws InterruptedException {
    Thread caller = answering();
    var late = new Failed.TimedOut(Failed.Phase.TOTAL, Duration.ofMinutes(1));
    Objects.requireNonNull(client.feed).abort(late);
    caller.join();
    assertThat(outcome).isCompletedWithValue(late);
    assertThat(memory.used()).isZero();
  }

  /// A call whose client has read what its answer begins with, a piece of its text, and no more.
  private Thread answering() {
    client.reads = 2;
    transport.answers(200, LARGE);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    outcome.complete(send(UpstreamStream.ALWAYS));
                  } catch (InterruptedException left) {
                    outcome.cancel(false);
                  }
                });
    await().until(() -> client.resume != null);
    return caller;
  }

  private Outcome send(UpstreamStream stream) throws InterruptedException {
    var config =
        new ProviderConfig(
            "p",
            ProviderType.OPENAI,
            Preset.of(ProviderType.OPENAI).url().orElseThrow(),
            List.of(),
            false);
    var service =
        new ProviderService(
            config,
            Optional.empty(),
            Optional.empty(),
            stream,
            new StreamTrust(config),
            Errors.classifier(config),
            new ProviderService.Dependencies(memory, transport, Clock.SYSTEM, false));
    Call call = ProviderCalls.of(Operation.CHAT, Unpooled.copiedBuffer(ASKED, UTF_8), Map.of());
    try {
      return service.send(call, client);
    } finally {
      call.body().close();
    }
  }

  /// Takes as many parts as it reads.
  private final class Client extends ForwardingSink {
    private int reads = Integer.MAX_VALUE;
    private int largest;
    private boolean toldWhole;
    private @Nullable AttemptInfo feed;
    private volatile @Nullable Runnable resume;

    Client() {
      super(sink);
    }

    void readOn() {
      reads = Integer.MAX_VALUE;
      Objects.requireNonNull(resume).run();
    }

    @Override
    public void attach(AttemptInfo attempt) {
      feed = attempt;
      super.attach(attempt);
    }

    @Override
    public void signal(Signal signal) {
      toldWhole |= signal instanceof Signal.Whole;
    }

    @Override
    public void body(ByteBuf bytes) {
      reads--;
      largest = Math.max(largest, bytes.readableBytes());
      super.body(bytes);
    }

    @Override
    public boolean writable() {
      return reads > 0;
    }

    @Override
    public void onWritable(Runnable task) {
      resume = task;
    }
  }
}
