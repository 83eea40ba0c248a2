package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateRequestTest {
  private static RequestFacts scan(Operation operation, String model, boolean stream, String body)
      throws InvalidRequest {
    var scanner = new RequestScanner(operation, model, stream);
    byte[] bytes = body.getBytes(UTF_8);
    scanner.add(bytes, 0, bytes.length);
    return scanner.facts();
  }

  private static RequestFacts scan(String body) throws InvalidRequest {
    return scan(Operation.GENERATE, "org/m:1", false, body);
  }

  private static String part(String part) {
    return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}," + part + "]}]}";
  }

  @Test
  void model_and_stream_are_those_of_the_path() throws InvalidRequest {
    RequestFacts facts = scan(Operation.GENERATE, "org/m:1", true, "{\"contents\":[]}");
    assertThat(facts.model()).isEqualTo("org/m:1");
    assertThat(facts.stream()).isTrue();
    assertThat(facts.modelEnd()).isZero();
    assertThat(scan("{\"contents\":[],\"stream\":true,\"model\":\"models/x\"}"))
        .satisfies(
            other -> {
              assertThat(other.model()).isEqualTo("org/m:1");
              assertThat(other.stream()).isFalse();
              assertThat(other.modelEnd()).isPositive();
            });
  }

  @Test
  void a_body_names_the_model_where_there_is_no_path() throws InvalidRequest {
    String body = "{\"model\":\"models/gemini-x\",\"contents\":{\"parts\":[]}}";
    byte[] bytes = body.getBytes(UTF_8);
    assertThat(RequestScanner.scan(Operation.GENERATE, bytes, 0, bytes.length).model())
        .isEqualTo("gemini-x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"maxOutputTokens\":7,\"temperature\":0,\"candidateCount\":2}",
        "{\"max_output_tokens\":7,\"temperature\":0.0,\"candidate_count\":2}"
      })
  void settings_are_found_in_either_spelling(String config) throws InvalidRequest {
    String name = config.contains("_") ? "generation_config" : "generationConfig";
    RequestFacts facts = scan("{\"contents\":[],\"" + name + "\":" + config + "}");
    assertThat(facts.maxTokens()).isEqualTo(OptionalLong.of(7));
    assertThat(facts.streaming().choices()).isEqualTo(2);
    assertThat(facts.reuse()).isEqualTo(Cacheability.ALWAYS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'generationConfig':{'maxOutputTokens':7,'max_output_tokens':1,'candidateCount':2,'candidate_count':1}",
        "'generationConfig':{'max_output_tokens':1,'maxOutputTokens':7,'candidate_count':1,'candidateCount':2}",
        "'generationConfig':{'maxOutputTokens':7,'candidateCount':2},'generation_config':{'maxOutputTokens':1,'candidateCount':1}"
      })
  void of_two_spellings_the_larger_counts(String config) throws InvalidRequest {
    RequestFacts facts = scan(("{'contents':[]," + config + "}").replace('\'', '"'));
    assertThat(facts.maxTokens()).isEqualTo(OptionalLong.of(7));
    assertThat(facts.streaming().choices()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'serviceTier':'priority','service_tier':'flex'",
        "'generationConfig':{'maxOutputTokens':1,'maxOutputTokens':7}"
      })
  void a_tier_in_two_spellings_and_a_setting_twice_are_refused(String twice) {
    String body = ("{'contents':[]," + twice + "}").replace('\'', '"');
    assertThatThrownBy(() -> scan(body)).isInstanceOf(InvalidRequest.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'parts':{'fileData':{'fileUri':'gs://b/o'}}}",
        "[{'parts':{'file_data':{'file_uri':'gs://b/o'}}}]",
        "[{'parts':[{'functionResponse':{'parts':[{'fileData':{'fileUri':'gs://b/o'}}]}}]}]"
      })
  void a_file_is_seen_in_one_part_and_in_a_result(String contents) throws InvalidRequest {
    String body = ("{'contents':" + contents + "}").replace('\'', '"');
    assertThat(scan(body).attached().named()).isTrue();
  }

  @Test
  void more_candidates_than_any_provider_gives_are_refused() {
    String config =
        "{\"contents\":[],\"generationConfig\":{\"candidateCount\":288230376151711744}}";
    assertThatThrownBy(() -> scan(config))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining(
            "is 288230376151711744; it must be a whole number of choices, at most 4096");
  }

  @Test
  void media_and_kept_files_are_found_in_parts() throws InvalidRequest {
    RequestFacts plain = scan(part("{\"text\":\"x\"}"));
    assertThat(plain.media()).isFalse();
    assertThat(plain.pinned()).isFalse();
    assertThat(
            scan(part("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AA==\"}}")).media())
        .isTrue();
    assertThat(scan(part("{\"inline_data\":{\"data\":\"AA==\"}}")).media()).isTrue();
    String file = "{\"fileData\":{\"fileUri\":\"https://host/v1beta/files/abc\"}}";
    assertThat(scan(part(file)).pinned()).isTrue();
    String video = "{\"fileData\":{\"fileUri\":\"https://www.youtube.com/watch?v=1\"}}";
    assertThat(scan(part(video)).pinned()).isFalse();
    assertThat(scan("{\"contents\":[],\"cachedContent\":\"cachedContents/1\"}").pinned()).isTrue();
  }

  @Test
  void one_content_may_stand_for_an_array_of_one() throws InvalidRequest {
    String media = "{\"contents\":{\"parts\":[{\"inlineData\":{\"data\":\"AA==\"}}]}}";
    assertThat(scan(media).media()).isTrue();
    String file = "{\"contents\":{\"parts\":[{\"fileData\":{\"fileUri\":\"files/abc\"}}]}}";
    assertThat(scan(file).pinned()).isTrue();
    assertThat(scan("{\"contents\":{\"parts\":[{\"text\":\"u\"}]}}").media()).isFalse();
  }

  @Test
  void what_a_model_has_signed_binds_a_call_to_no_account() throws InvalidRequest {
    RequestFacts facts = scan(part("{\"functionCall\":{},\"thoughtSignature\":\"QUJD\"}"));
    assertThat(facts.pinned()).isFalse();
    assertThat(facts.resealed()).isFalse();
  }

  @Test
  void an_id_that_carries_a_seal_asks_for_a_look_at_the_whole() throws InvalidRequest {
    String id = "{\"id\":\"f1_slc1_" + "A".repeat(32) + "\"}";
    for (String name : List.of("functionCall", "function_call", "functionResponse")) {
      assertThat(scan(part("{\"" + name + "\":" + id + "}")).resealed()).isTrue();
    }
  }

  @Test
  void a_count_takes_contents_or_a_whole_request() throws InvalidRequest {
    Operation count = Operation.GENERATE_COUNT;
    assertThat(scan(count, "m", false, "{\"contents\":[]}").model()).isEqualTo("m");
    String whole = "{\"generateContentRequest\":{\"model\":\"models/m\",\"contents\":[]}}";
    assertThat(scan(count, "m", false, whole).modelEnd()).isPositive();
    assertThatThrownBy(() -> scan(count, "m", false, "{}"))
        .hasMessage("the property contents is missing; it must be an array");
  }

  @Test
  void embeddings_take_a_content_or_requests() throws InvalidRequest {
    assertThat(scan(Operation.EMBED_CONTENT, "e", false, "{\"content\":{}}").model())
        .isEqualTo("e");
    String batch = "{\"requests\":[{\"model\":\"models/e\",\"content\":{}}]}";
    assertThat(scan(Operation.BATCH_EMBED_CONTENTS, "e", false, batch).modelEnd()).isPositive();
    assertThatThrownBy(() -> scan(Operation.EMBED_CONTENT, "e", false, "{\"content\":[]}"))
        .hasMessage("the property content is an array; it must be an object");
  }

  @Test
  void a_path_that_names_no_model_is_refused() {
    assertThatThrownBy(() -> scan(Operation.GENERATE, " ", false, "{\"contents\":[]}"))
        .hasMessageStartingWith("the property model is  ; it must be a name of 1 to 256");
    assertThatThrownBy(() -> scan(Operation.GENERATE, "x".repeat(300), true, "{\"contents\":[]}"))
        .hasMessageContaining("it must be a name");
  }

  @Test
  void a_conversation_is_known_by_its_instruction_its_tools_and_its_first_content() {
    String first =
        "{\"systemInstruction\":{\"parts\":[]},\"contents\":[{\"parts\":[{\"text\":\"a\"}]}";
    assertThat(prefix(first + "]}")).isEqualTo(prefix(first + ",{\"parts\":[]}]}")).isPositive();
    assertThat(prefix(first + "]}")).isNotEqualTo(prefix("{\"contents\":[{\"parts\":[]}]}"));
  }

  private static long prefix(String body) {
    return ConversationReader.prefix(Operation.GENERATE, Unpooled.copiedBuffer(body, UTF_8));
  }

  @Test
  void predictions_are_asked_of_texts() throws InvalidRequest {
    String texts = "{\"instances\":[{\"content\":\"a\",\"task_type\":\"X\"},{\"content\":\"\"}]}";
    assertThat(scan(Operation.PREDICT, "e", false, texts).model()).isEqualTo("e");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"instances":[{"prompt":"a"}]}                                               | 4
          {"instances":[{"prompt":"a"}],"parameters":{}}                               | 4
          {"instances":[{"prompt":"a"}],"parameters":{"sampleCount":null}}             | 4
          {"instances":[{"prompt":"a"}],"parameters":{"sampleCount":1}}                | 1
          {"instances":[{"prompt":"a"}],"parameters":{"sample_count":2}}               | 2
          {"instances":[{"prompt":"a"},{"prompt":"b"}],"parameters":{"sampleCount":3}} | 6
          {"parameters":{"storageUri":null},"instances":[{"prompt":"a"},{"prompt":""}]} | 8
          """)
  void a_request_for_pictures_takes_as_many_as_are_drawn(String body, long pictures)
      throws InvalidRequest {
    RequestFacts facts = scan(Operation.PREDICT_IMAGES, "imagen-4", false, body);
    PricedExtras.Use use = facts.extras().unit().orElseThrow();
    assertThat(use.extra()).contains(PricedExtra.IMAGE);
    assertThat(use.most()).isEqualTo(pictures);
    assertThat(facts.outputs()).isEqualTo(pictures);
  }

  @ParameterizedTest
  @ValueSource(strings = {"storageUri", "storage_uri"})
  void pictures_that_are_to_be_put_into_a_store_are_refused(String member) {
    String body =
        "{\"instances\":[{\"prompt\":\"a\"}],\"parameters\":{\"%s\":\"gs://b/c\"}}"
            .formatted(member);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> scan(Operation.PREDICT_IMAGES, "imagen-4", false, body))
        .satisfies(
            why -> assertThat(why.why().message()).contains(member, "absent", "with the answer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"instances\":[{\"prompt\":\"a cat\"}],\"parameters\":{\"sampleCount\":4}}",
        "{\"instances\":[{\"content\":\"a\"},{\"content\":\"a\",\"image\":{}}]}",
        "{\"instances\":[{\"content\":\"a\"},{\"text\":\"a\"}]}",
        "{\"instances\":[{\"content\":7}]}",
        "{\"instances\":[\"a\"]}",
      })
  void a_prediction_of_anything_else_is_refused(String body) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> scan(Operation.PREDICT, "imagen-4", false, body))
        .satisfies(why -> assertThat(why.why().message()).contains("`content`"));
  }
}
