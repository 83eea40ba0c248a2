package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.error.Errors;
import dev.sluice.testing.Memory;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// When a provider is asked to stream, and what happens where it does not want to.
class UpstreamStreamTest {
  private static final String PLAIN = "{\"model\":\"m\",\"messages\":[]}";
  private static final String STREAM =
      "data:"
          + " {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n"
          + "data: [DONE]\n\n";
  private static final String WHOLE = "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";
  private static final String NO_STREAM =
      "{\"error\":{\"message\":\"Your organization must be verified to stream this model.\","
          + "\"type\":\"invalid_request_error\",\"param\":\"stream\",\"code\":\"unsupported_value\"}}";
  private static final String NO_OPTIONS =
      "{\"error\":{\"message\":\"Unknown parameter:"
          + " 'stream_options'.\",\"param\":\"stream_options\"}}";

  private final Memory memory = new Memory();
  private final ScriptedTransport transport = new ScriptedTransport();
  private final RecordingSink sink = new RecordingSink();

  /// At the vendor's own host, where there is one.
  private ProviderService service(ProviderType type, UpstreamStream stream) {
    URI elsewhere =
        URI.create(
            switch (type) {
              case AZURE -> "https://my.OpenAI.azure.com";
              case BEDROCK -> "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1";
              case VERTEX ->
                  "https://aiplatform.googleapis.com/v1/projects/p/locations/global/endpoints/openapi";
              default -> "https://host/v1";
            });
    return service(type, Preset.of(type).url().orElse(elsewhere), stream);
  }

  private ProviderService service(ProviderType type, URI url, UpstreamStream stream) {
    var config = new ProviderConfig("p", type, url, List.of(), false);
    var trust = new StreamTrust(config);
    return new ProviderService(
        config,
        Optional.empty(),
        Optional.empty(),
        stream,
        trust,
        Errors.classifier(config),
        new ProviderService.Dependencies(memory, transport, Clock.SYSTEM, false));
  }

  private static Call call(Operation operation, String body) {
    return ProviderCalls.of(operation, Unpooled.copiedBuffer(body, UTF_8), Map.of());
  }

  private Outcome send(ProviderService service, String body) throws InterruptedException {
    Call call = call(Operation.CHAT, body);
    try {
      return service.send(call, sink);
    } finally {
      call.body().close();
    }
  }

  private void answers(int status, String body) {
    transport.answers(status, body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHAT|{\"model\":\"m\",\"messages\":[]}|true|true",
        "CHAT|{\"model\":\"m\",\"messages\":[],\"max_tokens\":257}|true|true",
        "CHAT|{\"model\":\"m\",\"messages\":[],\"max_completion_tokens\":256}|false|true",
        "CHAT|{\"model\":\"m\",\"messages\":[],\"audio\":{\"voice\":\"x\"}}|false|false",
        "CHAT|{\"model\":\"m\",\"messages\":[],\"audio\":null}|true|true",
        "COMPLETIONS|{\"model\":\"m\",\"prompt\":\"p\"}|true|true",
        "COMPLETIONS|{\"model\":\"m\",\"prompt\":\"p\",\"best_of\":3}|false|false",
        "RESPONSES|{\"model\":\"m\",\"input\":\"i\"}|true|true",
        "RESPONSES|{\"model\":\"m\",\"input\":\"i\",\"background\":true}|false|false",
        "EMBEDDINGS|{\"model\":\"m\",\"input\":\"i\"}|false|false",
        "MODERATIONS|{\"model\":\"m\",\"input\":\"i\"}|false|false",
      })
  void what_may_be_long_is_streamed(
      Operation operation, String body, boolean auto, boolean always) {
    Call call = call(operation, body);
    assertThat(service(ProviderType.OPENAI, UpstreamStream.AUTO).streams(call)).isEqualTo(auto);
    assertThat(service(ProviderType.OPENAI, UpstreamStream.ALWAYS).streams(call)).isEqualTo(always);
    assertThat(service(ProviderType.OPENAI, UpstreamStream.NEVER).streams(call)).isFalse();
    call.body().close();
  }

  @ParameterizedTest
  @EnumSource(ProviderType.class)
  void only_a_vendor_at_its_own_host_streams_without_being_told_to(ProviderType type) {
    Call call = call(Operation.CHAT, PLAIN);
    Set<ProviderType> anybody =
        EnumSet.of(ProviderType.VLLM, ProviderType.OLLAMA, ProviderType.COMPATIBLE);
    assertThat(service(type, UpstreamStream.AUTO).streams(call)).isEqualTo(!anybody.contains(type));
    URI elsewhere = URI.create("http://127.0.0.1:4000/v1");
    assertThat(service(type, elsewhere, UpstreamStream.AUTO).streams(call)).isFalse();
    assertThat(service(type, elsewhere, UpstreamStream.ALWAYS).streams(call)).isTrue();
    call.body().close();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.services.ai.azure.com, true",
    "https://a.cognitiveservices.azure.com/openai/v1, true",
    "https://openai.azure.com.example.com, false",
    "https://evilopenai.azure.com, false",
  })
  void azure_is_known_by_its_domains(URI url, boolean streams) {
    Call call = call(Operation.CHAT, PLAIN);
    assertThat(service(ProviderType.AZURE, url, UpstreamStream.AUTO).streams(call))
        .isEqualTo(streams);
    call.body().close();
  }

  @Test
  void a_client_that_streams_is_streamed_to_whatever_is_configured() {
    Call call = call(Operation.CHAT, "{\"model\":\"m\",\"messages\":[],\"stream\":true}");
    assertThat(service(ProviderType.OPENAI, UpstreamStream.NEVER).streams(call)).isTrue();
    call.body().close();
  }

  @Test
  void the_stream_becomes_a_whole_answer() throws InterruptedException {
    answers(200, STREAM);
    var openai = service(ProviderType.OPENAI, UpstreamStream.AUTO);
    assertThat(send(openai, PLAIN)).isEqualTo(new Answered());
    assertThat(transport.bodies.getFirst())
        .startsWith("{\"stream\":true,\"stream_options\":{\"include_usage\":true},");
    assertThat(transport.accepted).containsExactly("text/event-stream");
    assertThat(sink.text())
        .startsWith("{\"choices\":")
        .contains("\"message\":{\"content\":\"Hi\",\"refusal\":null,\"annotations\":[]}")
        .contains("\"logprobs\":null");
  }

  @ParameterizedTest
  @EnumSource(UpstreamStream.class)
  void whoever_refuses_to_be_asked_for_usage_is_not_asked(UpstreamStream stream)
      throws InterruptedException {
    answers(200, stream == UpstreamStream.NEVER ? WHOLE : STREAM);
    send(service(ProviderType.MISTRAL, stream), PLAIN);
    assertThat(transport.bodies.getFirst()).doesNotContain("stream_options");
  }

  @Test
  void whoever_is_always_streamed_is_asked_for_usage_and_a_refusal_is_no_failure()
      throws InterruptedException {
    ProviderService any = service(ProviderType.COMPATIBLE, UpstreamStream.ALWAYS);
    answers(200, STREAM);
    assertThat(send(any, PLAIN)).isEqualTo(new Answered());
    answers(400, NO_OPTIONS);
    answers(200, STREAM);
    assertThat(send(any, PLAIN)).isEqualTo(new Answered());
    assertThat(transport.bodies.get(0)).contains("\"include_usage\":true");
    assertThat(transport.bodies.get(2)).isEqualTo("{\"stream\":true," + PLAIN.substring(1));
  }

  @Test
  void a_provider_that_does_not_want_to_stream_is_asked_again_and_not_the_next_time()
      throws InterruptedException {
    var openai = service(ProviderType.OPENAI, UpstreamStream.AUTO);
    answers(400, NO_STREAM);
    answers(200, WHOLE);
    answers(200, WHOLE);
    assertThat(send(openai, PLAIN)).isEqualTo(new Answered());
    assertThat(sink.text()).isEqualTo(WHOLE);
    assertThat(send(openai, PLAIN)).isEqualTo(new Answered());
    assertThat(transport.bodies).hasSize(3);
    assertThat(transport.bodies.subList(1, 3)).containsOnly(PLAIN);
    Call other = call(Operation.CHAT, PLAIN.replace("\"m\"", "\"other\""));
    assertThat(openai.streams(other)).isTrue();
    other.body().close();
  }

  @Test
  void a_provider_that_does_not_know_how_to_tell_usage_streams_without_when_told_to()
      throws InterruptedException {
    var vllm = service(ProviderType.VLLM, UpstreamStream.ALWAYS);
    answers(422, NO_OPTIONS);
    answers(200, STREAM);
    answers(200, STREAM);
    assertThat(send(vllm, PLAIN)).isEqualTo(new Answered());
    assertThat(send(vllm, PLAIN)).isEqualTo(new Answered());
    assertThat(transport.bodies.subList(1, 3))
        .containsOnly("{\"stream\":true," + PLAIN.substring(1));
  }

  @Test
  void a_vendor_that_will_not_tell_usage_is_asked_for_the_whole_answer()
      throws InterruptedException {
    var openai = service(ProviderType.OPENAI, UpstreamStream.AUTO);
    answers(400, NO_OPTIONS);
    answers(200, WHOLE);
    answers(200, WHOLE);
    assertThat(send(openai, PLAIN)).isEqualTo(new Answered());
    assertThat(send(openai, PLAIN)).isEqualTo(new Answered());
    assertThat(transport.bodies.subList(1, 3)).containsOnly(PLAIN);
  }

  @Test
  void a_fault_of_the_clients_that_names_streams_is_told_and_not_remembered()
      throws InterruptedException {
    var openai = service(ProviderType.OPENAI, UpstreamStream.AUTO);
    answers(400, NO_STREAM);
    answers(400, NO_STREAM);
    assertThat(send(openai, PLAIN)).isInstanceOf(Failed.Refused.class);
    assertThat(transport.bodies).hasSize(2);
    answers(200, STREAM);
    send(openai, PLAIN);
    assertThat(transport.bodies.getLast()).contains("\"stream\":true");
  }

  @Test
  void any_other_fault_of_the_clients_is_told_at_once() throws InterruptedException {
    answers(400, "{\"error\":{\"message\":\"messages is empty\"}}");
    assertThat(send(service(ProviderType.OPENAI, UpstreamStream.AUTO), PLAIN))
        .isInstanceOf(Failed.Refused.class);
    assertThat(transport.bodies).hasSize(1);
  }

  @Test
  void who_stops_the_attempt_between_the_two_questions_stops_it() throws InterruptedException {
    answers(400, NO_STREAM);
    Failed late = new Failed.TimedOut(Failed.Phase.TOTAL, Duration.ofSeconds(1));
    List<AttemptInfo> attached = new ArrayList<>();
    var timed =
        new ForwardingSink(sink) {
          @Override
          public void attach(AttemptInfo attempt) {
            attached.add(attempt);
          }
        };
    transport.afterwards =
        () -> {
          transport.afterwards = () -> {};
          attached.getFirst().abort(late);
        };
    Call call = call(Operation.CHAT, PLAIN);
    assertThat(service(ProviderType.OPENAI, UpstreamStream.AUTO).send(call, timed)).isEqualTo(late);
    assertThat(attached).hasSize(1);
    assertThat(transport.bodies).hasSize(2);
    call.body().close();
  }
}
