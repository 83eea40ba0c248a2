package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.dialect.json.PropertyNames;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScannerTest {
  private static RequestFacts scan(Operation operation, String body) throws InvalidRequest {
    byte[] bytes = body.getBytes(UTF_8);
    return RequestScanner.scan(operation, bytes, 0, bytes.length);
  }

  @Test
  void finds_what_routing_needs() throws InvalidRequest {
    RequestFacts facts =
        scan(
            Operation.CHAT,
            """
            {"messages": [{"role": "user", "content": [{"type": "text", "model": "not this"}]}],
             "stream": true, "stream_options": {"x": {}, "include_usage": true},
             "max_tokens": 7, "max_completion_tokens": 9, "n": 2, "temperature": 0.5, "seed": -1,
             "user": "u", "model": "gpt-5-mini", "other": [{"deep": [1, 2.5e3]}]}
            """);
    assertThat(facts.model()).isEqualTo("gpt-5-mini");
    assertThat(facts.stream()).isTrue();
    assertThat(facts.includeUsage()).isTrue();
    assertThat(facts.maxTokens()).isEqualTo(OptionalLong.of(9));
    assertThat(facts.pinned()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"request_id", "rid", "Conversation", "previousResponseId", "extra_body"})
  void members_that_get_past_the_check_of_state_are_refused_to_owners_alone(String member)
      throws InvalidRequest {
    byte[] body =
        "{\"model\":\"m\",\"input\":\"\",\"%s\":\"resp_1\"}".formatted(member).getBytes(UTF_8);
    for (Operation operation : Operation.values()) {
      if (operation.isOfResponses()) {
        scan(operation, new String(body, UTF_8));
        var owned = new RequestScanner(operation, "", false, true);
        owned.add(body, 0, body.length);
        assertThatThrownBy(owned::facts)
            .isInstanceOfSatisfying(
                InvalidRequest.class, why -> assertThat(why.why().param()).contains(member));
      }
    }
    byte[] chat = "{\"model\":\"m\",\"messages\":[],\"request_id\":\"x\"}".getBytes(UTF_8);
    var owned = new RequestScanner(Operation.CHAT, "", false, true);
    owned.add(chat, 0, chat.length);
    assertThat(owned.facts().model()).isEqualTo("m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT | 'max_tokens': 9, 'max_completion_tokens': 1 | 9",
        "CHAT | 'max_completion_tokens': 9, 'max_tokens': 1 | 9",
        "CHAT | 'max_tokens': 9, 'max_completion_tokens': null | 9",
        "CHAT | 'max_tokens': -1, 'max_completion_tokens': 1 | ``",
        "CHAT | 'max_tokens': 1, 'max_completion_tokens': -1 | ``",
        "CHAT | 'max_tokens': 0 | ``",
        "CHAT | 'max_tokens': 9, 'max_completion_tokens': 0 | ``",
        "RESPONSES | 'max_output_tokens': 0 | ``",
        "CHAT | 'max_output_tokens': 1 | ``",
        "CHAT | 'max_tokens': 9, 'max_output_tokens': 1 | 9",
        "COMPLETIONS | 'max_tokens': 9, 'max_completion_tokens': 1, 'max_output_tokens': 1 | 9",
        "COMPLETIONS | 'max_completion_tokens': 1 | ``",
        "RESPONSES | 'max_output_tokens': 9, 'max_tokens': 1, 'max_completion_tokens': 1 | 9",
        "RESPONSES | 'max_tokens': 1, 'max_completion_tokens': 1 | ``"
      })
  void the_largest_bound_by_a_name_of_its_own_dialect_counts(
      Operation operation, String bounds, String largest) throws InvalidRequest {
    String input = operation == Operation.CHAT ? "'messages': []" : "'input': '', 'prompt': ''";
    String body = "{'model': 'm', %s, %s}".formatted(input, bounds).replace('\'', '"');
    OptionalLong expected =
        largest.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(largest));
    assertThat(scan(operation, body).maxTokens()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'model': 'm', 'stream': 3} | m",
        "{'model': 'm', 'messages': [ | m",
        "{'model': 'm', 'x': 1} behind | m",
        "{'stream': 3, 'model': 'm'} | ``",
        "{'model': '', 'messages': []} | ``",
        "nonsense | ``"
      })
  void a_body_that_is_refused_tells_its_model_as_far_as_it_was_read(String body, String model) {
    String json = body.replace('\'', '"');
    assertThatThrownBy(() -> scan(Operation.CHAT, json))
        .isInstanceOfSatisfying(
            InvalidRequest.class, refused -> assertThat(refused.model()).isEqualTo(model));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHAT | {`model`:`m`,`messages`:[{`tool_calls`:[{`id`:`ID`}]}]}",
        "CHAT | {`model`:`m`,`messages`:[{`role`:`tool`,`tool_call_id`:`ID`}]}",
        "MESSAGES | {`model`:`m`,`max_tokens`:1,`messages`:[{`content`:[{`id`:`ID`}]}]}",
        "MESSAGES | {`model`:`m`,`max_tokens`:1,`messages`:[{`content`:[{`tool_use_id`:`ID`}]}]}",
        "COUNT_TOKENS | {`model`:`m`,`messages`:[{`content`:[{`tool_use_id`:`ID`}]}]}",
        "RESPONSES | {`model`:`m`,`input`:[{`call_id`:`ID`}]}",
        "INPUT_TOKENS | {`model`:`m`,`input`:[{`call_id`:`ID`}]}",
        "COMPACT | {`model`:`m`,`input`:[{`call_id`:`ID`}]}"
      })
  void an_id_that_carries_a_seal_asks_for_a_look_at_the_whole(Operation operation, String body)
      throws InvalidRequest {
    String sealed = "f1_slc1_" + "A".repeat(32);
    String json = body.replace('`', '"');
    assertThat(scan(operation, json.replace("ID", sealed)).resealed()).isTrue();
    String escaped = sealed.replace("_slc1_", "\\u005fslc1_");
    assertThat(scan(operation, json.replace("ID", escaped)).resealed()).isTrue();
    assertThat(scan(operation, json.replace("ID", "f1_slc1_" + "A".repeat(8_184))).resealed())
        .isTrue();
    assertThat(scan(operation, json.replace("ID", "call_" + "a".repeat(59))).resealed()).isFalse();
  }

  @Test
  void no_request_has_a_thousand_properties() throws InvalidRequest {
    String good =
        "{\"model\":\"m\",\"messages\":[]" + names(PropertyNames.COUNT_MAX - 2, "p") + "}";
    assertThat(scan(Operation.CHAT, good).model()).isEqualTo("m");
    for (String names :
        List.of(names(PropertyNames.COUNT_MAX, "p"), names(20, "p".repeat(4_000)))) {
      assertThatThrownBy(() -> scan(Operation.CHAT, "{\"model\":\"m\"" + names + "}"))
          .isInstanceOfSatisfying(
              InvalidRequest.class,
              e -> assertThat(e.why().message()).contains("more than 1024 properties"));
    }
  }

  private static String names(int count, String name) {
    return IntStream.range(0, count)
        .mapToObj(i -> ",\"" + name + i + "\":1")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1048577", "9223372036854775806"})
  void a_bound_beyond_what_any_model_writes_counts_as_the_most_that_one_does(String bound)
      throws InvalidRequest {
    RequestFacts facts =
        scan(Operation.CHAT, "{\"model\":\"m\",\"messages\":[],\"max_tokens\":" + bound + "}");
    assertThat(facts.maxTokens()).hasValue(RequestFacts.MAX_TOKENS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMBEDDINGS| \"input\":\"x\"| ALWAYS",
        "MODERATIONS| \"input\":\"x\"| ALWAYS",
        "CHAT| \"messages\":[]| ASKED",
        "CHAT| \"messages\":[],\"temperature\":0| ALWAYS",
        "CHAT| \"messages\":[],\"temperature\":-0.0| ALWAYS",
        "CHAT| \"messages\":[],\"temperature\":0.1| ASKED",
        "CHAT| \"messages\":[],\"temperature\":null,\"seed\":null| ASKED",
        "CHAT| \"messages\":[],\"seed\":7| ALWAYS",
        "CHAT| \"messages\":[],\"temperature\":0,\"store\":true| NEVER",
        "CHAT| \"messages\":[],\"temperature\":0,\"store\":false| ALWAYS",
        "COMPLETIONS| \"prompt\":\"x\",\"seed\":1| ALWAYS",
        "RESPONSES| \"input\":\"x\",\"temperature\":0| NEVER",
        "RESPONSES| \"input\":\"x\",\"temperature\":0,\"store\":false| ALWAYS",
        "RESPONSES| \"input\":\"x\",\"store\":false| ASKED",
        "RESPONSES| \"input\":\"x\",\"store\":false,\"conversation\":\"c\",\"seed\":1| NEVER",
        "RESPONSES| \"input\":\"x\",\"store\":false,\"background\":true,\"seed\":1| NEVER"
      })
  void tells_whose_answers_may_serve_others(
      Operation operation, String rest, Cacheability cacheability) throws InvalidRequest {
    assertThat(scan(operation, "{\"model\":\"m\"," + rest + "}").reuse()).isEqualTo(cacheability);
  }

  @Test
  void what_is_too_large_to_be_looked_at_serves_nobody_else() throws InvalidRequest {
    String input = "x".repeat(WorkerPool.LOOP_MAX);
    String body = "{\"model\":\"m\",\"input\":\"" + input + "\"}";
    assertThat(scan(Operation.EMBEDDINGS, body).reuse()).isEqualTo(Cacheability.NEVER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"messages\":[]}",
        "{\"messages\":[\"é😀\"], \"model\" : \"m\" }",
        "\n\t {\"messages\":[],\n\"model\"\n:\n\"m\"}\n",
        "{\"messages\":[],\"model\":\"\\u006d\"}",
        "{\"messages\":[],\"mod\\u0065l\":\"m\"}"
      })
  void the_offsets_are_those_of_the_string_with_its_quotes(String body) throws InvalidRequest {
    byte[] bytes = ("??" + body + "???").getBytes(UTF_8);
    RequestFacts facts = RequestScanner.scan(Operation.CHAT, bytes, 2, bytes.length - 5);
    String cut =
        new String(bytes, 2 + facts.modelStart(), facts.modelEnd() - facts.modelStart(), UTF_8);
    assertThat(cut).startsWith("\"").endsWith("\"").hasSizeGreaterThan(2);
    assertThat(facts.model()).isEqualTo("m");
  }

  @Test
  void the_model_is_decoded() throws InvalidRequest {
    String body = "{\"model\":\"a\\\"\\u00e9\\ud83d\\ude00/b:c@d\",\"messages\":[]}";
    RequestFacts facts = scan(Operation.CHAT, body);
    assertThat(facts.model()).isEqualTo("a\"é😀/b:c@d");
    assertThat(body.substring(facts.modelStart(), facts.modelEnd()))
        .isEqualTo("\"a\\\"\\u00e9\\ud83d\\ude00/b:c@d\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT|{\"model\":\"m\",\"messages\":[],\"n\":null,\"max_tokens\":null,\"temperature\":null}",
        "CHAT|{\"model\":\"m\",\"messages\":[],\"stream\":null,\"stream_options\":null,\"user\":null}",
        "CHAT|{\"model\":\"m\",\"messages\":[],\"prompt\":5,\"input\":5}",
        "COMPLETIONS|{\"model\":\"m\",\"prompt\":\"p\"}",
        "COMPLETIONS|{\"model\":\"m\",\"prompt\":[1,2]}",
        "COMPLETIONS|{\"model\":\"m\",\"prompt\":null}",
        "EMBEDDINGS|{\"model\":\"m\",\"input\":\"i\",\"stream\":false}",
        "EMBEDDINGS|{\"model\":\"m\",\"input\":[[1,2],[3]]}",
        "MODERATIONS|{\"model\":\"m\",\"input\":[{\"type\":\"text\"}]}",
        "RESPONSES|{\"model\":\"m\",\"input\":\"i\",\"max_output_tokens\":16}",
        "RESPONSES|{\"model\":\"m\",\"prompt\":{\"id\":\"p\"}}",
        "RESPONSES|{\"model\":\"m\",\"input\":null,\"previous_response_id\":\"r\"}",
        "RESPONSES|{\"model\":\"m\",\"conversation\":{\"id\":\"c\"}}"
      })
  void takes_what_openai_takes(Operation operation, String body) throws InvalidRequest {
    assertThat(scan(operation, body).model()).isEqualTo("m");
  }

  @ParameterizedTest
  @CsvSource({"-1, ", "0, ", "1, 1", "99999999999999999999, ", "-99999999999999999999, ", "null, "})
  void which_bounds_make_sense_is_the_providers_to_judge(String given, Long counted)
      throws InvalidRequest {
    String rest = "\"prompt\":\"p\",\"echo\":true,\"logprobs\":1";
    String body = "{\"model\":\"m\"," + rest + ",\"max_tokens\":" + given + "}";
    assertThat(scan(Operation.COMPLETIONS, body).maxTokens())
        .isEqualTo(counted == null ? OptionalLong.empty() : OptionalLong.of(counted));
  }

  @ParameterizedTest
  @CsvSource({
    "n, 288230376151711744",
    "n, 99999999999999999999",
    "n, 4097",
    "best_of, 288230376151711744"
  })
  void more_choices_than_any_provider_gives_are_refused(String name, String count) {
    String body = "{\"model\":\"m\",\"prompt\":\"p\",\"" + name + "\":" + count + "}";
    assertThatThrownBy(() -> scan(Operation.COMPLETIONS, body))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage(
            "the property "
                + name
                + " is "
                + count
                + "; it must be a whole number of choices, at most 4096");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT|\"messages\":[{}],\"n\":4096|4096",
        "CHAT|\"messages\":[{}],\"n\":-1|1",
        "CHAT|\"messages\":[{}]|1",
        "COMPLETIONS|\"prompt\":\"p\",\"n\":2,\"best_of\":5|5",
        "COMPLETIONS|\"prompt\":[\"p\",\"q\",\"r\"],\"n\":2|6",
        "COMPLETIONS|\"prompt\":[[1,2],[3]]|2",
        "COMPLETIONS|\"prompt\":[1,2,3]|1",
        "RESPONSES|\"input\":\"i\"|1"
      })
  void outputs_are_counted_as_they_are_paid_for(Operation operation, String rest, long outputs)
      throws InvalidRequest {
    assertThat(scan(operation, "{\"model\":\"m\"," + rest + "}").outputs()).isEqualTo(outputs);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT|messages|{\"content\":[{\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}",
        "CHAT|messages|{\"content\":[{\"file\":{\"file_id\":\"f\"}}]}",
        "CHAT|messages|{\"role\":\"assistant\",\"audio\":{\"id\":\"a\"}}",
        "CHAT|messages|{\"content\":[{\"type\":\"document_url\",\"document_url\":\"https://a\"}]}",
        "CHAT|messages|{\"content\":[{\"document_url\":\"https://e.example/a.pdf\"}]}",
        "CHAT|messages|{\"content\":[{\"type\":\"file\",\"file_id\":\"f\"}]}",
        "CHAT|messages|{\"content\":[{\"type\":\"library\",\"library_id\":\"l\"}]}",
        "RESPONSES|input|{\"id\":\"msg_1\"}",
        "RESPONSES|input|{\"type\":\"message\",\"id\":\"msg_1\",\"content\":[]}",
        "RESPONSES|input|{\"type\":\"reasoning\",\"summary\":[],\"id\":\"rs_1\"}",
        "RESPONSES|input|{\"id\":\"rs_1\",\"encrypted_content\":null}",
        "RESPONSES|input|{\"id\":\"ig_1\",\"type\":\"image_generation_call\"}",
        "RESPONSES|input|{\"id\":\"m\",\"content\":\"a\"},{\"id\":\"msg_1\"}",
        "RESPONSES|input|{\"id\":\"msg_1\"},{\"id\":\"m\",\"content\":\"a\"}",
        "RESPONSES|input|{\"content\":[{\"image_url\":\"https://example.com/a.png\"}]}",
        "RESPONSES|input|{\"content\":[{\"file_id\":\"f\"}]}",
        "RESPONSES|input|{\"content\":[{\"file_url\":\"https://example.com/a.pdf\"}]}",
        "RESPONSES|input|{\"type\":\"item_reference\",\"id\":\"i\"}",
        "RESPONSES|previous_response_id|`r`",
        "MESSAGES|messages|{\"content\":[{\"source\":{\"type\":\"url\"}}]}",
        "MESSAGES|messages|{\"content\":[{\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}]}"
      })
  void what_is_somewhere_else_is_named(Operation operation, String field, String item)
      throws InvalidRequest {
    String value = item.startsWith("{") ? "[" + item + "]" : "\"" + item + "\"";
    String body = "{\"model\":\"m\",\"max_tokens\":1,\"" + field + "\":" + value + "}";
    assertThat(scan(operation, body).attached()).isEqualTo(new RequestFacts.Attached(0, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT|messages|{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}",
        "RESPONSES|input|{\"id\":\"msg_1\",\"content\":[{\"type\":\"output_text\"}]}",
        "RESPONSES|input|{\"content\":\"a\",\"id\":\"msg_1\"}",
        "RESPONSES|input|{\"id\":\"fc_1\",\"call_id\":\"c\",\"arguments\":\"{}\"}",
        "RESPONSES|input|{\"call_id\":\"c\",\"output\":[{\"id\":\"x\"}]}",
        "RESPONSES|input|{\"id\":\"rs_1\",\"encrypted_content\":\"gAAA\",\"summary\":[]}"
      })
  void an_item_that_says_itself_what_it_is_names_nothing(
      Operation operation, String field, String item) throws InvalidRequest {
    String body = "{\"model\":\"m\",\"max_tokens\":1,\"" + field + "\":[" + item + "]}";
    assertThat(scan(operation, body).attached()).isEqualTo(RequestFacts.Attached.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT|\"messages\":[],\"tools\":[{\"type\":\"function\"}]|true",
        "MESSAGES|\"messages\":[],\"tools\":[{\"type\":\"bash_20250124\"}]|true",
        "RESPONSES|\"input\":\"a\",\"tools\":[{\"type\":\"custom\"}]|true",
        "CHAT|\"messages\":[],\"tools\":[]|false",
        "CHAT|\"messages\":[]|false"
      })
  void tools_are_told_whoever_runs_them(Operation operation, String members, boolean tools)
      throws InvalidRequest {
    String body = "{\"model\":\"m\",\"max_tokens\":1," + members + "}";
    assertThat(scan(operation, body).attached().tools()).isEqualTo(tools);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT|messages|{\"content\":[{\"image_url\":{\"url\":\"data:image/png;base64,AA\"}}]}|26",
        "RESPONSES|input|{\"content\":[{\"image_url\":\"data:image/png;base64,AA\"}]}|26",
        "MESSAGES|messages|{\"content\":[{\"source\":{\"type\":\"base64\",\"data\":\"AA\"}}]}|29",
        "MESSAGES|messages|{\"content\":[{\"source\":{\"type\":\"text\",\"data\":\"AA\"}}]}|0"
      })
  void what_is_in_the_request_itself_is_measured(
      Operation operation, String field, String item, long bytes) throws InvalidRequest {
    String body = "{\"model\":\"m\",\"max_tokens\":1,\"" + field + "\":[" + item + "]}";
    assertThat(scan(operation, body).attached()).isEqualTo(new RequestFacts.Attached(bytes, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MODERATIONS|{\"input\":\"i\"}|",
        "MODERATIONS|{\"input\":\"i\",\"model\":null}|null",
        "RESPONSES|{\"prompt\":{\"id\":\"p\"}}|"
      })
  void a_model_may_be_left_out_where_there_is_a_default(
      Operation operation, String body, String named) throws InvalidRequest {
    RequestFacts facts = scan(operation, body);
    assertThat(facts.model()).isEmpty();
    assertThat(body.substring(facts.modelStart(), facts.modelEnd()))
        .isEqualTo(named == null ? "" : named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\",\"input\":\"i\"}|true",
        "{\"model\":\"m\",\"input\":\"i\",\"store\":true}|true",
        "{\"model\":\"m\",\"input\":\"i\",\"store\":null}|true",
        "{\"model\":\"m\",\"input\":\"i\",\"store\":false}|false",
        "{\"store\":false,\"model\":\"m\",\"input\":\"i\",\"background\":true}|true",
        "{\"store\":false,\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"summary\":[]}]}|false",
        "{\"store\":false,\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"encrypted_content\":\"x\"}]}|true",
        "{\"store\":false,\"model\":\"m\",\"input\":\"encrypted_content\"}|false"
      })
  void a_response_that_leaves_nothing_at_the_provider_may_move(String body, boolean pinned)
      throws InvalidRequest {
    assertThat(scan(Operation.RESPONSES, body).pinned()).isEqualTo(pinned);
  }

  @Test
  void a_call_that_continues_another_is_pinned() throws InvalidRequest {
    assertThat(
            scan(
                    Operation.RESPONSES,
                    "{\"model\":\"m\",\"input\":\"i\",\"previous_response_id\":\"r\"}")
                .pinned())
        .isTrue();
    assertThat(
            scan(
                    Operation.RESPONSES,
                    "{\"model\":\"m\",\"input\":\"i\",\"store\":false,\"previous_response_id\":null}")
                .pinned())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT|messages|{\"content\":[{\"type\":\"text\"},{\"image_url\":{\"detail\":\"low\",\"url\":\"data:image/png;base64,AA\"}}]}",
        "CHAT|messages|{\"content\":[{\"image_url\":\"d\\u0061ta:image/png;base64,AA\"}]}",
        "CHAT|messages|{\"content\":[{\"video_url\":{\"url\":\"data:video/mp4;base64,AA\"}}]}",
        "CHAT|messages|{\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA\"}}]}",
        "CHAT|messages|{\"content\":[{\"file\":{\"file_data\":\"data:application/pdf;base64,AA\"}}]}",
        "RESPONSES|input|{\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA\"}]}",
        "RESPONSES|input|{\"output\":[{\"type\":\"input_file\",\"file_data\":\"data:a;base64,AA\"}]}",
        "MESSAGES|messages|{\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"data\":\"AA\"}}]}",
        "MESSAGES|messages|{\"content\":[{\"type\":\"tool_result\",\"content\":[{\"source\":{\"data\":\"AA\",\"type\":\"base64\"}}]}]}"
      })
  void pictures_and_sounds_in_the_request_are_found(Operation operation, String field, String item)
      throws InvalidRequest {
    String body =
        "{\"model\":\"m\",\"max_tokens\":1,\"" + field + "\":[{\"role\":\"user\"}," + item + "]}";
    assertThat(scan(operation, body).media()).isTrue();
    assertThat(scan(operation, body.replace("AA", "A".repeat(100_000))).media()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT|messages|{\"content\":\"data:image/png;base64,AA\"}",
        "CHAT|messages|{\"content\":[{\"type\":\"text\",\"text\":\"data:image/png;base64,AA\"}]}",
        "CHAT|messages|{\"content\":[{\"image_url\":{\"url\":\"https://example.com/data:\"}}]}",
        "RESPONSES|input|{\"content\":[{\"image_url\":\"https://example.com/a.png\"},{\"file_id\":\"f\"}]}",
        "MESSAGES|messages|{\"content\":[{\"source\":{\"type\":\"text\",\"data\":\"base64\"}},{\"source\":{\"type\":\"url\"}}]}"
      })
  void texts_and_addresses_are_judged_by_their_size(Operation operation, String field, String item)
      throws InvalidRequest {
    String body = "{\"model\":\"m\",\"max_tokens\":1,\"" + field + "\":[" + item + "]}";
    assertThat(scan(operation, body).media()).isFalse();
  }

  @Test
  void an_ordinary_request_keeps_nothing_that_counts() {
    String names =
        IntStream.range(0, 40)
            .mapToObj(i -> "\"property_" + i + "\":0")
            .collect(Collectors.joining(","));
    assertThat(held("{\"model\":\"m\"," + names + ",\"messages\":[{\"content\":\"x\"}]}")).isZero();
  }

  @Test
  void millions_of_names_in_a_tool_keep_nothing() {
    String names =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"name" + i + "\":0")
            .collect(Collectors.joining(","));
    assertThat(held("{\"tools\":[{" + names + "}],\"messages\":[{" + names)).isZero();
  }

  @Test
  void names_that_have_to_differ_and_cut_ones_count() {
    String names =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "\"name" + i + "\":0")
            .collect(Collectors.joining(","));
    assertThat(held("{" + names)).isGreaterThan(90_000);
    assertThat(held("{\"stream_options\":{" + names)).isGreaterThan(90_000);
    assertThat(held("{\"" + "n".repeat(60_000))).isGreaterThan(50_000);
  }

  /// What a scan keeps of this beginning of a body, which comes in two parts.
  private static int held(String begin) {
    byte[] bytes = begin.getBytes(UTF_8);
    var scanner = new RequestScanner(Operation.CHAT);
    scanner.add(bytes, 0, bytes.length / 2);
    scanner.add(bytes, bytes.length / 2, bytes.length);
    return scanner.held();
  }
}
