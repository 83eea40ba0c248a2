package dev.sluice.sim.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.sim.dialect.Refusal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that Google refuses, and how.
class RefusedRequestsTest {
  private static final String USER = "{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}";
  private static final String CALL =
      "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"get\",\"args\":{}}}]}";
  private static final String RESULT =
      "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"get\",\"response\":{}}}]}";

  private static void check(String model, String body) throws Refusal {
    Rules.check(model, RequestMembers.read(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String contents(String... contents) {
    return "{\"contents\":[" + String.join(",", contents) + "]}";
  }

  private static String with(String more) {
    return "{\"contents\":[" + USER + "]," + more.replace('\'', '"') + "}";
  }

  private static String signed(String signature) {
    return CALL.replace("}}]}", "},\"thoughtSignature\":\"" + signature + "\"}]}");
  }

  private static void refused(String body, String message) {
    assertThatThrownBy(() -> check("m", body))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_request_needs_contents() {
    refused("5", "Invalid JSON payload");
    refused("{}", "contents is not specified");
    refused("{\"contents\":[]}", "contents is not specified");
    refused("{\"contents\":[{\"role\":\"user\",\"parts\":[]}]}", "must not be empty");
  }

  @Test
  void a_role_is_the_users_or_the_models() {
    refused(contents(USER.replace("\"user\"", "\"system\"")), "Please use a valid role");
    refused(contents(USER.replace("\"user\"", "\"assistant\"")), "Please use a valid role");
  }

  @Test
  void a_part_is_one_of_those_that_are_known() {
    refused(
        contents(USER.replace("\"text\"", "\"txt\"")),
        "Unknown name \"txt\" at 'contents[0].parts[0]'");
    refused(
        contents(USER.replace("{\"text\":\"Hi\"}", "{\"thought\":true}")),
        "contents[0].parts[0].data: required oneof field");
  }

  @Test
  void function_responses_follow_their_calls_one_for_one() throws Refusal {
    check("m", contents(USER, CALL, RESULT));
    refused(contents(USER, RESULT), "comes immediately after a function call turn");
    refused(contents(USER, CALL, USER), "is equal to the number of function call parts");
    String two =
        RESULT.replace("}}]}", "}},{\"functionResponse\":{\"name\":\"get\",\"response\":{}}}]}");
    refused(contents(USER, CALL, two), "is equal to the number of function call parts");
    refused(contents(USER, CALL, RESULT.replace("\"get\"", "\"\"")), "Name cannot be empty");
  }

  @Test
  void a_call_follows_a_turn_of_the_users() throws Refusal {
    refused(contents(CALL, RESULT), "function call turn comes immediately after a user turn");
    String model = USER.replace("\"user\"", "\"model\"");
    refused(contents(USER, model, CALL, RESULT), "comes immediately after a user turn");
    check("m", contents(model, USER));
  }

  @Test
  void from_the_third_generation_on_the_first_call_of_each_step_is_signed() throws Refusal {
    String unsigned = contents(USER, CALL, RESULT);
    assertThatThrownBy(() -> check("gemini-3-pro", unsigned))
        .hasMessageStartingWith("Function call is missing a thought_signature")
        .hasMessageContaining("`default_api:get` , position 2");
    check("gemini-2.5-pro", unsigned);
    check("gemini-3-pro", contents(USER, signed(Signatures.of("1")), RESULT));
    check("gemini-3-pro", contents(USER, signed("skip_thought_signature_validator"), RESULT));
    String answer = USER.replace("\"user\"", "\"model\"");
    check("gemini-3-pro", contents(USER, CALL, RESULT, answer, USER));
    refused(contents(USER, signed("QUJD"), RESULT), "Corrupted thought signature");
    refused(contents(USER, signed("?"), RESULT), "Base64 decoding failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$ref|tools[0].function_declarations[0].parameters",
        "additionalProperties|tools[0].function_declarations[0].parameters",
        "const|tools[0].function_declarations[0].parameters",
        "oneOf|tools[0].function_declarations[0].parameters"
      })
  void a_schema_of_googles_own_form_knows_few_keywords(String keyword, String path) throws Refusal {
    String tools =
        "\"tools\":[{\"functionDeclarations\":[{\"name\":\"get\",\"%s\":{\"%s\":true}}]}]";
    refused(
        with(tools.formatted("parameters", keyword)),
        "Unknown name \"" + keyword + "\" at '" + path + "'");
    check("m", with(tools.formatted("parametersJsonSchema", keyword)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'temprature':1|Unknown name \"temprature\": Cannot find field.",
        "'generationConfig':{'candidateCount':9}|candidate_count must be in the range [1, 8]",
        "'generationConfig':{'candidateCount':'2'}|Invalid value at 'generation_config.candidate_count'",
        "'generationConfig':{'maxOutputTokens':0}|max_output_tokens must be in the range",
        "'generationConfig':{'temperature':2.5}|must be in the range [0.0, 2.0]",
        "'generationConfig':{'n':1}|Unknown name \"n\" at 'generation_config'",
        "'generationConfig':{'stopSequences':['a','b','c','d','e','f']}|at most 5 stop sequences",
        "'generationConfig':{'responseSchema':{'type':'OBJECT'}}|needs the mime type",
        "'generationConfig':{'thinkingConfig':{'thinkingBudget':1,'thinkingLevel':'LOW'}}|only set only one",
        "'tools':[{'functionDeclarations':[{'name':'1x'}]}]|Invalid function name",
        "'tools':[{'functionDeclarations':[{'name':'a'},{'name':'a'}]}]|Duplicate function declaration",
        "'tools':[{'type':'function'}]|Unknown name \"type\" at 'tools[0]'",
        "'toolConfig':{'functionCallingConfig':{'mode':'MAYBE'}}|Invalid value at 'tool_config",
        "'toolConfig':{'functionCallingConfig':{'allowedFunctionNames':['a']}}|modes ANY and VALIDATED",
        "'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['a']}}|not among",
        "'systemInstruction':{'parts':[{'txt':''}]}|at 'system_instruction.parts[0]'"
      })
  void settings_and_tools_are_checked(String more, String message) {
    refused(with(more), message);
  }

  @Test
  void candidates_up_to_eight_and_names_in_snake_case_are_right() {
    assertThatCode(() -> check("m", with("'generation_config':{'candidate_count':8}")))
        .doesNotThrowAnyException();
  }

  @Test
  void before_the_third_generation_tools_and_json_exclude_each_other() throws Refusal {
    String both =
        with(
            "'tools':[{'googleSearch':{}}],"
                + "'generationConfig':{'responseMimeType':'application/json'}");
    assertThatThrownBy(() -> check("gemini-2.5-flash", both))
        .hasMessageContaining("is unsupported");
    check("gemini-3-pro", both);
    assertThat(Rules.generation("gemini-3.6-flash")).isEqualTo(3);
  }
}
