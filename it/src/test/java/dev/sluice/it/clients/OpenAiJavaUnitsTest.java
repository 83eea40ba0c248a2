package dev.sluice.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The client for Java gets speech, pictures and transcripts; it writes forms in chunks.
class OpenAiJavaUnitsTest {
  private static final int MEGABYTE = 1 << 20;

  private static Gatehouse gatehouse;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    gatehouse = new Gatehouse();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(gatehouse.url())
            .apiKey(Gatehouse.KEY)
            .maxRetries(0)
            .build();
  }

  @AfterAll
  static void close() {
    client.close();
    gatehouse.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp3", "opus", "aac", "flac", "wav"})
  void speech_is_bytes(String format) throws IOException {
    var params =
        SpeechCreateParams.builder()
            .model("m")
            .input("Hello")
            .voice("alloy")
            .responseFormat(SpeechCreateParams.ResponseFormat.of(format))
            .build();
    try (HttpResponse answer = client.audio().speech().create(params);
        InputStream sound = answer.body()) {
      assertThat(sound.readAllBytes()).hasSize(500);
    }
  }

  @Test
  void pictures_come_whole_and_streamed() {
    ImageGenerateParams params =
        ImageGenerateParams.builder().model("m").prompt("a cat").size("1024x1024").build();
    assertThat(client.images().generate(params).data().orElseThrow()).hasSize(1);
    ImageGenerateParams partial = params.toBuilder().partialImages(1).build();
    try (StreamResponse<ImageGenStreamEvent> events = client.images().generateStreaming(partial)) {
      List<ImageGenStreamEvent> all = events.stream().toList();
      assertThat(all).hasSize(2);
      assertThat(all.getFirst().isGenerationPartialImage()).isTrue();
      assertThat(all.getLast().isGenerationCompleted()).isTrue();
    }
  }

  @Test
  void four_pictures_of_ten_megabytes_are_edited() {
    List<ByteArrayInputStream> pictures =
        Stream.generate(() -> new ByteArrayInputStream(new byte[10 * MEGABYTE])).limit(4).toList();
    ImageEditParams params =
        ImageEditParams.builder()
            .imageOfInputStreams(pictures)
            .model("m")
            .prompt("a cat")
            .size("256x256")
            .build();
    assertThat(client.images().edit(params).data().orElseThrow()).hasSize(1);
  }

  @Test
  void a_picture_of_ten_megabytes_is_edited() {
    ImageEditParams params =
        ImageEditParams.builder()
            .image(new byte[10 * MEGABYTE])
            .model("m")
            .prompt("a cat")
            .size("256x256")
            .build();
    assertThat(client.images().edit(params).data().orElseThrow()).hasSize(1);
  }

  @Test
  void a_sound_is_transcribed() {
    TranscriptionCreateParams params =
        TranscriptionCreateParams.builder().file(new byte[40_000]).model("m").build();
    assertThat(client.audio().transcriptions().create(params).asTranscription().text())
        .isEqualTo("Guten Tag.");
  }
}
