package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What answers say was used beside tokens, in each dialect.
class ToldExtrasTest {
  private static Usage.Extras read(EventFields fields, String... events) {
    Usage.Extras last = Usage.Extras.NONE;
    for (String event : events) {
      byte[] bytes = event.replace('\'', '"').getBytes(UTF_8);
      fields.feed(bytes, 0, bytes.length);
      assertThat(fields.complete()).as(event).isTrue();
      last = fields.extras();
      fields.clear();
    }
    return last;
  }

  private static EventFields anthropic() {
    return AnthropicAnswers.of(Operation.MESSAGES).events(new StreamEvidence());
  }

  private static EventFields gemini() {
    return GeminiAnswers.INSTANCE.events(new StreamEvidence());
  }

  @Test
  void a_whole_response_tells_its_tools_by_its_items_and_its_tier() {
    Usage.Extras told =
        read(
            new AnswerFields(),
            """
            {'object': 'response', 'service_tier': 'priority', 'output': [
              {'type': 'web_search_call', 'action': {'type': 'search', 'query': 'q'}},
              {'type': 'web_search_call', 'action': {'type': 'open_page'}},
              {'type': 'web_search_call'},
              {'type': 'file_search_call'}, {'type': 'image_generation_call', 'result': 'aGk='},
              {'type': 'code_interpreter_call'}, {'type': 'code_interpreter_call'},
              {'type': 'mcp_call'}, {'type': 'function_call'},
              {'type': 'message', 'content': [{'type': 'web_search_call'}]}],
             'usage': {'input_tokens': 9, 'output_tokens': 1}}
            """);
    assertThat(told.uses())
        .isEqualTo(
            Map.of(
                PricedExtra.WEB_SEARCH, 2L,
                PricedExtra.FILE_SEARCH, 1L,
                PricedExtra.IMAGE_GENERATION, 1L,
                PricedExtra.CODE_EXECUTION, 1L,
                PricedExtra.MCP, 1L));
    assertThat(told.serviceTier()).isEqualTo("priority");
  }

  @Test
  void a_streamed_response_counts_each_item_once() {
    String search = "{'type': 'web_search_call', 'action': {'type': 'search'}}";
    AnswerFields fields = new AnswerFields();
    Usage.Extras cut =
        read(
            fields,
            "{'type': 'response.output_item.added', 'item': " + search + "}",
            "{'type': 'response.output_item.done', 'item': " + search + "}",
            "{'item': " + search + ", 'type': 'response.output_item.done'}");
    assertThat(cut.uses()).isEqualTo(Map.of(PricedExtra.WEB_SEARCH, 2L));
    Usage.Extras whole =
        read(
            fields,
            "{'type': 'response.completed', 'response': {'service_tier': 'default', 'output': ["
                + search
                + ", "
                + search
                + "], 'usage': {'input_tokens': 9, 'output_tokens': 1}}}");
    assertThat(whole.uses()).isEqualTo(Map.of(PricedExtra.WEB_SEARCH, 2L));
    assertThat(whole.serviceTier()).isEqualTo(Usage.Extras.USUAL);
  }

  @Test
  void searches_that_a_response_counts_itself_are_believed() {
    Usage.Extras told =
        read(
            new AnswerFields(),
            "{'output': [], 'tool_usage': {'web_search': {'num_requests': 3}},"
                + " 'usage': {'input_tokens': 9}}");
    assertThat(told.uses()).isEqualTo(Map.of(PricedExtra.WEB_SEARCH, 3L));
  }

  @Test
  void a_chat_tells_its_tier_in_any_chunk() {
    Usage.Extras told =
        read(
            new AnswerFields(),
            "{'service_tier': 'flex', 'choices': [{'delta': {'content': 'a'}}]}",
            "{'choices': [], 'usage': {'prompt_tokens': 3, 'completion_tokens': 1}}");
    assertThat(told.serviceTier()).isEqualTo("flex");
    assertThat(
            read(
                new AnswerFields(),
                "{'service_tier': 'default', 'choices': [], 'usage': {'prompt_tokens': 3}}"))
        .isSameAs(Usage.Extras.STANDARD);
  }

  @Test
  void a_message_tells_its_server_tools_and_its_prices() {
    Usage.Extras told =
        read(
            anthropic(),
            "{'type': 'message_start', 'message': {'usage': {'input_tokens': 9, 'service_tier':"
                + " 'standard', 'inference_geo': 'us'}}}",
            "{'type': 'content_block_start', 'content_block': {'type': 'server_tool_use', 'name':"
                + " 'web_search'}}",
            "{'type': 'message_delta', 'usage': {'output_tokens': 5, 'speed': 'fast',"
                + " 'server_tool_use': {'web_search_requests': 50, 'web_fetch_requests': 2}}}");
    assertThat(told.uses())
        .isEqualTo(Map.of(PricedExtra.WEB_SEARCH, 50L, PricedExtra.WEB_FETCH, 2L));
    assertThat(told.speed()).isEqualTo("fast");
    assertThat(told.region()).isEqualTo("us");
    assertThat(told.serviceTier()).isEqualTo(Usage.Extras.USUAL);
  }

  @Test
  void searches_that_usage_and_blocks_both_tell_count_once() {
    String block =
        "{'type': 'content_block_start', 'content_block': {'type': 'server_tool_use', 'name':"
            + " 'web_search'}}";
    Usage.Extras told =
        read(
            anthropic(),
            "{'type': 'message_start', 'message': {'usage': {'input_tokens': 9,"
                + " 'server_tool_use': {'web_search_requests': 2}}}}",
            block,
            block);
    assertThat(told.uses()).isEqualTo(Map.of(PricedExtra.WEB_SEARCH, 2L));
  }

  @Test
  void searches_of_a_message_that_was_cut_are_told_by_its_blocks() {
    Usage.Extras told =
        read(
            anthropic(),
            "{'type': 'message_start', 'message': {'usage': {'input_tokens': 9}}}",
            "{'type': 'content_block_start', 'content_block': {'type': 'server_tool_use', 'name':"
                + " 'web_search'}}",
            "{'type': 'content_block_start', 'content_block': {'type': 'tool_use', 'name':"
                + " 'web_search'}}");
    assertThat(told.uses()).isEqualTo(Map.of(PricedExtra.WEB_SEARCH, 1L));
  }

  @Test
  void programs_of_a_message_count_once_and_not_beside_searches() {
    String program =
        "{'type': 'content_block_start', 'content_block': {'type': 'server_tool_use', 'name':"
            + " 'bash_code_execution'}}";
    EventFields fields = anthropic();
    assertThat(read(fields, program, program).uses())
        .isEqualTo(Map.of(PricedExtra.CODE_EXECUTION, 1L));
    EventFields searching = anthropic();
    assertThat(
            read(
                    searching,
                    "{'type': 'content_block_start', 'content_block': {'type': 'server_tool_use',"
                        + " 'name': 'web_search'}}",
                    program)
                .uses())
        .isEqualTo(Map.of(PricedExtra.WEB_SEARCH, 1L));
  }

  @Test
  void gemini_tells_searches_maps_and_programs_by_what_its_answer_rests_on() {
    Usage.Extras told =
        read(
            gemini(),
            "{'candidates': [{'content': {'parts': [{'executableCode': {'code': '1'}}]}}]}",
            "{'candidates': [{'groundingMetadata': {'webSearchQueries': ['a', 'b'],"
                + " 'groundingChunks': [{'web': {}}, {'maps': {'uri': 'u'}}]}, 'finishReason':"
                + " 'STOP'}], 'usageMetadata': {'promptTokenCount': 3, 'candidatesTokenCount': 4,"
                + " 'serviceTier': 'PRIORITY'}}");
    assertThat(told.uses())
        .isEqualTo(
            Map.of(
                PricedExtra.WEB_SEARCH, 2L,
                PricedExtra.GROUNDING, 1L,
                PricedExtra.MAPS, 1L,
                PricedExtra.CODE_EXECUTION, 1L));
    assertThat(told.serviceTier()).isEqualTo("priority");
  }

  @Test
  void counts_that_make_no_sense_are_bounded() {
    Usage.Extras told =
        read(
            anthropic(),
            "{'type': 'message_delta', 'usage': {'output_tokens': 5, 'server_tool_use':"
                + " {'web_search_requests': 999999999999999999, 'web_fetch_requests': -1}}}");
    assertThat(told.uses()).isEqualTo(Map.of(PricedExtra.WEB_SEARCH, Usage.Extras.USES_MAX));
  }

  @Test
  void vertex_tells_its_tier_by_the_kind_of_traffic() {
    String gemini = "{'usageMetadata': {'promptTokenCount': 1, 'trafficType': '%s'}}";
    assertThat(read(gemini(), gemini.formatted("ON_DEMAND")).serviceTier()).isEqualTo("standard");
    assertThat(read(gemini(), gemini.formatted("ON_DEMAND_PRIORITY")).serviceTier())
        .isEqualTo("priority");
    assertThat(read(gemini(), gemini.formatted("PROVISIONED_THROUGHPUT")).serviceTier())
        .isEqualTo("provisioned_throughput");
    String chat =
        "{'choices': [], 'usage': {'prompt_tokens': 1, 'extra_properties':"
            + " {'google': {'traffic_type': 'ON_DEMAND_FLEX'}}}}";
    assertThat(read(new AnswerFields(), chat).serviceTier()).isEqualTo("flex");
  }

  @Test
  void perplexity_and_xai_count_their_searches_in_the_usage() {
    String perplexity = "{'choices': [], 'usage': {'prompt_tokens': 1, 'num_search_queries': 2}}";
    String xai =
        "{'choices': [], 'usage': {'prompt_tokens': 1,"
            + " 'server_side_tool_usage_details': {'web_search_calls': 3}}}";
    assertThat(read(new AnswerFields(), perplexity).uses())
        .isEqualTo(Map.of(PricedExtra.WEB_SEARCH, 2L));
    assertThat(read(new AnswerFields(), xai).uses()).isEqualTo(Map.of(PricedExtra.WEB_SEARCH, 3L));
  }

  @Test
  void bedrock_tells_tier_and_latency_in_the_head() {
    assertThat(
            HeadPrices.of(
                Map.of(
                    "x-amzn-bedrock-service-tier", "flex",
                    "x-amzn-bedrock-performanceconfig-latency", "optimized")))
        .isEqualTo(new Usage.Extras(Map.of(), "flex", "optimized", ""));
    assertThat(HeadPrices.of(Map.of("x-amzn-bedrock-service-tier", "default")))
        .isEqualTo(Usage.Extras.STANDARD);
    assertThat(HeadPrices.of(Map.of("date", "now"))).isEqualTo(Usage.Extras.NONE);
  }
}
