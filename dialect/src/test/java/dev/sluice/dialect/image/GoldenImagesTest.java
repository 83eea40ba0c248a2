package dev.sluice.dialect.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.WholeTranslation.Answer;
import dev.sluice.dialect.rule.WholeTranslation.Refused;
import dev.sluice.dialect.rule.WholeTranslation.Request;
import dev.sluice.dialect.rule.WholeTranslation.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Pictures that clients of OpenAI's ask Google's models for, byte for byte.
class GoldenImagesTest {
  private static final String CAT = "{\"model\":\"m\",\"prompt\":\"a \\\"cat\\\"\"%s}";

  private static Result translated(ImageForm provider, String body, boolean strict) {
    return new ImageTranslation(provider)
        .request(body.getBytes(UTF_8), "x", strict, HeapMeter.unbounded());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          IMAGEN | ``                                   | ``                                        | ``
          IMAGEN | ,"n":4,"size":"1024x1024"            | ,"aspectRatio":"1:1"                      | ``
          IMAGEN | ,"size":"1792x1024"                  | ,"aspectRatio":"16:9"                     | ``
          IMAGEN | ,"size":"1024x1792","quality":"hd"   | ,"aspectRatio":"9:16"                     | quality
          IMAGEN | ,"size":"1536x1024"                  | ``                                        | size
          IMAGEN | ,"size":"auto","quality":"auto"      | ``                                        | ``
          IMAGEN | ,"output_format":"jpeg","output_compression":80,"user":"u" | ,"outputOptions":{"mimeType":"image/jpeg","compressionQuality":80} | user
          GEMINI | ``                                   | ``                                        | ``
          GEMINI | ,"n":1,"size":"1536x1024"            | ,"imageConfig":{"aspectRatio":"3:2"}      | ``
          GEMINI | ,"size":"1024x1536","stream":false   | ,"imageConfig":{"aspectRatio":"2:3"}      | ``
          GEMINI | ,"size":"huge","partial_images":0    | ``                                        | size
          GEMINI | ,"output_format":"webp","background":"transparent","partial_images":2 | ``       | background,partial_images,output_format
          """)
  void a_request_is_what_its_provider_documents(
      ImageForm provider, String more, String expected, String dropped) {
    String body = CAT.formatted(more);
    Request request = (Request) translated(provider, body, false);
    long count = more.contains("\"n\":4") ? 4 : 1;
    String whole =
        provider == ImageForm.IMAGEN
            ? "{\"instances\":[{\"prompt\":\"a \\\"cat\\\"\"}],\"parameters\":{\"sampleCount\":%d%s}}"
                .formatted(count, expected)
            : "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a \\\"cat\\\"\"}]}],"
                + "\"generationConfig\":{\"responseModalities\":[\"IMAGE\"]%s}}"
                    .formatted(expected);
    assertThat(new String(request.body(), UTF_8)).isEqualTo(whole);
    assertThat(String.join(",", request.dropped())).isEqualTo(dropped);
    assertThat(translated(provider, body, true))
        .isInstanceOf(dropped.isEmpty() ? Request.class : Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GEMINI | {"model":"m","prompt":"p","n":2}                      | n               | one picture a call
          IMAGEN | {"model":"m","prompt":"p","n":5}                      | n               | at most 4
          IMAGEN | {"model":"m","prompt":"p","n":0}                      | n               | 1 to 10
          IMAGEN | {"model":"m","prompt":"p","n":"x"}                    | n               | 1 to 10
          GEMINI | {"model":"m","prompt":"p","stream":true}              | stream          | pictures whole
          GEMINI | {"model":"m","prompt":"p","response_format":"url"}    | response_format | picture itself
          GEMINI | {"model":"m"}                                         | prompt          | is missing
          GEMINI | {"model":"m","prompt":["p"]}                          | prompt          | is missing
          IMAGEN | {"model":"m","prompt":"p","output_compression":101}   | output_compression | 0 to 100
          GEMINI | nothing                                               | ``              | cannot be read
          """)
  void what_a_target_cannot_draw_is_refused_by_its_path(
      ImageForm provider, String body, String path, String why) {
    Refused refused = (Refused) translated(provider, body, false);
    assertThat(refused.path()).isEqualTo(path);
    assertThat(refused.why()).contains(why);
  }

  private static Answer answer(ImageForm provider, String answer) {
    Request request = (Request) translated(provider, CAT.formatted(""), false);
    return request.answers().of(answer.getBytes(UTF_8), 7, HeapMeter.unbounded());
  }

  private static String whole(ImageForm provider, String answer) {
    return new String(((Answer.Whole) answer(provider, answer)).body(), UTF_8);
  }

  @Test
  void pictures_of_imagen_come_in_their_order() {
    assertThat(
            whole(
                ImageForm.IMAGEN,
                """
                {"predictions":[{"bytesBase64Encoded":"AAA=","mimeType":"image/png"},
                 {"raiFilteredReason":"no"},{"mimeType":"image/png","bytesBase64Encoded":"BBB="}]}
                """))
        .isEqualTo(
            "{\"created\":0,\"data\":[{\"b64_json\":\"AAA=\"},{\"b64_json\":\"BBB=\"}],"
                + "\"output_format\":\"png\"}");
  }

  @Test
  void a_picture_of_gemini_comes_with_its_usage_and_without_thoughts() {
    assertThat(
            whole(
                ImageForm.GEMINI,
                """
                {"candidates":[{"content":{"role":"model","parts":[
                 {"inlineData":{"mimeType":"image/png","data":"draft"},"thought":true},
                 {"text":"Here it is"},{"inlineData":{"mimeType":"image/jpeg","data":"AAA="}}]},
                 "finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":270,
                 "candidatesTokenCount":1306,"thoughtsTokenCount":4,
                 "promptTokensDetails":[{"modality":"TEXT","tokenCount":12},
                 {"modality":"IMAGE","tokenCount":258}],
                 "candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]}}
                """))
        .isEqualTo(
            "{\"created\":0,\"data\":[{\"b64_json\":\"AAA=\"}],\"output_format\":\"jpeg\","
                + "\"usage\":{\"input_tokens\":270,\"output_tokens\":1310,\"total_tokens\":1580,"
                + "\"input_tokens_details\":{\"text_tokens\":12,\"image_tokens\":258},"
                + "\"output_tokens_details\":{\"image_tokens\":1290,\"text_tokens\":20}}}");
  }

  @ParameterizedTest
  @EnumSource(ImageForm.class)
  void what_is_not_allowed_is_an_answer_without_pictures(ImageForm provider) {
    String blocked =
        "{\"candidates\":[{\"finishReason\":\"IMAGE_SAFETY\"}],\"predictions\":[{\"raiFilteredReason\":\"x\"}]}";
    assertThat(whole(provider, blocked)).isEqualTo("{\"created\":0,\"data\":[]}");
  }

  @ParameterizedTest
  @EnumSource(ImageForm.class)
  void an_answer_that_makes_no_sense_is_none(ImageForm provider) {
    assertThat(answer(provider, "{\"candidates\":")).isInstanceOf(Answer.Broken.class);
    assertThat(whole(provider, "{\"candidates\":7,\"predictions\":{\"a\":1},\"usageMetadata\":[]}"))
        .isEqualTo("{\"created\":0,\"data\":[]}");
  }

  @Test
  void an_error_is_told_in_the_clients_words() {
    var translation = new ImageTranslation(ImageForm.IMAGEN);
    AnswerFault fault =
        translation.fault(
            429,
            "{\"error\":{\"code\":429,\"message\":\"slow\",\"status\":\"RESOURCE_EXHAUSTED\"}}"
                .getBytes(UTF_8));
    assertThat(translation.status(fault)).isEqualTo(429);
    assertThat(translation.errorBody(fault)).contains("\"rate_limit_error\"", "\"slow\"");
    assertThat(translation.fault(503, new byte[0]).message()).contains("503");
    assertThat(translation.rateLimits(Map.of())).isEmpty();
  }
}
