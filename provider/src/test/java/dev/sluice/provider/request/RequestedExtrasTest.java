package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.PricedExtras.Use;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request asks for beside text, by the one pass over its body.
class RequestedExtrasTest {
  private static final String CHAT = "{\"model\": \"m\", \"messages\": [], %s}";
  private static final String RESPONSES = "{\"model\": \"m\", \"input\": \"Hi\", %s}";
  private static final String MESSAGES =
      "{\"model\": \"m\", \"max_tokens\": 9, \"messages\": [], %s}";
  private static final String GENERATE = "{\"contents\": [], %s}";

  private static PricedExtras scan(Operation operation, String member) {
    String form =
        switch (operation) {
          case CHAT -> CHAT;
          case RESPONSES -> RESPONSES;
          case MESSAGES -> MESSAGES;
          default -> GENERATE;
        };
    String all = form.formatted(member.replace('\'', '"'));
    byte[] body = all.replaceFirst(replaced(member), "").getBytes(UTF_8);
    var scanner = new RequestScanner(operation, operation == Operation.GENERATE ? "m" : "", false);
    for (int i = 0; i < body.length; i++) {
      scanner.add(new byte[] {body[i]}, 0, 1);
    }
    try {
      return scanner.facts().extras();
    } catch (InvalidRequest e) {
      throw new AssertionError(e.why().message(), e);
    }
  }

  /// What the member takes the place of.
  private static String replaced(String member) {
    return member.startsWith("'model':")
        ? "\"model\": \"m\", "
        : member.startsWith("'input':") ? "\"input\": \"Hi\", " : "^$";
  }

  private static String words(List<Use> uses) {
    return uses.stream()
        .map(use -> use.extra().map(PricedExtra::word).orElse("?") + " by " + use.member())
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "RESPONSES | 'tools': [{'type': 'web_search'}] | web_search by tools[].web_search",
        "RESPONSES | 'tools': [{'type': 'web_search_preview_2025_03_11'}] | web_search by tools[].web_search_preview_2025_03_11",
        "RESPONSES | 'tools': [{'vector_store_ids': ['v'], 'type': 'file_search'}] | file_search by tools[].file_search",
        "RESPONSES | 'tools': [{'type': 'code_interpreter', 'container': {'type': 'auto'}}] | code_execution by tools[].code_interpreter",
        "RESPONSES | 'tools': [{'container': {'memory_limit': '4g'}, 'type': 'code_interpreter'}] | ? by tools[].code_interpreter.container.memory_limit, code_execution by tools[].code_interpreter",
        "RESPONSES | 'tools': [{'type': 'image_generation'}] | image_generation by tools[].image_generation",
        "RESPONSES | 'tools': [{'type': 'mcp', 'server_url': 'u'}] | mcp by tools[].mcp",
        "RESPONSES | 'tools': [{'type': 'shell', 'environment': {'type': 'container_auto'}}] | code_execution by tools[].shell",
        "RESPONSES | 'tools': [{'type': 'time_travel'}] | ? by tools[].time_travel",
        "RESPONSES | 'tools': [{'type': 'function', 'type': 'web_search'}] | web_search by tools[].web_search",
        "RESPONSES | 'tools': [{'t\\u0079pe': 'web\\u005fsearch'}] | web_search by tools[].web_search",
        "RESPONSES | 'tools': [{'type': 7}] | ? by tools[].?",
        "RESPONSES | 'tools': {'type': 'web_search'} | ? by tools",
        "RESPONSES | 'tools': [{'type': 'namespace', 'tools': [{'type': 'web_search'}]}] | ? by tools[].web_search",
        "RESPONSES | 'tools': [{'tools': [{'tools': [{'type': 'image_generation'}]}], 'type': 'function'}] | ? by tools[].image_generation",
        "RESPONSES | 'tools': [{'tools': [{'tools': [{'tools': [{'tools': [{'tools': []}]}]}]}]}] | ? by tools",
        "RESPONSES | 'input': [{'type': 'additional_tools', 'tools': [{'type': 'web_search'}]}] | ? by tools[].web_search",
        "RESPONSES | 'input': [{'type': 'tool_search_output', 'tools': [{'type': 'namespace', 'tools': [{'type': 'mcp'}]}]}] | ? by tools[].mcp",
        "RESPONSES | 'input': [{'tools': {'type': 'web_search'}}] | ? by tools",
        "CHAT | 'models': ['a', 'b'] | ? by models",
        "CHAT | 'model': 'org/m:online' | web_search by model",
        "CHAT | 'model': 'org/m:online:nitro' | web_search by model",
        "CHAT | 'modalities': 'audio' | audio_output by modalities",
        "CHAT | 'web_search_options': {} | web_search by web_search_options",
        "CHAT | 'plugins': [{'id': 'web'}] | ? by plugins",
        "CHAT | 'audio': {'voice': 'a', 'format': 'wav'}, 'modalities': ['text', 'audio'] | audio_output by audio",
        "CHAT | 'modalities': ['image', 'text'] | image_output by modalities",
        "MESSAGES | 'tools': [{'type': 'web_search_20250305', 'name': 'web_search'}] | web_search by tools[].web_search_20250305",
        "MESSAGES | 'tools': [{'type': 'web_fetch_20250910', 'name': 'f'}] | web_fetch by tools[].web_fetch_20250910",
        "MESSAGES | 'tools': [{'type': 'code_execution_20250825', 'name': 'c'}] | code_execution by tools[].code_execution_20250825",
        "MESSAGES | 'tools': [{'type': 'advisor_20260301', 'name': 'a'}] | ? by tools[].advisor_20260301",
        "MESSAGES | 'mcp_servers': [] | mcp by mcp_servers",
        "GENERATE | 'tools': [{'googleSearch': {}}] | web_search by tools[].googleSearch",
        "GENERATE | 'tools': [{'functionDeclarations': [], 'google_maps': {}}] | maps by tools[].google_maps",
        "GENERATE | 'tools': [{'codeExecution': {}}, {'urlContext': {}}] | code_execution by tools[].codeExecution, web_fetch by tools[].urlContext",
        "GENERATE | 'tools': {'googleSearch': {}} | web_search by tools[].googleSearch",
        "GENERATE | 'tools': [{'dowsing': {}}] | ? by tools[].dowsing",
        "GENERATE | 'generationConfig': {'responseModalities': ['TEXT', 'IMAGE']} | image_output by generationConfig.responseModalities",
        "GENERATE | 'generationConfig': {'responseModalities': 'IMAGE'} | image_output by generationConfig.responseModalities",
        "GENERATE | 'generation_config': {'response_modalities': ['AUDIO']} | audio_output by generation_config.response_modalities"
      })
  void what_a_provider_runs_or_sells_is_found_by_its_member(
      Operation operation, String member, String expected) {
    assertThat(words(scan(operation, member).uses())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT | 'tools': [{'type': 'function', 'function': {'name': 'web_search'}}, {'type': 'custom'}]",
        "CHAT | 'tools': null, 'web_search_options': null, 'audio': null, 'modalities': ['text']",
        "CHAT | 'service_tier': 'auto'",
        "CHAT | 'service_tier': 'default'",
        "CHAT | 'service_tier': 'on_demand'",
        "CHAT | 'model': 'org/online', 'models': null",
        "RESPONSES | 'tools': [{'type': 'namespace', 'tools': [{'type': 'function', 'parameters': {'type': 'object'}}]}]",
        "RESPONSES | 'input': [{'type': 'mcp_list_tools', 'tools': [{'name': 'n', 'input_schema': {'type': 'object'}}]}]",
        "CHAT | 'service_tier': null",
        "RESPONSES | 'tools': [{'type': 'local_shell'}, {'type': 'shell'}, {'type': 'apply_patch'}]",
        "RESPONSES | 'tools': [{'type': 'computer_use_preview'}, {'type': 'tool_search'}]",
        "MESSAGES | 'tools': [{'name': 'web_search', 'input_schema': {'type': 'web_search'}}]",
        "MESSAGES | 'tools': [{'type': 'bash_20250124'}, {'type': 'text_editor_20250728'}, {'type': 'memory_20250818'}]",
        "MESSAGES | 'tools': [{'type': 'tool_search_tool_bm25_20251119'}, {'type': 'computer_20251124'}]",
        "MESSAGES | 'service_tier': 'standard_only', 'speed': 'standard', 'inference_geo': 'global'",
        "GENERATE | 'tools': [{'functionDeclarations': [{'name': 'f'}]}, {'function_declarations': []}]",
        "GENERATE | 'tools': [{'googleSearch': null}], 'serviceTier': 'SERVICE_TIER_UNSPECIFIED'",
        "GENERATE | 'generationConfig': {'responseModalities': ['TEXT']}",
        "GENERATE | 'generationConfig': {'responseModalities': 'TEXT'}"
      })
  void what_the_client_runs_and_what_is_usual_asks_for_nothing(Operation operation, String member) {
    assertThat(scan(operation, member)).isSameAs(PricedExtras.NONE);
  }

  @Test
  void the_prices_that_a_request_chooses_are_known() {
    assertThat(scan(Operation.CHAT, "'service_tier': 'priority'").serviceTier())
        .isEqualTo("priority");
    assertThat(scan(Operation.GENERATE, "'service_tier': 'FLEX'").serviceTier()).isEqualTo("flex");
    PricedExtras messages =
        scan(Operation.MESSAGES, "'speed': 'fast', 'inference_geo': 'us', 'service_tier': 'auto'");
    assertThat(messages.speed()).isEqualTo("fast");
    assertThat(messages.region()).isEqualTo("us");
    assertThat(messages.serviceTier()).isEmpty();
    assertThat(scan(Operation.CHAT, "'service_tier': {'a': 1}").serviceTier()).isEqualTo("?");
  }

  @Test
  void uses_are_bounded_by_what_the_request_says() {
    PricedExtras messages =
        scan(
            Operation.MESSAGES,
            "'tools': [{'max_uses': 3, 'type': 'web_search_20250305'},"
                + " {'type': 'web_search_20250305', 'max_uses': 4}]");
    assertThat(messages.uses())
        .singleElement()
        .returns(7L, u -> u.atMost(true))
        .returns(2L, Use::likely);
    PricedExtras responses =
        scan(Operation.RESPONSES, "'max_tool_calls': 1, 'tools': [{'type': 'web_search'}]");
    assertThat(responses.uses())
        .singleElement()
        .returns(1L, u -> u.atMost(true))
        .returns(1L, Use::likely);
    assertThat(scan(Operation.RESPONSES, "'tools': [{'type': 'web_search'}]").uses())
        .singleElement()
        .returns(20L, u -> u.atMost(true));
  }

  @Test
  void a_bound_that_no_provider_keeps_to_makes_no_use_cheaper() {
    PricedExtras none =
        scan(Operation.RESPONSES, "'max_tool_calls': 0, 'tools': [{'type': 'web_search'}]");
    assertThat(none.uses())
        .singleElement()
        .returns(1L, u -> u.atMost(true))
        .returns(20L, u -> u.atMost(false))
        .returns(1L, Use::likely);
    PricedExtras many =
        scan(Operation.MESSAGES, "'tools': [{'max_uses': 50, 'type': 'web_search_20250305'}]");
    assertThat(many.uses()).singleElement().returns(50L, u -> u.atMost(false));
  }

  @Test
  void what_tools_of_the_provider_bring_is_read() {
    String[] read = {"web_search", "web_fetch", "file_search", "mcp", "never_heard_of"};
    for (String type : read) {
      assertThat(scan(Operation.RESPONSES, "'tools': [{'type': '" + type + "'}]").isRead())
          .isTrue();
    }
    for (String type : new String[] {"function", "image_generation"}) {
      assertThat(scan(Operation.RESPONSES, "'tools': [{'type': '" + type + "'}]").isRead())
          .isFalse();
    }
  }

  @Test
  void bounds_of_uses_count_only_where_the_dialect_has_them() {
    String search = "'tools': [{'type': 'web_search', 'max_uses': 1}]";
    assertThat(scan(Operation.CHAT, "'max_tool_calls': 1, " + search).uses())
        .singleElement()
        .returns(20L, u -> u.atMost(true));
    assertThat(scan(Operation.RESPONSES, search).uses())
        .singleElement()
        .returns(20L, u -> u.atMost(true));
  }

  @Test
  void ten_thousand_names_of_tools_are_kept_as_one() {
    String tools = "{'type': 'x'},".repeat(10_000) + "{'type': 'web_search'}";
    assertThat(scan(Operation.RESPONSES, "'tools': [" + tools + "]").uses()).hasSize(2);
  }
}
