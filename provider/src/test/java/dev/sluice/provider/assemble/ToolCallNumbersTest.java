package dev.sluice.provider.assemble;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import dev.sluice.dialect.json.JsonStrings;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which entries of a stream's tool calls belong together.
class ToolCallNumbersTest {
  private final ToolCallNumbers numbers = new ToolCallNumbers();

  /// How providers write their calls, whole or in parts.
  enum Style {
    /// By the dialect: numbered, in parts.
    NUMBERED(true, true, true),
    /// All with the index 0, told apart by their ids alone.
    ALL_ZERO(false, true, true),
    /// All with the index 0, each whole and without an id.
    ALL_ZERO_WITHOUT_IDS(false, false, false),
    /// By their ids alone.
    WITHOUT_INDEX(false, true, true);

    private final boolean numbered;
    private final boolean ids;
    private final boolean inParts;

    Style(boolean numbered, boolean ids, boolean inParts) {
      this.numbered = numbered;
      this.ids = ids;
      this.inParts = inParts;
    }

    String index(int call) {
      return this == WITHOUT_INDEX ? "" : "\"index\":" + (numbered ? call : 0) + ",";
    }
  }

  private record Made(String id, String name, String arguments) {
    String json() {
      return (id.isEmpty() ? "{" : "{\"id\":\"" + id + "\",")
          + "\"function\":{\"name\":\""
          + name
          + "\",\"arguments\":"
          + JsonStrings.quote(arguments)
          + "}}";
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void any_calls_come_together_again_however_they_are_written(Style style) {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      List<Made> calls = calls(style, random);
      Assembler assembler = Assembler.of(Operation.CHAT, WholeMembers.NONE);
      for (int i = 0; i < calls.size(); i++) {
        for (String part : parts(style, i, calls.get(i), random)) {
          byte[] chunk =
              ("{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[" + part + "]}}]}")
                  .getBytes(UTF_8);
          assembler.data(chunk, 0, chunk.length);
          assembler.event();
        }
      }
      assertThat(text(assembler.answer()))
          .as("seed %s", seed)
          .contains(
              calls.stream()
                  .map(Made::json)
                  .collect(Collectors.joining(",", "\"tool_calls\":[", "]")));
    }
  }

  private static List<Made> calls(Style style, Random random) {
    List<Made> calls = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      String value = random.nextBoolean() ? "}]\"\\{" : "é😀";
      String arguments = "{\"a\":[" + JsonStrings.quote(value) + "," + random.nextInt(9) + "]}";
      calls.add(new Made(style.ids ? "call_" + i : "", "f" + random.nextInt(2), arguments));
    }
    return calls;
  }

  private static List<String> parts(Style style, int number, Made call, Random random) {
    String index = style.index(number);
    if (!style.inParts) {
      return List.of("{" + index + call.json().substring(1));
    }
    String text = call.arguments;
    int cut = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()) + 1));
    String first = new Made(call.id, call.name, text.substring(0, cut)).json();
    String rest = "\"function\":{\"arguments\":" + JsonStrings.quote(text.substring(cut)) + "}}";
    return List.of("{" + index + first.substring(1), "{" + index + rest);
  }

  private static String text(List<ByteBuf> parts) {
    return parts.stream().map(part -> part.toString(UTF_8)).collect(Collectors.joining());
  }

  private int number(int index, String id, String name, String arguments) {
    ToolCallEntry entry = new ToolCallEntry();
    entry.index(index);
    entry.id(id);
    entry.name(name);
    byte[] bytes = arguments.getBytes(UTF_8);
    entry.arguments(bytes, 0, bytes.length);
    return numbers.number(entry);
  }

  @Test
  void a_name_that_is_repeated_goes_on_with_its_call() {
    assertThat(number(0, "a", "f", "")).isZero();
    assertThat(number(0, "a", "f", "{")).isZero();
    assertThat(number(0, "", "f", "}")).isZero();
    assertThat(number(0, "", "f", "")).isZero();
  }

  @Test
  void ids_that_take_turns_at_one_index_keep_their_calls() {
    assertThat(number(0, "a", "f", "{")).isZero();
    assertThat(number(0, "b", "f", "{")).isEqualTo(1);
    assertThat(number(0, "a", "", "}")).isZero();
    assertThat(number(0, "", "", "}")).isEqualTo(1);
    assertThat(numbers.uses(0)).isTrue();
    assertThat(numbers.uses(1)).isFalse();
  }

  @Test
  void the_same_id_at_another_index_is_another_call() {
    assertThat(number(0, "a", "f", "{}")).isZero();
    assertThat(number(1, "a", "f", "{}")).isEqualTo(1);
  }

  @Test
  void calls_without_number_are_bounded() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(number(-1, "id-" + i, "f", "{}")).isEqualTo(i);
    }
    assertThat(number(-1, "another", "f", "{}")).isEqualTo(999);
    assertThat(number(7_000, "another", "f", "{}")).isEqualTo(7_000);
  }
}
