package dev.sluice.provider.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.ModelInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListedInfoTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'id':'a/b','context_length':400000,'top_provider':{'max_completion_tokens':128000}}"
            + "|400000|128000",
        "{'id':'g','context_window':131072,'max_completion_tokens':32768}|131072|32768",
        "{'id':'m','max_context_length':32768}|32768|",
        "{'id':'v','max_model_len':4096,'max_tokens':9}|4096|",
        "{'type':'model','id':'c','max_input_tokens':200000,'max_tokens':64000}|200000|64000",
        "{'name':'models/x','inputTokenLimit':1048576,'outputTokenLimit':65536}|1048576|65536",
        "{'id':'two','context_length':8192,'max_model_len':4096}|4096|",
        "{'id':'odd','context_length':'many','max_output_tokens':-1,'context_window':1e9}||",
        "{'id':'far','context_length':99999999999999999999}||"
      })
  void sizes_are_read_as_each_provider_tells_them(String json, Long context, Long output) {
    ModelInfo info = ListedInfo.of(json.replace('\'', '"'));
    assertThat(info.context().stream().boxed().findFirst().orElse(null)).isEqualTo(context);
    assertThat(info.output().stream().boxed().findFirst().orElse(null)).isEqualTo(output);
  }

  @Test
  void kinds_are_read_where_a_description_has_them() {
    ModelInfo info =
        ListedInfo.of(
            """
            {"id":"m","architecture":{"input_modalities":["text","image",7,"<b>"],
             "output_modalities":["text"]}}""");
    assertThat(info.reads()).containsExactly("text", "image");
    assertThat(info.writes()).containsExactly("text");
  }

  @Test
  void what_is_no_description_says_nothing() {
    assertThat(ListedInfo.of("[1]")).isEqualTo(ModelInfo.UNKNOWN);
    assertThat(ListedInfo.of("{\"context_length\"")).isEqualTo(ModelInfo.UNKNOWN);
  }
}
