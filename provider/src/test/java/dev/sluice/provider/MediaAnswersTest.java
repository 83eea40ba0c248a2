package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import dev.sluice.provider.error.Errors;
import dev.sluice.provider.request.BodyScanner;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.MetadataMembers;
import dev.sluice.testing.Memory;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What answers with pictures, sound and transcripts tell, as servers other than OpenAI write them.
class MediaAnswersTest {
  private static final Secret KEY = new Secret("the-key");
  private final FakeTransport transport = new FakeTransport();
  private final RecordingSink sink = new RecordingSink();

  private Outcome send(Call call) throws InterruptedException {
    var config =
        new ProviderConfig(
            "p",
            ProviderType.COMPATIBLE,
            URI.create("https://example.com/v1"),
            List.of(KEY),
            false);
    var service =
        new ProviderService(
            config,
            Optional.of(KEY),
            Optional.empty(),
            UpstreamStream.NEVER,
            new StreamTrust(config),
            Errors.classifier(config),
            new ProviderService.Dependencies(new Memory(), transport, Clock.SYSTEM, false));
    Outcome outcome = service.send(call, sink);
    call.body().close();
    return outcome;
  }

  private static Call json(Operation operation, String body) {
    return ProviderCalls.of(operation, Unpooled.copiedBuffer(body, UTF_8), Map.of());
  }

  private static Call heard(boolean stream) {
    String part = "--B\r\nContent-Disposition: form-data; name=%s\r\n\r\n%s\r\n";
    String form =
        part.formatted("model", "m")
            + part.formatted("stream", stream)
            + part.formatted("file; filename=f", "x")
            + "--B--\r\n";
    byte[] body = form.getBytes(UTF_8);
    var scanner =
        BodyScanner.of(Operation.TRANSCRIPTIONS, "B", "", false, false, MetadataMembers.NONE);
    scanner.add(body, 0, body.length);
    try {
      return new Call(
          "call-1",
          Operation.TRANSCRIPTIONS,
          scanner.facts(),
          new Body(Unpooled.wrappedBuffer(body), () -> {}),
          Map.of("content-type", "multipart/form-data; boundary=B"),
          0,
          new Deadline(0),
          new FakeLoop());
    } catch (InvalidRequest e) {
      throw new AssertionError(e);
    }
  }

  private void answers(String type, String... parts) {
    transport.head = new Head(200, Map.of("content-type", type));
    transport.parts = List.of(parts);
  }

  @Test
  void a_whole_transcript_passes_where_a_stream_was_asked_for() throws InterruptedException {
    answers("application/json", "{\"text\":\"Good day.\"}");
    assertThat(send(heard(true))).isEqualTo(new Answered());
    assertThat(sink.text()).isEqualTo("{\"text\":\"Good day.\"}");
    assertThat(requireNonNull(sink.head).headers())
        .containsEntry("content-type", "application/json");
  }

  @Test
  void whole_pictures_pass_where_a_stream_was_asked_for() throws InterruptedException {
    answers("application/json", "{\"data\":[{\"b64_json\":\"aaaa\"}]}");
    Call call = json(Operation.IMAGES, "{\"model\":\"m\",\"prompt\":\"p\",\"stream\":true}");
    assertThat(send(call)).isEqualTo(new Answered());
    assertThat(sink.usage().extras().uses()).containsEntry(PricedExtra.IMAGE, 1L);
  }

  @Test
  void an_answer_without_pictures_tells_that_there_are_none() throws InterruptedException {
    answers("application/json", "{\"created\":1,\"data\":[]}");
    assertThat(send(json(Operation.IMAGES, "{\"model\":\"m\",\"prompt\":\"p\"}")))
        .isEqualTo(new Answered());
    assertThat(sink.usage().extras().uses()).isEqualTo(Map.of(PricedExtra.IMAGE, 0L));
  }

  @Test
  void an_error_in_a_whole_answer_is_one_where_a_stream_was_asked_for()
      throws InterruptedException {
    answers("application/json", "{\"error\":{\"message\":\"no\"}}");
    assertThat(send(heard(true))).isInstanceOf(Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain; charset=utf-8", "text/vtt;charset=UTF-8", "text/plain"})
  void a_text_keeps_its_media_types_parameters(String type) throws InterruptedException {
    answers(type, "Grüße");
    assertThat(send(heard(false))).isEqualTo(new Answered());
    assertThat(requireNonNull(sink.head).headers()).containsEntry("content-type", type);
    assertThat(sink.text()).isEqualTo("Grüße");
  }

  @Test
  void sound_keeps_its_rate() throws InterruptedException {
    answers("audio/L16; rate=24000", "abc");
    send(json(Operation.SPEECH, "{\"model\":\"m\",\"input\":\"Hello\"}"));
    assertThat(requireNonNull(sink.head).headers())
        .containsEntry("content-type", "audio/L16; rate=24000");
  }

  @Test
  void the_text_of_a_silent_sound_is_empty_and_silent_speech_is_no_answer()
      throws InterruptedException {
    answers("text/plain; charset=utf-8");
    assertThat(send(heard(false))).isEqualTo(new Answered());
    answers("audio/mpeg");
    assertThat(send(json(Operation.SPEECH, "{\"model\":\"m\",\"input\":\"Hello\"}")))
        .isInstanceOf(Failed.BadAnswer.class);
  }

  @Test
  void a_stream_in_the_form_of_chats_is_understood() throws InterruptedException {
    String chunk =
        "data: {\"object\":\"transcription.chunk\",\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n";
    answers(
        "text/event-stream",
        chunk.formatted(""),
        chunk.formatted("Good"),
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}\n\n",
        "data: [DONE]\n\n");
    assertThat(send(heard(true))).isEqualTo(new Answered());
    assertThat(sink.told()).containsSubsequence("MEANINGFUL", "usage 9 4 0", "TERMINATED", "end");
  }

  @Test
  void the_seconds_and_tokens_of_a_transcript_have_other_names() throws InterruptedException {
    answers(
        "application/json",
        "{\"text\":\"a\",\"usage\":{\"prompt_audio_seconds\":203,\"prompt_tokens\":4,"
            + "\"completion_tokens\":635,\"total_tokens\":3264}}");
    assertThat(send(heard(false))).isEqualTo(new Answered());
    assertThat(sink.usage().input()).isEqualTo(4);
    assertThat(sink.usage().output()).isEqualTo(635);
    assertThat(sink.usage().extras().uses()).containsEntry(PricedExtra.AUDIO_SECOND, 203L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"b64_json":"aa","url":""}                | 1
          {"b64_json":"aa","url":"https://x"}       | 1
          {"url":"https://x","b64_json":null}       | 1
          {"b64_json":"aa"},{"url":"https://x"}     | 2
          {"b64_json":"aa"},{"url":"","error":"x"}  | 1
          """)
  void a_picture_counts_once_in_whatever_forms_it_is_there(String data, long count)
      throws InterruptedException {
    answers("application/json", "{\"data\":[" + data + "]}");
    send(json(Operation.IMAGES, "{\"model\":\"m\",\"prompt\":\"p\"}"));
    assertThat(sink.usage().extras().uses()).containsEntry(PricedExtra.IMAGE, count);
  }
}
