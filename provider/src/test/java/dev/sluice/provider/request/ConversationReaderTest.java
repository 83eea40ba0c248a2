package dev.sluice.provider.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Calls;
import dev.sluice.call.request.Operation;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConversationReaderTest {
  private static final String SYSTEM = "{\"role\":\"system\",\"content\":\"be kind\"}";
  private static final String FIRST = "{\"content\":\"hello\",\"role\":\"user\"}";
  private static final String TOOLS = "\"tools\":[{\"type\":\"function\"}]";

  @Test
  void later_messages_and_settings_change_nothing() {
    long first = chat("{\"model\":\"m\",%s,\"messages\":[%s,%s]}".formatted(TOOLS, SYSTEM, FIRST));
    long later =
        chat(
            "{\"messages\":[%s, %s, {\"role\":\"assistant\",\"content\":\"hi\"}],\"model\":\"m\",%s,\"stream\":true}"
                .formatted(SYSTEM, FIRST, TOOLS));
    assertThat(first).isNotZero().isEqualTo(later);
  }

  @Test
  void the_system_prompt_the_tools_and_the_first_message_each_count() {
    assertThat(
            Set.of(
                chat("{\"messages\":[%s,%s],%s}".formatted(SYSTEM, FIRST, TOOLS)),
                chat("{\"messages\":[%s,%s]}".formatted(SYSTEM, FIRST)),
                chat("{\"messages\":[%s],%s}".formatted(FIRST, TOOLS)),
                chat(
                    "{\"messages\":[%s,{\"role\":\"user\",\"content\":\"other\"}],%s}"
                        .formatted(SYSTEM, TOOLS)),
                chat("{\"messages\":[%s,%s,%s],%s}".formatted(SYSTEM, SYSTEM, FIRST, TOOLS))))
        .hasSize(5);
  }

  @Test
  void a_response_begins_with_its_instructions_and_its_first_input() {
    long text = response("{\"instructions\":\"be kind\",\"input\":\"hello\"}");
    assertThat(text).isNotZero().isNotEqualTo(response("{\"input\":\"hello\"}"));
    long items =
        response(
            "{\"instructions\":\"be kind\",\"input\":[{\"role\":\"developer\",\"content\":\"x\"},%s]}"
                .formatted(FIRST));
    long later =
        response(
            "{\"input\":[{\"role\":\"developer\",\"content\":\"x\"},%s,{\"type\":\"function_call\"}],\"instructions\":\"be kind\"}"
                .formatted(FIRST));
    assertThat(items).isNotZero().isEqualTo(later);
  }

  @Test
  void what_has_no_first_message_is_no_conversation() {
    assertThat(chat("{\"messages\":[%s],%s}".formatted(SYSTEM, TOOLS))).isZero();
    assertThat(chat("{\"messages\":[]}")).isZero();
    assertThat(chat("{\"messages\":3}")).isZero();
    assertThat(response("{\"previous_response_id\":\"r\"}")).isZero();
    assertThat(ConversationReader.prefix(Operation.EMBEDDINGS, Calls.utf8("{\"input\":\"x\"}")))
        .isZero();
  }

  @Test
  void a_text_is_hashed_however_long_it_is() {
    String content = "\"" + "x".repeat(200_000) + "\"";
    assertThat(chat("{\"messages\":[{\"role\":\"user\",\"content\":%s}]}".formatted(content)))
        .isNotZero();
    assertThat(response("{\"input\":%s}".formatted(content))).isNotZero();
    assertThat(response("{\"instructions\":null,\"input\":%s}".formatted(content))).isNotZero();
  }

  @Test
  void the_user_is_named_in_one_way_or_the_other() {
    long user = ConversationReader.user(Calls.utf8("{\"messages\":[{}],\"user\":\"u1\"}"));
    assertThat(user).isNotZero();
    assertThat(ConversationReader.user(Calls.utf8("{\"user\":\"u2\",\"n\":1}"))).isNotEqualTo(user);
    assertThat(ConversationReader.user(Calls.utf8("{\"safety_identifier\":\"u1\"}"))).isNotZero();
    assertThat(ConversationReader.user(Calls.utf8("{\"user\":null}"))).isZero();
    assertThat(ConversationReader.user(Calls.utf8("{\"metadata\":{\"user\":\"u1\"}}"))).isZero();
  }

  @Test
  void a_response_that_asks_for_what_is_sealed_is_found() {
    String include = "\"include\":[\"reasoning.encrypted_content\"]";
    assertThat(seals("{\"input\":[{\"include\":1}],\"store\":false}")).isFalse();
    assertThat(seals("{\"include\":null,\"input\":\"x\"}")).isFalse();
    assertThat(seals("{\"input\":\"x\",%s}".formatted(include))).isTrue();
    assertThat(seals("{\"use_encrypted_content\":true,\"input\":\"x\"}")).isTrue();
    assertThat(seals("{\"input\":")).isTrue();
  }

  private static boolean seals(String body) {
    return ConversationReader.seals(Calls.utf8(body));
  }

  private static long chat(String body) {
    return ConversationReader.prefix(Operation.CHAT, Calls.utf8(body));
  }

  private static long response(String body) {
    return ConversationReader.prefix(Operation.RESPONSES, Calls.utf8(body));
  }
}
