package dev.sluice.internal.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.internal.dialect.anthropic.answer.AnthropicAnswerDecoder;
import dev.sluice.internal.dialect.chat.answer.ChatAnswerDecoder;
import dev.sluice.internal.dialect.gemini.answer.GeminiEventDecoder;
import dev.sluice.internal.dialect.hub.HubReply;
import dev.sluice.internal.dialect.hub.HubRequest;
import dev.sluice.internal.dialect.json.ErrorObject;
import dev.sluice.internal.dialect.json.HeapMeter;
import dev.sluice.internal.dialect.json.JsonNode;
import dev.sluice.internal.dialect.json.JsonOutput;
import dev.sluice.internal.dialect.json.JsonReader;
import dev.sluice.internal.dialect.name.ToolNames;
import dev.sluice.internal.dialect.responses.answer.ResponsesAnswerDecoder;
import dev.sluice.internal.dialect.rule.AnswerTerms;
import dev.sluice.internal.dialect.rule.Losses;
import dev.sluice.internal.dialect.seal.Seals;
import dev.sluice.internal.dialect.unseal.ForeignSeals;
import dev.sluice.internal.dialect.unseal.ForeignSeals.Unsealed;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is counted of a text is what is built of it: heap over accounted lies between a half and
/// one and a half, for the worst texts of a megabyte as for usual ones. The table in
/// docs/design/translation.md has what this prints.
class HeapAccountTest {
  private static final int MEGABYTE = 1 << 20;
  private static final Seals SEALS = new Seals("d", "p", "m", "k");
  private static final AnswerTerms TERMS =
      new AnswerTerms(new ToolNames(List.of(), 64), "m", 0, true);

  /// A text, and the size that its tree may take at most for each byte of it.
  private static final Map<String, String> TREES = new LinkedHashMap<>();

  static {
    TREES.put("ones", array("1"));
    TREES.put("empty objects", array("{}"));
    TREES.put("empty arrays", array("[]"));
    TREES.put("empty strings", array("\"\""));
    TREES.put("null", array("null"));
    TREES.put("short strings", array("\"a\""));
    TREES.put("different strings", numbered("\"%x\""));
    TREES.put("different names", "{" + inside(numbered("\"%x\":1")) + "}");
    TREES.put("one name", array("{\"a\":1}"));
    TREES.put("nested", array("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"));
    TREES.put("nested objects", array("{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}"));
    TREES.put("long numbers", array("1".repeat(999)));
    TREES.put("escapes", array("\"" + "\\n".repeat(10_000) + "\""));
    TREES.put("escapes of one character", array("\"\\n\""));
    TREES.put("escapes beyond Latin-1", array("\"\\u4e00\""));
    TREES.put("Chinese", array("\"" + "漢字".repeat(10_000) + "\""));
    TREES.put("one string", "\"" + "x".repeat(MEGABYTE) + "\"");
    TREES.put("one string with an escape", "\"\\n" + "x".repeat(MEGABYTE) + "\"");
  }

  private static String array(String element) {
    return "[" + (element + ",").repeat(MEGABYTE / (element.length() + 1)) + element + "]";
  }

  private static String numbered(String element) {
    var text = new StringBuilder("[").append(element.formatted(0));
    for (int i = 1; text.length() < MEGABYTE; i++) {
      text.append(',').append(element.formatted(i));
    }
    return text.append(']').toString();
  }

  private static String inside(String array) {
    return array.substring(1, array.length() - 1);
  }

  @Test
  void a_tree_counts_what_it_takes_whatever_its_text_is() throws Exception {
    for (Map.Entry<String, String> text : TREES.entrySet()) {
      byte[] bytes = text.getValue().getBytes(UTF_8);
      var meter = HeapMeter.unbounded();
      JsonNode tree = JsonReader.WHOLE.read(bytes, meter);
      long heap = Footprint.of(tree) - Footprint.of((Object) bytes);
      judge("tree: " + text.getKey(), bytes.length, heap + scratch(tree), meter.built());
    }
  }

  /// What the longest string was decoded in that does not stand there as it is.
  private static long scratch(JsonNode node) {
    boolean decoded =
        node.is(JsonNode.Kind.STRING) && node.end() - node.start() - 2 > node.text().length();
    long own = decoded ? Footprint.of(node.text()) - 24 : 0;
    return Math.max(
        own, node.children().stream().mapToLong(HeapAccountTest::scratch).max().orElse(0));
  }

  /// The bytes, the conversation with the tree that it refers to, and what is written of it, in the
  /// buffer and as a result.
  @ParameterizedTest
  @EnumSource
  void a_translated_request_counts_what_it_takes(WireDialect provider) {
    WireDialect client = before(provider);
    all()
        .forEach(
            (name, body) -> {
              byte[] text = in(client, body);
              if (text.length > 0) {
                request(client, provider, name, text);
              }
            });
  }

  /// The dialect of its client: each dialect is once the client's and once the provider's.
  private static WireDialect before(WireDialect provider) {
    List<WireDialect> all = List.of(WireDialect.values());
    return all.get((all.indexOf(provider) + all.size() - 1) % all.size());
  }

  private static Map<String, String> all() {
    Map<String, String> all = SampleBodies.usual();
    all.putAll(SampleBodies.worst());
    return all;
  }

  /// A request of Chat Completions as another dialect has it; empty where that cannot carry it.
  private static byte[] in(WireDialect client, String body) {
    byte[] chat = body.getBytes(UTF_8);
    if (client == WireDialect.CHAT) {
      return chat;
    }
    return Translation.of(WireDialect.CHAT, client)
                .request(chat, HubRoundTripTest.RULES, HeapMeter.unbounded())
            instanceof Translated translated
        ? translated.body()
        : new byte[0];
  }

  private static void request(WireDialect client, WireDialect provider, String name, byte[] body) {
    var meter = HeapMeter.unbounded();
    HubRequest hub = client.codec().decodeRequest(body, meter);
    JsonOutput out = Translation.out(body, meter);
    var names = new ToolNames(hub.tools(), provider.codec().toolNameMax());
    var losses = new Losses(false, client.codec().settingNames(hub.settings()));
    byte[] written =
        provider.codec().encodeRequest(out, hub, HubRoundTripTest.RULES, names, losses);
    long heap = Footprint.of(body, hub, out, names, losses, written);
    String what = "request, " + client + " to " + provider + ": " + name;
    judge(what, body.length, heap, body.length + meter.built());
  }

  /// The bytes, their tree, the reply, and what is written of it, in the buffer and as a result.
  @ParameterizedTest
  @EnumSource
  void a_translated_answer_counts_what_it_takes(WireDialect provider) throws Exception {
    for (Map.Entry<String, String> answer : SampleBodies.answers().entrySet()) {
      byte[] chat = answer.getValue().getBytes(UTF_8);
      HubReply reply = WireDialect.CHAT.codec().decodeAnswer(chat, SEALS, HeapMeter.unbounded());
      byte[] body = provider.codec().encodeAnswer(new JsonOutput(), reply, TERMS);
      answer(provider, answer.getKey(), body);
      String more = new String(body, UTF_8);
      String ones = more.substring(0, more.length() - 1) + ",\"zz\":" + array("1") + "}";
      answer(provider, answer.getKey() + " with unknown ones", ones.getBytes(UTF_8));
    }
  }

  private static void answer(WireDialect provider, String name, byte[] body) throws Exception {
    var meter = HeapMeter.unbounded();
    WireDialect client = before(provider);
    HubReply reply = provider.codec().decodeAnswer(body, SEALS, meter);
    JsonOutput out = Translation.out(body, meter);
    byte[] written = client.codec().encodeAnswer(out, reply, TERMS);
    JsonNode tree = reader(provider).read(body, HeapMeter.unbounded());
    long heap = Footprint.of(body, tree, reply, out, written);
    String what = "answer, " + provider + " to " + client + ": " + name;
    judge(what, body.length, heap, body.length + meter.built());
  }

  private static JsonReader reader(WireDialect provider) throws ReflectiveOperationException {
    Class<?> decoder =
        switch (provider) {
          case CHAT -> ChatAnswerDecoder.class;
          case ANTHROPIC -> AnthropicAnswerDecoder.class;
          case RESPONSES -> ResponsesAnswerDecoder.class;
          case GEMINI -> GeminiEventDecoder.class;
        };
    Field field = decoder.getDeclaredField("JSON");
    field.setAccessible(true);
    return (JsonReader) field.get(null);
  }

  /// The bytes, the tree, and what is written again without the parts that are cut out.
  @Test
  void what_is_unsealed_counts_what_it_takes() throws Exception {
    String thinking =
        "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"slc1.\"}]},";
    String hi = "{\"role\":\"user\",\"content\":\"Hi\"}";
    byte[] body = ("{\"messages\":[" + thinking.repeat(10_000) + hi + "]}").getBytes(UTF_8);
    var meter = HeapMeter.unbounded();
    Unsealed unsealed = ForeignSeals.without(body, meter).orElseThrow();
    JsonNode tree = JsonReader.of("messages", "content").read(body, HeapMeter.unbounded());
    long heap = Footprint.of(body, tree, unsealed) + unsealed.body().length;
    judge("unsealed: thinking alone", body.length, heap, body.length + meter.built());
  }

  /// An error of a provider has no more room than it needs.
  @Test
  void an_error_whose_tree_is_large_is_none() {
    assertThat(ErrorObject.in(array("1").getBytes(UTF_8))).isEmpty();
  }

  /// What an event is read into is counted for the moment in which it is there.
  @Test
  void an_event_counts_its_tree_before_it_is_built() {
    var translator =
        HubRoundTripTest.translator(
            WireDialect.ANTHROPIC, WireDialect.CHAT, HeapMeter.upTo(4 * MEGABYTE));
    byte[] event = ("data: {\"choices\":" + array("1") + "}\n\n").getBytes(UTF_8);
    assertThatExceptionOfType(HeapMeter.NoRoomException.class)
        .isThrownBy(() -> translator.feed(event, 0, event.length));
    byte[] unknown = ("data: {\"zz\":" + array("1") + "}\n\n").getBytes(UTF_8);
    var other =
        HubRoundTripTest.translator(
            WireDialect.ANTHROPIC, WireDialect.CHAT, HeapMeter.upTo(4 * MEGABYTE));
    other.feed(unknown, 0, unknown.length);
    assertThat(other.fault()).isEmpty();
  }

  private static void judge(String what, int size, long heap, long accounted) {
    double ratio = (double) heap / accounted;
    System.out.printf(
        "%-60s %9d %6.1f bytes a byte, heap over accounted %.2f%n",
        what, size, (double) heap / size, ratio);
    assertThat(ratio).as(what).isBetween(0.5, 1.5);
  }
}
