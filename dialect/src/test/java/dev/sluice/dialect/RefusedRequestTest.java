package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.Translation.Refused;
import dev.sluice.dialect.Translation.RequestResult;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.ModelTable;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.TargetRules.ChatSurface;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be carried is refused with the path of the property.
class RefusedRequestTest {
  private static final ModelTable MODELS = ModelTable.builtIn();
  private static final String USER = "\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          max_tokens                  | {"model":"m",USER}
          model                       | {"max_tokens":1,USER}
          messages                    | {"model":"m","max_tokens":1}
          messages                    | {"model":"m","max_tokens":1,"messages":[]}
          messages[0].role            | {"model":"m","max_tokens":1,"messages":[{"role":"tool","content":"a"}]}
          messages[0].content[0].type | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"hologram"}]}]}
          messages[0].content[0].text | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text"}]}]}
          messages[0].content         | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":1}]}
          messages[0].content[0].source.data | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"A*=="}}]}]}
          messages[0].content[0].source      | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]}
          messages[0].content[0].source      | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://example.org/a.pdf"}}]}]}
          messages[0].content[0]      | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t"}]}]}
          messages[1].content[0]      | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{}}]},{"role":"user","content":"v"}]}
          messages[1].content[0]      | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{}}]}]}
          messages[1].content[1]      | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{}},{"type":"tool_use","id":"t","name":"n","input":{}}]}]}
          messages[1].content[0].input | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":"x"}]}]}
          messages[1].content[0]      | {"model":"m","max_tokens":1,"messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"server_tool_use","id":"t","name":"n","input":{}}]}]}
          tools[0].input_schema       | {"model":"m","max_tokens":1,USER,"tools":[{"name":"n"}]}
          tools[0].type               | {"model":"m","max_tokens":1,USER,"tools":[{"name":"bash","type":"bash_20250124"}]}
          mcp_servers                 | {"model":"m","max_tokens":1,USER,"mcp_servers":[{"url":"u"}]}
          stop_sequences              | {"model":"m","max_tokens":1,USER,"stop_sequences":["a","b","c","d","e"]}
          temperature                 | {"model":"m","max_tokens":1,USER,"temperature":"hot"}
          max_tokens                  | {"model":"m","max_tokens":0,USER}
          max_tokens                  | {"model":"m","max_tokens":9223372036854775808,USER}
          max_tokens                  | {"model":"m","max_tokens":-1,USER}
          thinking.budget_tokens      | {"model":"m","max_tokens":1,USER,"thinking":{"type":"enabled","budget_tokens":9223372036854775808}}
          ``                          | [1]
          ``                          | {"model":"m"
          """)
  void a_request_of_messages_is_refused_at(String path, String body) {
    assertThat(refusal(WireDialect.ANTHROPIC, WireDialect.CHAT, body).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          model                       | {USER}
          messages                    | {"model":"m"}
          messages                    | {"model":"m","messages":[{"role":"system","content":"s"}]}
          messages                    | {"model":"m","messages":[{"role":"assistant","content":"s"}]}
          messages[0].role            | {"model":"m","messages":[{"role":"robot","content":"s"}]}
          messages[1].tool_call_id    | {"model":"m","messages":[{"role":"user","content":"u"},{"role":"tool","content":"r"}]}
          messages[1]                 | {"model":"m","messages":[{"role":"user","content":"u"},{"role":"tool","tool_call_id":"x","content":"r"}]}
          messages[1].tool_calls[0]   | {"model":"m","messages":[{"role":"user","content":"u"},{"role":"assistant","tool_calls":[{"id":"x","type":"function","function":{"name":"n","arguments":""}}]},{"role":"user","content":"v"}]}
          messages[0].content[0].type | {"model":"m","messages":[{"role":"user","content":[{"type":"hologram"}]}]}
          messages[0].content[0]      | {"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}}]}]}
          messages[0].content[0].image_url.url | {"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,A"}}]}]}
          messages[0].content[0]      | {"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/tiff;base64,AA=="}}]}]}
          messages[0].content[0]      | {"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]}
          max_completion_tokens       | {"model":"m",USER,"max_completion_tokens":9223372036854775808}
          max_completion_tokens       | {"model":"m",USER,"max_completion_tokens":"9","max_tokens":9}
          max_tokens                  | {"model":"m",USER,"max_tokens":9223372036854775808}
          max_tokens                  | {"model":"m",USER,"max_tokens":1.5}
          n                           | {"model":"m",USER,"n":2}
          logprobs                    | {"model":"m",USER,"logprobs":true}
          logit_bias                  | {"model":"m",USER,"logit_bias":{"5":1}}
          modalities                  | {"model":"m",USER,"modalities":["text","audio"]}
          functions                   | {"model":"m",USER,"functions":[]}
          web_search_options          | {"model":"m",USER,"web_search_options":{}}
          tools[0].type               | {"model":"m",USER,"tools":[{"type":"retrieval"}]}
          tools[0]                    | {"model":"m",USER,"tools":[{"type":"function","function":{}}]}
          tool_choice                 | {"model":"m",USER,"tool_choice":"perhaps"}
          reasoning_effort            | {"model":"m",USER,"reasoning_effort":"vast"}
          response_format.type        | {"model":"m",USER,"response_format":{"type":"xml"}}
          """)
  void a_request_of_chat_completions_is_refused_at(String path, String body) {
    assertThat(refusal(WireDialect.CHAT, WireDialect.ANTHROPIC, body).path()).isEqualTo(path);
  }

  @Test
  void a_bound_that_is_missing_and_one_that_is_wrong_are_told_apart() {
    String none = "{\"model\":\"m\",USER}";
    String huge = "{\"model\":\"m\",\"max_tokens\":9223372036854775808,USER}";
    assertThat(refusal(WireDialect.ANTHROPIC, WireDialect.CHAT, none).why())
        .isEqualTo("Field required");
    assertThat(refusal(WireDialect.ANTHROPIC, WireDialect.CHAT, huge).why())
        .isEqualTo("not a number of tokens: a whole number from 0 to 9223372036854775807");
  }

  @Test
  void ten_thousand_tools_are_translated_in_linear_time() {
    var body = new StringBuilder("{\"model\":\"m\",\"max_tokens\":1," + USER + ",\"tools\":[");
    for (int i = 0; i < 10_000; i++) {
      body.append(i == 0 ? "" : ",");
      body.append("{\"name\":\"t").append(i).append("\",\"input_schema\":{\"type\":\"object\"}}");
    }
    body.append("]}");
    RequestResult result = request(WireDialect.ANTHROPIC, WireDialect.CHAT, body.toString());
    assertThat(result).isInstanceOf(Translated.class);
    assertThat(new String(((Translated) result).body(), UTF_8)).contains("\"name\":\"t9999\"");
  }

  @Test
  void a_request_that_is_nested_without_end_is_refused_and_not_followed() {
    String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
    String body = "{\"model\":\"m\",\"max_tokens\":1," + USER + ",\"x\":" + deep + "}";
    assertThat(refusal(WireDialect.ANTHROPIC, WireDialect.CHAT, body).why()).contains("not JSON");
  }

  private static Refused refusal(WireDialect client, WireDialect provider, String body) {
    RequestResult result = request(client, provider, body.replace("USER", USER));
    assertThat(result).isInstanceOf(Refused.class);
    Refused refused = (Refused) result;
    assertThat(refused.why()).isNotBlank();
    return refused;
  }

  private static RequestResult request(WireDialect client, WireDialect provider, String body) {
    var seals = new Seals(provider.name().toLowerCase(Locale.ROOT), "p", "m", "k");
    var rules = new TargetRules("m", MODELS.facts("m"), seals, 0, ChatSurface.CURRENT, true, false);
    return Translation.of(client, provider)
        .request(body.getBytes(UTF_8), rules, HeapMeter.unbounded());
  }
}
