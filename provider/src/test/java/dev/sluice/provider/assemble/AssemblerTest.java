package dev.sluice.provider.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssemblerTest extends AssemblerFixture {
  @Test
  void nothing_makes_no_answer() {
    assertThat(assembler.answer()).isEmpty();
  }

  @Test
  void a_text_is_joined_as_it_is_escaped() {
    delta("{\"content\":\"\\ud83d\"}");
    delta("{\"content\":\"\\ude00 \\\"\"}");
    delta("{\"content\":\"\\n\\\\\"}");
    assertThat(message()).isEqualTo("{\"content\":\"\\ud83d\\ude00 \\\"\\n\\\\\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // what something is comes once, or the same each time
        "{\"role\":\"assistant\"}|{\"role\":\"assistant\"}|{\"role\":\"assistant\",\"content\":null}",
        "{\"role\":\"assistant\"}|{\"role\":\"\"}|{\"role\":\"assistant\",\"content\":null}",
        "{\"content\":null,\"x\":\"a\"}|{\"x\":\"b\"}|{\"content\":null,\"x\":\"ab\"}",
        // null does not undo
        "{\"content\":\"a\"}|{\"content\":null}|{\"content\":\"a\"}",
        "{\"content\":null}|{\"content\":\"a\"}|{\"content\":\"a\"}",
        // any depth
        "{\"audio\":{\"id\":\"i\",\"data\":\"QQ\"}}|{\"audio\":{\"data\":\"==\",\"expires_at\":3}}"
            + "|{\"audio\":{\"id\":\"i\",\"data\":\"QQ==\",\"expires_at\":3},\"content\":null}",
        // of numbers the last
        "{\"content\":\"\",\"n\":1.50}|{\"n\":2e5}|{\"content\":\"\",\"n\":2e5}",
        // arrays grow
        "{\"content\":\"\",\"annotations\":[{\"a\":1}]}|{\"annotations\":[{\"b\":2},[]]}"
            + "|{\"content\":\"\",\"annotations\":[{\"a\":1},{\"b\":2},[]]}",
        // names are repeated by some, and split by none
        "{\"content\":\"\",\"function_call\":{\"name\":\"f\",\"arguments\":\"{\"}}"
            + "|{\"function_call\":{\"name\":\"f\",\"arguments\":\"}\"}}"
            + "|{\"content\":\"\",\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
        // a text beside parts becomes a part
        "{\"content\":[{\"type\":\"thinking\",\"thinking\":[]}]}|{\"content\":\"hi\"}"
            + "|{\"content\":[{\"type\":\"thinking\",\"thinking\":[]},{\"type\":\"text\",\"text\":\"hi\"}]}",
        "{\"content\":\"hi\"}|{\"content\":[{\"a\":1}]}"
            + "|{\"content\":[{\"type\":\"text\",\"text\":\"hi\"},{\"a\":1}]}",
        // what changes its kind is what it was last
        "{\"content\":\"\",\"x\":{\"a\":1}}|{\"x\":7}|{\"content\":\"\",\"x\":7}",
        "{\"content\":\"\",\"x\":7}|{\"x\":{\"a\":1}}|{\"content\":\"\",\"x\":{\"a\":1}}",
      })
  void two_deltas_are_one(String one, String other, String both) {
    delta(one);
    delta(other);
    assertThat(message()).isEqualTo(both);
  }

  @Test
  void tool_calls_are_told_apart_by_their_index() {
    delta(
        "{\"content\":null,\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\","
            + "\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}");
    delta("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"}}]}");
    delta(
        "{\"tool_calls\":[{\"index\":1,\"id\":\"\",\"function\":{\"arguments\":\"{1\"}},"
            + "{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}");
    delta("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"}\"}}]}");
    delta("{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"h\"}}]}");
    assertThat(message())
        .isEqualTo(
            "{\"content\":null,\"tool_calls\":["
                + "{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"id\":\"b\",\"type\":\"function\","
                + "\"function\":{\"name\":\"g\",\"arguments\":\"{1}\"}},"
                + "{\"id\":\"c\",\"function\":{\"name\":\"h\"}}]}");
  }

  @Test
  void calls_that_share_an_index_are_told_apart_by_their_ids() {
    for (String id : List.of("a", "b", "c")) {
      delta(
          "{\"content\":\"\",\"tool_calls\":[{\"index\":0,\"id\":\""
              + id
              + "\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":7}\"}}]}");
    }
    assertThat(message())
        .isEqualTo(
            "{\"content\":\"\",\"tool_calls\":["
                + "{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":7}\"}},"
                + "{\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":7}\"}},"
                + "{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":7}\"}}]}");
  }

  @Test
  void what_is_empty_or_zero_does_not_undo_what_was_said() {
    event(
        "{\"id\":\"1\",\"created\":7,\"model\":\"m\",\"x\":{\"a\":1},\"y\":[1],\"choices\":["
            + "{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");
    event(
        "{\"id\":\"\",\"created\":0,\"model\":\"\",\"x\":{ },\"y\":[ ],\"choices\":["
            + "{\"index\":0,\"finish_reason\":null}]}");
    assertThat(answer())
        .isEqualTo(
            "{\"id\":\"1\",\"created\":7,\"model\":\"m\",\"x\":{\"a\":1},\"y\":[1],\"choices\":["
                + "{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");
  }

  @Test
  void verdicts_of_filters_are_joined_by_category() {
    event(
        "{\"choices\":[],\"created\":0,\"id\":\"\",\"prompt_filter_results\":[{\"prompt_index\":0,"
            + "\"content_filter_results\":{\"hate\":{\"filtered\":false}}}]}");
    event(
        "{\"id\":\"1\",\"created\":7,\"prompt_filter_results\":[{\"prompt_index\":0,"
            + "\"content_filter_results\":{\"jailbreak\":{\"detected\":false}}},{\"prompt_index\":1,"
            + "\"content_filter_results\":{}}],\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
            + "\"content_filter_results\":{\"hate\":{\"filtered\":false,\"severity\":\"safe\"},"
            + "\"sexual\":{\"filtered\":false,\"severity\":\"safe\"}}}]}");
    event(
        "{\"id\":\"1\",\"created\":7,\"prompt_filter_results\":[],\"choices\":[{\"index\":0,"
            + "\"delta\":{},\"finish_reason\":\"stop\",\"content_filter_results\":{}}]}");
    event(
        "{\"id\":\"\",\"created\":0,\"model\":\"\",\"choices\":[{\"index\":0,\"finish_reason\":null,"
            + "\"content_filter_results\":{\"hate\":{\"filtered\":false,\"severity\":\"low\"}},"
            + "\"content_filter_offsets\":{\"check_offset\":9,\"start_offset\":0}}]}");
    event(
        "{\"choices\":[{\"index\":0,\"content_filter_offsets\":{\"check_offset\":44,"
            + "\"end_offset\":44}}]}");
    assertThat(answer())
        .isEqualTo(
            "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"},"
                + "\"content_filter_results\":{\"hate\":{\"filtered\":false,\"severity\":\"low\"},"
                + "\"sexual\":{\"filtered\":false,\"severity\":\"safe\"}},\"finish_reason\":\"stop\","
                + "\"content_filter_offsets\":{\"check_offset\":44,\"start_offset\":0,"
                + "\"end_offset\":44}}],\"created\":7,\"id\":\"1\",\"prompt_filter_results\":["
                + "{\"prompt_index\":0,\"content_filter_results\":{\"hate\":{\"filtered\":false},"
                + "\"jailbreak\":{\"detected\":false}}},"
                + "{\"prompt_index\":1,\"content_filter_results\":{}}],\"model\":\"\"}");
  }

  @Test
  void members_that_whole_answers_have_are_there_unless_they_were_said() {
    WholeMembers members =
        WholeMembers.NONE
            .withAnswer("tier")
            .withChoice("logprobs")
            .withMessage("refusal")
            .withArray("annotations");
    Assembler whole = Assembler.of(Operation.CHAT, members);
    byte[] chunk =
        ("{\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"refusal\":"
                + "\"no\"},\"finish_reason\":\"stop\"}]}")
            .getBytes(UTF_8);
    whole.data(chunk, 0, chunk.length);
    whole.event();
    assertThat(text(whole.answer()))
        .isEqualTo(
            "{\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"refusal\":\"no\","
                + "\"content\":null,\"annotations\":[]},\"finish_reason\":\"stop\",\"logprobs\":null}],"
                + "\"tier\":null}");
  }

  @Test
  void a_choice_with_tool_calls_finishes_as_the_providers_whole_answers_do() {
    String calls = "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\"}}]";
    assertThat(finished(WholeMembers.NONE.withCallsFinish(), calls)).contains("\"tool_calls\"}]");
    assertThat(finished(WholeMembers.NONE.withCallsFinish(), "\"content\":\"a\""))
        .contains("\"finish_reason\":\"stop\"");
    assertThat(finished(WholeMembers.NONE, calls)).contains("\"finish_reason\":\"stop\"");
  }

  private static String finished(WholeMembers members, String delta) {
    Assembler whole = Assembler.of(Operation.CHAT, members);
    byte[] chunk =
        ("{\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":\"stop\"}]}")
            .getBytes(UTF_8);
    whole.data(chunk, 0, chunk.length);
    whole.event();
    return text(whole.answer());
  }

  @Test
  void choices_come_in_the_order_of_their_indexes_with_their_probabilities() {
    event("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"},\"logprobs\":null}]}");
    event(
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"logprobs\":"
            + "{\"content\":[{\"token\":\"a\",\"logprob\":-0.10}],\"refusal\":null}}]}");
    event(
        "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"c\"},\"logprobs\":{\"content\":null,"
            + "\"refusal\":[{\"token\":\"c\",\"index\":3}]},\"token_ids\":[1,2]}]}");
    event("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"token_ids\":[3]}]}");
    event("{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}");
    assertThat(answer())
        .isEqualTo(
            "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\",\"refusal\":\"c\"},"
                + "\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-0.10}],"
                + "\"refusal\":[{\"token\":\"c\",\"index\":3}]},\"token_ids\":[1,2,3],"
                + "\"finish_reason\":\"stop\"},"
                + "{\"index\":1,\"message\":{\"content\":\"b\"},\"logprobs\":null,"
                + "\"finish_reason\":\"length\"}]}");
  }

  @Test
  void of_the_chunk_itself_the_last_value_counts_and_its_kind_is_told_as_a_whole() {
    event(
        "{ \"id\" : \"1\", \"object\":\"chat.completion.chunk\", \"usage\":null,"
            + "\"obfuscation\":\"xx\", \"x\":[1], \"y\":{\"a\":1} , \"choices\":[]}");
    event(
        "{\"id\":\"1\",\"usage\":{\"prompt_tokens\":1},\"x\":[2],\"y\":{\"b\":1},\"choices\":[]}");
    event("{\"usage\":null,\"obfuscation\":\"y\"}");
    assertThat(answer())
        .isEqualTo(
            "{\"id\":\"1\",\"object\":\"chat.completion\",\"usage\":{\"prompt_tokens\":1},"
                + "\"x\":[2],\"y\":{\"b\":1},\"choices\":[]}");
  }

  @Test
  void a_completion_grows_by_its_text() {
    event(
        "{\"object\":\"text_completion\",\"choices\":[{\"text\":\"a\",\"index\":0,"
            + "\"logprobs\":{\"tokens\":[\"a\"],\"text_offset\":[0]},\"finish_reason\":null}]}");
    event(
        "{\"object\":\"text_completion\",\"choices\":[{\"text\":\"b\",\"index\":0,"
            + "\"logprobs\":{\"tokens\":[\"b\"],\"text_offset\":[1]},\"finish_reason\":\"stop\"}]}");
    assertThat(answer())
        .isEqualTo(
            "{\"object\":\"text_completion\",\"choices\":[{\"text\":\"ab\",\"index\":0,"
                + "\"logprobs\":{\"tokens\":[\"a\",\"b\"],\"text_offset\":[0,1]},"
                + "\"finish_reason\":\"stop\"}]}");
  }

  @Test
  void a_choice_without_an_index_is_the_only_one() {
    event("{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}");
    event("{\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}");
    assertThat(answer())
        .isEqualTo(
            "{\"choices\":[{\"message\":{\"content\":\"ab\"},\"finish_reason\":\"stop\","
                + "\"index\":0}]}");
  }

  @Test
  void a_message_that_is_said_again_whole_is_not_said_twice() {
    delta("{\"content\":\"a\"}");
    event(
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");
    assertThat(message()).isEqualTo("{\"content\":\"a\"}");
  }

  @Test
  void a_response_is_what_its_last_event_holds() {
    Assembler responses = Assembler.of(Operation.RESPONSES, WholeMembers.NONE);
    for (String json :
        List.of(
            "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"output\":[]}}",
            "{\"type\":\"response.output_text.delta\",\"delta\":\"response\"}",
            "{\"response\": {\"id\":\"r\",\"response\":{\"a\":[{}]},\"output\":[1]} ,"
                + "\"type\":\"response.completed\",\"n\":[]}")) {
      for (byte b : json.getBytes(UTF_8)) {
        responses.data(new byte[] {b}, 0, 1);
      }
      responses.event();
    }
    assertThat(text(responses.answer()))
        .isEqualTo("{\"id\":\"r\",\"response\":{\"a\":[{}]},\"output\":[1]}");
  }
}
