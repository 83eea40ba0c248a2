package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sluice.call.request.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is read of a body again, for calls that may use it: the same however its buffers are cut,
/// and without a copy of it.
class CutBodiesTest {
  /// More than is read at a time.
  private static final int BLOCK = 8 * 1024;

  private static final String BODY =
      """
      { "model":"m", "us\\u0065r" : "u\\"1é\\\\", "include":["reasoning.encrypted_content"],
       "system":[{"type":"text","text":"x-anthropic-billing-header: a=1"},
         {"te\\u0078t":"b\\u00e9 kind\\n\\uD83D\\ude00 😀 日本 é\\/","cache_control":{"type":"a"}},[-1.5E3 ,true]],
       "instructions":"be \\"kind\\"\\\\","tools":[{"type":"fu\\u006ection","strict":null},{"type":"mcp"}],
       "reasoning":{"effort":"n\\u006fne"},"store":false,
       "messages":[ {"role":"syst\\u0065m","content":"a\\\\"} ,{"content":[{"text":"hello \\uD83D\\ude00"}],
         "role":"user"},{"role":"assistant","content":"}]"} ],
       "input":[{"role":"developer"},{"content":"hi", "role":"user"},{"type":"x"}] }
      """;

  /// All that is read again of a body.
  private static List<Object> read(ByteBuf body) {
    return List.of(
        ConversationReader.prefix(Operation.CHAT, body),
        ConversationReader.prefix(Operation.RESPONSES, body),
        ConversationReader.prefix(Operation.MESSAGES, body),
        ConversationReader.user(body),
        ConversationReader.seals(body),
        RequestTraits.of(Operation.CHAT, body));
  }

  @Test
  void a_body_says_the_same_wherever_a_block_of_it_ends() {
    List<Object> whole = read(Unpooled.wrappedBuffer(BODY.getBytes(UTF_8)));
    int size = BODY.getBytes(UTF_8).length;
    for (int at = 0; at <= size; at++) {
      byte[] body = (" ".repeat(BLOCK - at) + BODY).getBytes(UTF_8);
      assertThat(read(cut(body, BLOCK))).as("cut at %d", at).isEqualTo(whole);
    }
  }

  @Test
  void a_body_says_the_same_however_its_buffers_are_cut() {
    byte[] body = BODY.replace("hello", "hello ".repeat(9_000)).getBytes(UTF_8);
    List<Object> whole = read(Unpooled.wrappedBuffer(body));
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int[] cuts = random.ints(1 + random.nextInt(40), 0, body.length).sorted().toArray();
      assertThat(read(cut(body, cuts))).as("seed %d", seed).isEqualTo(whole);
    }
  }

  /// What other processes, of other versions too, have computed.
  @ParameterizedTest
  @CsvSource({
    "CHAT,-7523912165664981712",
    "RESPONSES,-1626094617096837215",
    "MESSAGES,6311570649963260087"
  })
  void the_hash_of_a_conversation_is_the_same_in_every_process(Operation operation, long hash) {
    ByteBuf body = Unpooled.wrappedBuffer(BODY.getBytes(UTF_8));
    assertThat(ConversationReader.prefix(operation, body)).isEqualTo(hash);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES"})
  void a_body_of_many_names_and_long_texts_takes_no_memory_of_its_size(Operation operation) {
    ByteBuf body = many(operation);
    assertThat(allocated(() -> ConversationReader.prefix(operation, body))).isLessThan(64 * 1024);
    assertThat(allocated(() -> RequestTraits.of(Operation.CHAT, body))).isLessThan(64 * 1024);
  }

  /// 4 MB, of which a message's names are most, and a text is the rest.
  private static ByteBuf many(Operation operation) {
    var text = new ByteArrayOutputStream();
    String field = operation == Operation.RESPONSES ? "input" : "messages";
    text.writeBytes(
        ("{\"" + field + "\":[{\"role\":\"user\",\"content\":{\"x\":0").getBytes(UTF_8));
    for (int i = 0; i < 200_000; i++) {
      text.writeBytes((",\"name" + i + "\":0").getBytes(UTF_8));
    }
    text.writeBytes((",\"long\":\"" + "é".repeat(500_000) + "\"}}]}").getBytes(UTF_8));
    return cut(text.toByteArray(), 16 * 1024, 80 * 1024, 144 * 1024);
  }

  private static long allocated(Supplier<Object> work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Object first = work.get();
    long before = threads.getCurrentThreadAllocatedBytes();
    Object second = work.get();
    long after = threads.getCurrentThreadAllocatedBytes();
    assertThat(second).isEqualTo(first);
    return after - before;
  }

  private static ByteBuf cut(byte[] body, int... cuts) {
    List<ByteBuf> parts = new ArrayList<>();
    int from = 0;
    for (int to : cuts) {
      parts.add(Unpooled.wrappedBuffer(Arrays.copyOfRange(body, from, to)));
      from = to;
    }
    parts.add(Unpooled.wrappedBuffer(Arrays.copyOfRange(body, from, body.length)));
    return Unpooled.wrappedBuffer(parts.toArray(ByteBuf[]::new)).duplicate();
  }
}
