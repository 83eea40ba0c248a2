package dev.sluice.dialect.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dialect.Footprint;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonReader;
import dev.sluice.dialect.rule.Losses;
import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is counted of requests and answers for embeddings is what is built: heap over accounted
/// lies between a half and one and a half.
class EmbeddingHeapTest {
  /// How large long texts are, in bytes: of a megabyte in the long form alone, which the table in
  /// docs/design/translation.md has.
  private static final int SIZE = System.getProperty("sluice.long") == null ? 1 << 17 : 1 << 20;

  @Test
  void a_request_counts_what_it_takes() throws Exception {
    request("one letter", "{\"model\":\"m\",\"input\":\"a\"}");
    request(
        "texts",
        "{\"model\":\"m\",\"input\":" + list("\"" + "some words ".repeat(100) + "\"") + "}");
    request("texts of nothing", "{\"model\":\"m\",\"input\":" + list("\"\"") + "}");
    request("texts of a letter", "{\"model\":\"m\",\"input\":" + list("\"a\"") + "}");
    request("unknown ones", "{\"model\":\"m\",\"input\":\"a\",\"zz\":" + list("1") + "}");
  }

  private static void request(String name, String text) throws Exception {
    byte[] body = text.getBytes(UTF_8);
    var meter = HeapMeter.unbounded();
    EmbeddingRequest request = EmbeddingForm.OPENAI.codec().decodeRequest(body, meter);
    byte[] written =
        EmbeddingForm.MISTRAL
            .codec()
            .encodeRequest(request, "m", new Losses(false, Map.of()), meter);
    JsonNode tree = reader("REQUESTS").read(body, HeapMeter.unbounded());
    judge(name, body, meter, Footprint.of(body, tree, request, written) + buffer(written));
  }

  @Test
  void an_answer_counts_what_it_takes() throws Exception {
    answer("one vector", vectors(1, 3072), false);
    answer("100 vectors", vectors(100, 1024), false);
    answer("100 vectors as base64", vectors(100, 1024), true);
    answer("ones as base64", "{\"embeddings\":[{\"values\":" + list("1") + "}]}", true);
    answer("vectors of a number", vectors(SIZE / 21, 1), false);
    answer("unknown ones", "{\"zz\":" + list("1") + ",\"embeddings\":[{\"values\":[1]}]}", false);
  }

  private static void answer(String name, String text, boolean base64) throws Exception {
    byte[] body = text.getBytes(UTF_8);
    int count = text.split("values", -1).length - 1;
    String inputs = "\"a\",".repeat(count - 1) + "\"a\"";
    String format = base64 ? "base64" : "float";
    byte[] asking =
        ("{\"model\":\"m\",\"encoding_format\":\"" + format + "\",\"input\":[" + inputs + "]}")
            .getBytes(UTF_8);
    EmbeddingRequest request =
        EmbeddingForm.OPENAI.codec().decodeRequest(asking, HeapMeter.unbounded());
    var meter = HeapMeter.unbounded();
    EmbeddingReply reply = EmbeddingForm.GEMINI.codec().decodeAnswer(body, request.asked(), meter);
    var terms = new EmbeddingCodec.Terms(request.asked(), "m", 1, true);
    byte[] written = EmbeddingForm.OPENAI.codec().encodeAnswer(reply, terms, meter);
    JsonNode tree = reader("ANSWERS").read(body, HeapMeter.unbounded());
    judge(name, body, meter, Footprint.of(body, tree, reply, written) + buffer(written));
  }

  /// What it was written in: a writer has room for a run of characters that are escaped.
  private static long buffer(byte[] written) {
    return Math.max(2048, written.length);
  }

  private static String vectors(int count, int size) {
    String one = "{\"values\":[" + "0.0123,".repeat(size - 1) + "0.0123]}";
    return "{\"embeddings\":[" + (one + ",").repeat(count - 1) + one + "]}";
  }

  private static String list(String element) {
    return "[" + (element + ",").repeat(SIZE / (element.length() + 1)) + element + "]";
  }

  private static JsonReader reader(String name) throws ReflectiveOperationException {
    Field field = EmbeddingProperties.class.getDeclaredField(name);
    field.setAccessible(true);
    return (JsonReader) field.get(null);
  }

  private static void judge(String what, byte[] body, HeapMeter meter, long heap) {
    double ratio = (double) heap / (body.length + meter.built());
    System.out.printf(
        "embeddings: %-40s %9d %6.1f bytes a byte, heap over accounted %.2f%n",
        what, body.length, (double) heap / body.length, ratio);
    assertThat(ratio).as(what).isBetween(0.5, 1.5);
  }
}
