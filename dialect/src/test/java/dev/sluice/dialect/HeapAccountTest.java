package dev.sluice.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.dialect.codec.ForeignSeals;
import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.hub.HubReply;
import dev.sluice.dialect.hub.HubRequest;
import dev.sluice.dialect.hub.Settings.Extra;
import dev.sluice.dialect.json.ErrorObject;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.AnswerTerms;
import dev.sluice.dialect.rule.Ids;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.ToolNames;
import java.lang.reflect.Field;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is counted of a text is what is built of it: heap over accounted lies between a half and
/// one and a half, for the worst texts as for usual ones. The worst are of a megabyte in the long
/// form, and the table in docs/design/translation.md has what that prints; else all large ones are
/// of an eighth of their size.
class HeapAccountTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int WORST = SampleBodies.WORST;
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
    TREES.put("one string", "\"" + "x".repeat(WORST) + "\"");
    TREES.put("one string with an escape", "\"\\n" + "x".repeat(WORST) + "\"");
  }

  private static String array(String element) {
    return SampleBodies.array(element, WORST);
  }

  private static String large(String element) {
    return SampleBodies.array(element, MEGABYTE);
  }

  private static String numbered(String element) {
    var text = new StringBuilder("[").append(element.formatted(0));
    for (int i = 1; text.length() < WORST; i++) {
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
        node.is(JsonKind.STRING) && node.end() - node.start() - 2 > node.text().length();
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

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHAT")
  void an_answer_whose_parts_are_left_out_counts_what_it_takes(WireDialect provider)
      throws Exception {
    byte[] body = SampleBodies.unknownParts(provider).getBytes(UTF_8);
    answer(provider, "parts that are left out", body);
    HubReply reply = provider.codec().decodeAnswer(body, SEALS, HeapMeter.unbounded());
    assertThat(reply.dropped()).hasSize(512);
  }

  @Test
  void the_paths_of_what_a_translation_drops_are_held_for_its_answer() {
    byte[] body =
        Objects.requireNonNull(SampleBodies.worst().get("names that are dropped")).getBytes(UTF_8);
    TargetRules rules = HubRoundTripTest.RULES;
    var lenient =
        new TargetRules(
            "m", rules.facts(), rules.seals(), 0, rules.surface(), rules.usageOption(), false);
    Translation.RequestResult result =
        Translation.of(WireDialect.CHAT, WireDialect.GEMINI)
            .request(body, lenient, HeapMeter.unbounded());
    assertThat(result)
        .isInstanceOfSatisfying(
            Translated.class,
            translated -> {
              assertThat(translated.dropped()).hasSize(512);
              assertThat(translated.held()).isBetween(512L * 48, 512L * 80);
            });
  }

  /// What Gemini's schemas have no word for is told in descriptions.
  @Test
  void what_a_description_tells_of_a_schema_is_counted_with_its_copies() {
    for (String pattern : List.of("x".repeat(MEGABYTE), "\u6f22".repeat(MEGABYTE / 3))) {
      byte[] body =
          ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"tools\":[{\"type\":\"function\","
                  + "\"function\":{\"name\":\"f\",\"strict\":true,\"parameters\":{\"type\":\"object\",\"properties\":"
                  + "{\"a\":{\"type\":\"string\",\"contentMediaType\":\""
                  + pattern
                  + "\"}}}}}]}")
              .getBytes(UTF_8);
      var most = new AtomicLong();
      var meter = new HeapMeter(bytes -> most.accumulateAndGet(bytes, Math::max) >= 0);
      Translation.of(WireDialect.CHAT, WireDialect.GEMINI)
          .request(body, HubRoundTripTest.RULES, meter);
      assertThat(most.get()).isGreaterThan(9L * body.length);
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
          case CHAT -> Class.forName("dev.sluice.dialect.openai.ChatEventDecoder");
          case ANTHROPIC -> Class.forName("dev.sluice.dialect.anthropic.AnthropicAnswerDecoder");
          case RESPONSES -> Class.forName("dev.sluice.dialect.openai.ResponsesEventDecoder");
          case GEMINI -> Class.forName("dev.sluice.dialect.gemini.GeminiEventDecoder");
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

  /// No header has room for more.
  @Test
  void of_the_paths_of_what_is_unsealed_512_are_kept_and_counted() {
    String id = Ids.call("f1", SEALS.close("QUJD", ""));
    String call = "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"" + id + "\"}]},";
    String thinking = "{\"type\":\"reasoning\",\"encrypted_content\":\"slc1.\"},";
    String blocks =
        "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"slc1.\"}]},";
    String signature = Base64.getEncoder().encodeToString("slc1.QUJD".getBytes(UTF_8));
    String thought =
        "{\"parts\":[{\"text\":\"\",\"thought\":true,\"thoughtSignature\":\""
            + signature
            + "\"}]},";
    unsealed(WireDialect.CHAT, "{\"messages\":[" + call.repeat(2000) + "{}]}");
    unsealed(WireDialect.RESPONSES, "{\"input\":[" + thinking.repeat(2000) + "{}]}");
    unsealed(WireDialect.ANTHROPIC, "{\"messages\":[" + blocks.repeat(2000) + "{}]}");
    unsealed(WireDialect.GEMINI, "{\"contents\":[" + thought.repeat(2000) + "{}]}");
  }

  private static void unsealed(WireDialect dialect, String body) {
    Unsealed unsealed = dialect.unsealed(body.getBytes(UTF_8), HeapMeter.unbounded()).orElseThrow();
    assertThat(unsealed.dropped()).hasSize(512);
    assertThat(unsealed.held()).isBetween(512L * 48, 512L * 80);
  }

  /// An error of a provider has no more room than it needs.
  @Test
  void an_error_whose_tree_is_large_is_none() {
    assertThat(ErrorObject.in(large("1").getBytes(UTF_8))).isEmpty();
  }

  /// What an event is read into is counted for the moment in which it is there.
  @Test
  void an_event_counts_its_tree_before_it_is_built() {
    var translator =
        HubRoundTripTest.translator(
            WireDialect.ANTHROPIC, WireDialect.CHAT, HeapMeter.upTo(4 * MEGABYTE));
    byte[] event = ("data: {\"choices\":" + large("1") + "}\n\n").getBytes(UTF_8);
    assertThatExceptionOfType(HeapMeter.NoRoomException.class)
        .isThrownBy(() -> translator.feed(event, 0, event.length));
    byte[] unknown = ("data: {\"zz\":" + large("1") + "}\n\n").getBytes(UTF_8);
    var other =
        HubRoundTripTest.translator(
            WireDialect.ANTHROPIC, WireDialect.CHAT, HeapMeter.upTo(4 * MEGABYTE));
    other.feed(unknown, 0, unknown.length);
    assertThat(other.fault()).isEmpty();
  }

  /// One character beyond Latin-1 makes each character of a text two bytes, there and on its way.
  @Test
  void a_value_as_it_was_written_counts_what_it_is_decoded_in() throws Exception {
    for (String character : List.of("a", "\u00e4", "\u6f22")) {
      byte[] body =
          ("{\"zz\":{\"" + character + "\":\"" + "a".repeat(MEGABYTE) + "\"}}").getBytes(UTF_8);
      var most = new AtomicLong();
      var meter = new HeapMeter(bytes -> most.getAndSet(bytes) < Long.MAX_VALUE);
      JsonNode value = requireNonNull(JsonReader.of().read(body, meter).get("zz"));
      long before = meter.built();
      String text = value.raw().text();
      judge("raw: " + character, body.length, Footprint.of(text), meter.built() - before);
      int arrays = character.equals("a") ? 1 : character.equals("\u00e4") ? 2 : 5;
      assertThat(most.get())
          .as(character)
          .isBetween((long) arrays * MEGABYTE, (arrays + 1L) * MEGABYTE);
    }
  }

  @Test
  void whether_a_setting_is_neutral_is_seen_without_a_text_of_it() {
    String large = "{ \"\u6f22\" : \"" + "a".repeat(MEGABYTE) + "\" }";
    var bodies =
        Map.of(
            WireDialect.CHAT,
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}],\"logit_bias\":%s}",
            WireDialect.GEMINI,
            "{\"contents\":[{\"parts\":[{\"text\":\"u\"}]}],\"generationConfig\":{\"candidateCount\":%s}}");
    bodies.forEach(
        (dialect, body) -> {
          byte[] bytes = body.formatted(large).getBytes(UTF_8);
          HubRequest request = dialect.codec().decodeRequest(bytes, HeapMeter.upTo(100_000));
          assertThat(request.settings().extras()).hasSize(1).allMatch(Extra::refuse);
          byte[] neutral =
              body.formatted(dialect == WireDialect.CHAT ? " { } " : " 1 ").getBytes(UTF_8);
          assertThat(
                  dialect
                      .codec()
                      .decodeRequest(neutral, HeapMeter.upTo(100_000))
                      .settings()
                      .extras())
              .isEmpty();
        });
  }

  /// What decoders and encoders keep between the events of a stream.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CHAT      | {"type":"message_start","message":{"id":"%s"}}
          CHAT      | {"type":"message_start","message":{"model":"%s"}}
          RESPONSES | {"type":"message_start","message":{"id":"%s"}}
          RESPONSES | {"type":"message_start","message":{"model":"%s"}}
          GEMINI    | {"type":"message_start","message":{"id":"%s"}}
          GEMINI    | {"type":"message_start","message":{"model":"%s"}}
          ANTHROPIC | {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"i","name":"%s"}}
          RESPONSES | {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"%s","name":"n"}}
          GEMINI    | {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"%s","name":"n"}}
          ANTHROPIC | {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"i","name":"n","input":{"a":"%s"}}}
          ANTHROPIC | {"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"i","name":"web_search","input":{"query":"%s"}}}
          CHAT      | {"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"%s"}}
          GEMINI    | {"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"%s"}}
          ANTHROPIC | {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"%s"}}
          """)
  void what_is_kept_of_an_answer_between_its_events_is_counted(WireDialect client, String event) {
    var translator = HubRoundTripTest.translator(client, WireDialect.ANTHROPIC);
    if (!event.contains("message_start")) {
      feed(translator, "{\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}");
    }
    feed(translator, event.formatted("y"));
    var other = HubRoundTripTest.translator(client, WireDialect.ANTHROPIC);
    if (!event.contains("message_start")) {
      feed(other, "{\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}");
    }
    feed(other, event.formatted("x".repeat(100_000)));
    feed(other, "{\"type\":\"ping\"}");
    // Two bytes for each of the 100,000 characters.
    assertThat(other.held() - translator.held()).isGreaterThan(190_000);
  }

  private static void feed(StreamTranslator translator, String event) {
    byte[] bytes = ("data: " + event + "\n\n").getBytes(UTF_8);
    translator.feed(bytes, 0, bytes.length);
    assertThat(translator.fault()).isEmpty();
  }

  @Test
  void a_writer_that_is_used_again_keeps_little() {
    var out = new JsonOutput();
    out.string("x".repeat(60_000)).take();
    assertThat(Footprint.of(out)).isLessThan(5000);
  }

  /// What is garbage as soon as it has been looked at is there for a moment all the same.
  @Test
  void what_is_built_for_a_moment_is_counted() {
    String large = "{\"input\":\"" + "\u6f22".repeat(100_000) + "\"}";
    var little = HeapMeter.upTo(300_000);
    assertThatExceptionOfType(HeapMeter.NoRoomException.class)
        .isThrownBy(() -> JsonReader.isObject(large, little));
    assertThatExceptionOfType(HeapMeter.NoRoomException.class)
        .isThrownBy(() -> JsonReader.string(large, "input", HeapMeter.upTo(300_000)));
    String token = SEALS.close("x".repeat(100_000), large);
    assertThatExceptionOfType(HeapMeter.NoRoomException.class)
        .isThrownBy(() -> SEALS.open(token, large, HeapMeter.upTo(300_000)));
    var meter = HeapMeter.unbounded();
    assertThat(SEALS.open(token, large, meter)).isPresent();
    assertThat(JsonReader.isObject(large, meter)).isTrue();
    assertThat(meter.built()).isZero();
  }

  @Test
  void texts_that_become_one_are_written_one_after_another() {
    var out = new JsonOutput(HeapMeter.unbounded());
    assertThat(out.joined(List.of("a\"", "", "\u6f22"), "\n").text())
        .isEqualTo("\"a\\\"\\n\\n\u6f22\"");
  }

  private static void judge(String what, int size, long heap, long accounted) {
    double ratio = (double) heap / accounted;
    System.out.printf(
        "%-60s %9d %6.1f bytes a byte, heap over accounted %.2f%n",
        what, size, (double) heap / size, ratio);
    assertThat(ratio).as(what).isBetween(0.5, 1.5);
  }
}
