package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras.Use;
import dev.sluice.call.request.RequestFacts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The facts of requests that are forms.
class FormScannerTest {
  private static final String MODEL = part("model", "m");

  private static String part(String name, String content) {
    return "--B\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + content
        + "\r\n";
  }

  private static String file(String name, String content) {
    return "--B\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"; filename=\"f\"\r\n\r\n"
        + content
        + "\r\n";
  }

  private static RequestFacts scan(Operation operation, String parts) throws InvalidRequest {
    var scanner = BodyScanner.of(operation, "B", "", false, false, MetadataMembers.NONE);
    byte[] body = (parts + "--B--\r\n").getBytes(ISO_8859_1);
    scanner.add(body, 0, body.length);
    return scanner.facts();
  }

  @Test
  void a_model_that_the_path_names_counts_whatever_the_form_says() throws InvalidRequest {
    String parts = part("model", "other") + file("file", "x");
    var scanner =
        BodyScanner.of(Operation.TRANSCRIPTIONS, "B", "named", false, false, MetadataMembers.NONE);
    byte[] body = (parts + "--B--\r\n").getBytes(ISO_8859_1);
    scanner.add(body, 0, body.length);
    RequestFacts facts = scanner.facts();
    assertThat(facts.model()).isEqualTo("named");
    assertThat(new String(body, facts.modelStart(), 5, ISO_8859_1)).isEqualTo("other");
  }

  private static Use heard(String parts) throws InvalidRequest {
    return scan(Operation.TRANSCRIPTIONS, MODEL + parts).extras().unit().orElseThrow();
  }

  /// A WAV file with a head and so many bytes.
  private static String wav(int samples, int frame, int size) {
    ByteBuffer head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    head.put("RIFF".getBytes(ISO_8859_1)).putInt(36 + size);
    head.put("WAVEfmt ".getBytes(ISO_8859_1)).putInt(16).putShort((short) 1).putShort((short) 1);
    head.putInt(samples).putInt(samples * frame).putShort((short) frame).putShort((short) 16);
    head.put("data".getBytes(ISO_8859_1)).putInt(size);
    return new String(head.array(), ISO_8859_1) + "x".repeat(size);
  }

  @Test
  void a_wav_file_tells_how_long_it_is() throws InvalidRequest {
    Use heard = heard(file("file", wav(16_000, 2, 32_000 * 3 - 44)));
    assertThat(heard.extra()).contains(PricedExtra.AUDIO_SECOND);
    assertThat(heard.most()).isEqualTo(3);
    assertThat(heard.isSure()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"4000000, 1000", "192001, 2", "16000, 33", "16000, 0"})
  void a_head_that_no_sound_has_makes_nothing_shorter(int samples, int frame)
      throws InvalidRequest {
    Use heard = heard(file("file", wav(samples, frame, 30_000 - 44)));
    assertThat(heard.most()).isEqualTo(40);
    assertThat(heard.isSure()).isFalse();
  }

  @Test
  void another_sound_is_likely_as_long_as_speech_and_at_most_as_slow_coders_make_it()
      throws InvalidRequest {
    Use heard = heard(file("file", "x".repeat(30_000)));
    assertThat(heard.likely()).isEqualTo(8);
    assertThat(heard.atMost(true)).isEqualTo(40);
    assertThat(heard.untold()).hasValue(8);
    assertThat(heard.isSure()).isFalse();
  }

  @Test
  void a_sound_without_the_name_of_a_file_counts_like_any_other() throws InvalidRequest {
    RequestFacts facts = scan(Operation.TRANSCRIPTIONS, MODEL + part("file", "x".repeat(30_000)));
    assertThat(facts.extras().unit().orElseThrow().most()).isEqualTo(40);
    assertThat(facts.attached().bytes()).isEqualTo(30_000);
  }

  @Test
  void a_second_sound_is_refused() {
    String two = file("file", wav(16_000, 2, 100)) + file("file", "x".repeat(9_000));
    assertThatThrownBy(() -> scan(Operation.TRANSCRIPTIONS, MODEL + two))
        .isInstanceOfSatisfying(
            InvalidRequest.class,
            why -> assertThat(why.why().message()).contains("`file` is there twice"));
  }

  @ParameterizedTest
  @CsvSource({"url", "file_url", "file_id"})
  void a_sound_that_is_elsewhere_has_no_known_length(String field) throws InvalidRequest {
    RequestFacts facts =
        scan(Operation.TRANSCRIPTIONS, MODEL + part(field, "https://example.com/a.mp3"));
    assertThat(facts.attached().named()).isTrue();
    assertThat(facts.extras().uses())
        .extracting(Use::extra, Use::member)
        .containsExactly(tuple(Optional.empty(), field));
    assertThatThrownBy(
            () -> scan(Operation.TRANSCRIPTIONS, MODEL + part(field, "x") + file("file", "x")))
        .isInstanceOfSatisfying(
            InvalidRequest.class, why -> assertThat(why.why().message()).contains("beside `file`"));
  }

  @Test
  void pictures_and_masks_are_counted() throws InvalidRequest {
    String pictures = file("image[]", "12345").repeat(3) + file("mask", "123");
    RequestFacts facts = scan(Operation.IMAGE_EDITS, MODEL + pictures + part("prompt", "p"));
    assertThat(facts.attached()).isEqualTo(new RequestFacts.Attached(18, false, false, 4));
    String json =
        "{\"prompt\":\"p\",\"images\":[{\"image_url\":\"data:aaaa\"},{\"file_id\":\"f\"}],\"mask\":{}}";
    byte[] body = json.getBytes(ISO_8859_1);
    RequestFacts told = RequestScanner.scan(Operation.IMAGE_EDITS, body, 0, body.length);
    assertThat(told.attached().pictures()).isEqualTo(3);
    assertThat(told.attached().bytes()).isGreaterThan("data:aaaa".length());
  }
}
