package dev.sluice.provider.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Calls;
import dev.sluice.call.request.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTraitsTest {
  private static RequestTraits of(String members) {
    return of(Operation.CHAT, members);
  }

  private static RequestTraits of(Operation operation, String members) {
    return RequestTraits.of(operation, Calls.utf8("{\"model\":\"m\"," + members + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"reasoning_effort\":\"high\"",
        "\"reasoning\":{\"effort\":\"low\"}",
        "\"reasoning\":{}",
        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1000}",
        "\"enable_thinking\":true",
        "\"messages\":[{\"content\":\"x\"}],\"reasoning_effort\":\"medium\""
      })
  void reasoning_is_asked_for(String members) {
    assertThat(of(members)).isEqualTo(new RequestTraits(true, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"messages\":[{\"role\":\"user\",\"reasoning_effort\":\"high\",\"store\":true}]",
        "\"reasoning_effort\":\"none\"",
        "\"reasoning_effort\":\"minimal\"",
        "\"reasoning_effort\":null",
        "\"reasoning\":{\"effort\":\"none\"}",
        "\"reasoning\":{\"enabled\":false}",
        "\"thinking\":{\"type\":\"disabled\"}",
        "\"enable_thinking\":false",
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"x\"}}}]",
        "\"tools\":[{\"function\":{\"name\":\"f\"},\"type\":\"function\"},{\"type\":\"custom\"}]",
        "\"tools\":[]",
        "\"store\":false",
        "\"prompt\":\"a text\""
      })
  void a_call_that_only_answers_may_be_made_twice(String members) {
    assertThat(of(members)).isEqualTo(new RequestTraits(false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"web_search\"}]",
        "\"tools\":[{\"type\":\"mcp\",\"server_url\":\"x\"}]",
        "\"tools\":[{\"googleSearch\":{\"type\":{}}}]",
        "\"web_search_options\":{}",
        "\"plugins\":[{\"id\":\"web\"}]",
        "\"store\":true",
        "\"background\":true",
        "\"prompt\":{\"id\":\"pmpt_1\"}"
      })
  void one_that_does_more_may_not(String members) {
    assertThat(of(members)).isEqualTo(new RequestTraits(false, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"f\",\"input_schema\":{\"type\":\"x\"}}|false",
        "{\"type\":\"custom\",\"name\":\"f\"}|false",
        "{\"type\":\"bash_20250124\",\"name\":\"bash\"}|false",
        "{\"type\":\"tool_search_tool_regex_20251119\",\"name\":\"s\"}|false",
        "{\"type\":\"web_search_20250305\",\"name\":\"s\"}|true",
        "{\"name\":\"s\",\"type\":\"code_execution_20250825\"}|true"
      })
  void of_anthropics_tools_those_that_it_runs_itself_act(String tool, boolean acts) {
    assertThat(of(Operation.MESSAGES, "\"tools\":[{\"name\":\"g\"}," + tool + "]"))
        .isEqualTo(new RequestTraits(false, acts));
  }

  @Test
  void messages_say_with_thinking_that_they_reason_and_with_servers_that_they_act() {
    assertThat(of(Operation.MESSAGES, "\"thinking\":{\"type\":\"adaptive\"}").reasons()).isTrue();
    assertThat(of(Operation.MESSAGES, "\"thinking\":{\"type\":\"disabled\"}").reasons()).isFalse();
    assertThat(of(Operation.MESSAGES, "\"mcp_servers\":[{\"url\":\"x\"}]").acts()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"functionDeclarations\":[{\"name\":\"f\"}]}|false",
        "{\"function_declarations\":[],\"googleSearch\":null}|false",
        "{\"googleSearch\":{}}|true",
        "{\"functionDeclarations\":[],\"code_execution\":{}}|true"
      })
  void of_geminis_tools_all_but_functions_act(String tool, boolean acts) {
    assertThat(of(Operation.GENERATE, "\"tools\":[{}," + tool + "]"))
        .isEqualTo(new RequestTraits(false, acts));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"thinkingBudget\":0|false",
        "\"thinking_budget\":-1|true",
        "\"includeThoughts\":true,\"thinkingBudget\":1024|true",
        "\"includeThoughts\":true|true",
        "\"include_thoughts\":false|false",
        "\"thinkingLevel\":\"MINIMAL\"|false",
        "\"thinkingLevel\":\"high\"|true",
        "\"thinkingLevel\":null|false"
      })
  void gemini_reasons_by_its_budget_or_its_level(String thinking, boolean reasons) {
    String config = "\"generationConfig\":{\"seed\":1,\"thinkingConfig\":{" + thinking + "}}";
    assertThat(of(Operation.GENERATE, config)).isEqualTo(new RequestTraits(reasons, false));
  }

  @Test
  void gemini_acts_by_tools_in_a_form_that_is_not_read() {
    assertThat(of(Operation.GENERATE, "\"tools\":{\"googleSearch\":{}}").acts()).isTrue();
    assertThat(of(Operation.GENERATE, "\"tools\":null").acts()).isFalse();
  }
}
