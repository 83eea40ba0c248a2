package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.wire.ReceivedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reranks, speech, pictures and transcripts over sockets, as forms in parts, bytes and large
/// events.
class UnitOperationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "----aBoundary0123456789";
  private static final int MEGABYTE = 1 << 20;

  /// Fails, so that another target is asked.
  private static final String FAILING = "failing";

  private static final Simulator SIMULATOR =
      Simulator.start(
          Scenario.of(
                  Model.named("m"),
                  Model.named("dall-e-3"),
                  Model.named(FAILING).faults(FaultRule.always(fault("500"))))
              .record(200),
          0);

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Rig RIG = Rig.caring(config());

  private static FaultCall fault(String name) {
    try {
      return FaultCall.parse(name);
    } catch (InvalidFault e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String config() {
    String provider =
        "  %s: {type: %s, url: \"http://127.0.0.1:%d%s\", key: k, allow_private: true}\n";
    int port = SIMULATOR.port();
    return "providers:\n"
        + provider.formatted("open", "compatible", port, "/v1")
        + provider.formatted("voyage", "voyage", port, "/voyage/v1")
        + provider.formatted("cohere", "cohere", port, "")
        + provider.formatted("nim", "nvidia", port, "/v1")
        + """
        routes:
          open: {models: ["open/*"], targets: [{provider: open}]}
          voyage: {models: ["voyage/*"], targets: [{provider: voyage}]}
          cohere: {models: ["cohere/*"], targets: [{provider: cohere}]}
          nim: {models: ["nim/*"], targets: [{provider: nim}]}
          twice:
            models: [twice]
            targets: [{provider: open, model: failing}, {provider: open, model: m, fallback: 1}]
        """;
  }

  @AfterAll
  static void everything_is_given_back() {
    RIG.close();
    await().until(() -> SIMULATOR.recorded().inFlight() == 0);
    SIMULATOR.close();
  }

  private static HttpResponse<byte[]> send(String path, String type, byte[] body, String... headers)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + RIG.serving().address().getPort() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("content-type", type)
            .POST(BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> json(String path, String body) throws Exception {
    return send(path, "application/json", body.getBytes(UTF_8));
  }

  private static HttpResponse<byte[]> form(String path, byte[] body) throws Exception {
    return send(path, "multipart/form-data; boundary=" + BOUNDARY, body);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  /// A form in parts: `name=text`, and files as `name` and their bytes.
  private static final class Form {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Form text(String name, String value) throws IOException {
      head("Content-Disposition: form-data; name=\"" + name + "\"");
      out.write(value.getBytes(UTF_8));
      return line();
    }

    Form file(String name, byte[] bytes) throws IOException {
      head(
          "Content-Disposition: form-data; name=\""
              + name
              + "\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream");
      out.write(bytes);
      return line();
    }

    private void head(String lines) throws IOException {
      out.write(("--" + BOUNDARY + "\r\n" + lines + "\r\n\r\n").getBytes(UTF_8));
    }

    private Form line() throws IOException {
      out.write("\r\n".getBytes(UTF_8));
      return this;
    }

    byte[] end() throws IOException {
      out.write(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
      return out.toByteArray();
    }
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    return bytes;
  }

  private static ReceivedRequest lastSent(String path) {
    List<ReceivedRequest> all =
        SIMULATOR.recorded().requests().stream().filter(r -> r.path().endsWith(path)).toList();
    return all.getLast();
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "voyage", "cohere", "nim"})
  void each_client_gets_the_order_of_each_provider(String provider) throws Exception {
    String documents = "[\"a cat sleeps\",\"stock markets\",\"the cat and the dog\"]";
    String query = "{\"model\":\"%s/m\",\"query\":\"cat and dog\",\"documents\":%s%s}";
    JsonNode open =
        JSON.readTree(
            json("/v1/rerank", query.formatted(provider, documents, ",\"top_n\":2")).body());
    assertThat(open.path("results")).as(open.toString()).hasSize(2);
    assertThat(open.path("results").path(0).path("index").asInt()).isEqualTo(2);
    assertThat(open.path("results").path(1).path("index").asInt()).isZero();
    JsonNode cohere =
        JSON.readTree(
            json("/v2/rerank", query.formatted(provider, documents, ",\"top_n\":1")).body());
    assertThat(cohere.path("results").path(0).path("index").asInt())
        .as(cohere.toString())
        .isEqualTo(2);
    assertThat(cohere.path("meta").path("billed_units").path("search_units").asInt()).isOne();
    JsonNode ranked =
        JSON.readTree(
            json(
                    "/v1/ranking",
                    "{\"model\":\"%s/m\",\"query\":{\"text\":\"cat and dog\"},\"passages\":[{\"text\":\"x\"},{\"text\":\"cat\"}]}"
                        .formatted(provider))
                .body());
    assertThat(ranked.path("rankings").path(0).path("index").asInt()).as(ranked.toString()).isOne();
    if (provider.equals("nim")) {
      assertThat(lastSent("/v1/ranking").body()).asString().contains("\"passages\":[");
    }
    if (!provider.equals("open")) {
      JsonNode voyage =
          JSON.readTree(
              json(
                      "/v1/rerank",
                      query.formatted(provider, documents, ",\"top_k\":1,\"truncation\":true"))
                  .body());
      assertThat(voyage.path("data")).as(voyage.toString()).hasSize(1);
    }
    assertThat(open.path("usage").path("total_tokens").asInt()).isPositive();
  }

  /// Search units are told and counted (LiteLLM #5523, #9554 and #9556: they were not).
  @Test
  void a_rerank_is_answered_from_elsewhere_and_the_second_time_alike() throws Exception {
    String body = "{\"model\":\"twice\",\"query\":\"q\",\"documents\":[\"q\",\"r\"]}";
    HttpResponse<byte[]> first = json("/v1/rerank", body);
    assertThat(first.statusCode()).as(text(first)).isEqualTo(200);
    assertThat(first.headers().firstValue("x-sluice-target")).contains("open/m");
    assertThat(text(json("/v2/rerank", body))).contains("\"search_units\":1");
  }

  @ParameterizedTest
  @CsvSource({
    "'',audio/mpeg",
    "opus,audio/opus",
    "aac,audio/aac",
    "flac,audio/flac",
    "wav,audio/wav",
    "pcm,audio/pcm"
  })
  void speech_is_the_bytes_that_its_provider_sends(String format, String type) throws Exception {
    HttpResponse<byte[]> answer =
        json(
            "/v1/audio/speech",
            "{\"model\":\"open/m\",\"voice\":\"alloy\",\"input\":\"%s\",\"response_format\":\"%s\"}"
                .formatted("Hello ü", format));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains(type);
    assertThat(answer.body()).hasSize(700);
    IntStream.range(0, 700)
        .forEach(i -> assertThat(answer.body()[i]).isEqualTo((byte) (i * 31 + 7)));
    assertThat(lastSent("/audio/speech").header("accept")).isEqualTo("*/*");
  }

  @Test
  void speech_comes_in_events_and_from_elsewhere_before_its_first_byte() throws Exception {
    String body = "{\"model\":\"twice\",\"voice\":\"alloy\",\"input\":\"Hello\"%s}";
    HttpResponse<byte[]> events =
        json("/v1/audio/speech", body.formatted(",\"stream_format\":\"sse\""));
    assertThat(events.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(text(events)).contains("speech.audio.delta", "\"speech.audio.done\",\"usage\"");
    assertThat(json("/v1/audio/speech", body.formatted("")).body()).hasSize(500);
  }

  @ParameterizedTest
  @CsvSource({"m, 1024x1024, 1", "m, 64x64, 3", "dall-e-3, 512x512, 2"})
  void pictures_come_whole(String model, String size, int count) throws Exception {
    HttpResponse<byte[]> answer =
        json(
            "/v1/images/generations",
            "{\"model\":\"open/%s\",\"prompt\":\"a cat\",\"size\":\"%s\",\"n\":%d}"
                .formatted(model, size, count));
    JsonNode pictures = JSON.readTree(answer.body()).path("data");
    assertThat(pictures).hasSize(count);
    String[] sides = size.split("x", -1);
    int points = Integer.parseInt(sides[0]) * Integer.parseInt(sides[1]);
    assertThat(pictures.path(0).path("b64_json").binaryValue()).hasSize(points);
  }

  /// LiteLLM #19569: the stream was ignored, so that clients failed at its events.
  @ParameterizedTest
  @ValueSource(strings = {"1024x1024", "2048x4096", "4096x4096"})
  void partial_pictures_of_up_to_sixteen_megabytes_come_as_they_are_drawn(String size)
      throws Exception {
    HttpResponse<byte[]> answer =
        json(
            "/v1/images/generations",
            "{\"model\":\"open/m\",\"prompt\":\"a cat\",\"size\":\"%s\",\"stream\":true,\"partial_images\":2}"
                .formatted(size));
    String events = text(answer);
    assertThat(events).containsPattern("partial_image_index\":1");
    assertThat(events).contains("\"type\":\"image_generation.completed\"").endsWith("}\n\n");
    assertThat(events.split("event: ", -1)).hasSize(4);
  }

  /// LiteLLM #27978: fields of forms are texts, also where they are numbers (`n`).
  @Test
  void a_model_behind_ten_megabytes_is_found_and_renamed_and_nothing_else_changes()
      throws Exception {
    byte[] picture = random(10 * MEGABYTE);
    byte[] sent =
        new Form()
            .file("image[]", picture)
            .file("image[]", random(MEGABYTE))
            .text("prompt", "a cat, \r\n--" + BOUNDARY.substring(1) + " said")
            .text("size", "64x64")
            .text("model", "open/m")
            .text("n", "2")
            .end();
    HttpResponse<byte[]> answer = form("/v1/images/edits", sent);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).path("data")).hasSize(2);
    ReceivedRequest received = lastSent("/images/edits");
    assertThat(received.header("content-type")).endsWith("boundary=" + BOUNDARY);
    String expected = new String(sent, ISO_8859_1).replace("\r\n\r\nopen/m\r\n", "\r\n\r\nm\r\n");
    assertThat(new String(received.body(), ISO_8859_1)).isEqualTo(expected);
  }

  /// LiteLLM #26552: the repeat read a body that the first attempt had consumed.
  @Test
  void a_form_is_repeated_whole_at_another_target() throws Exception {
    byte[] sound = random(3 * MEGABYTE);
    byte[] sent = new Form().file("file", sound).text("model", "twice").end();
    HttpResponse<byte[]> answer = form("/v1/audio/transcriptions", sent);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(text(answer)).contains("Guten Tag.", "\"seconds\":787");
    List<ReceivedRequest> tries =
        SIMULATOR.recorded().requests().stream()
            .filter(r -> r.path().endsWith("/transcriptions"))
            .toList();
    byte[] last = tries.getLast().body();
    byte[] before = tries.get(tries.size() - 2).body();
    assertThat(last).hasSize(before.length - FAILING.length() + 1);
    assertThat(Arrays.mismatch(last, before)).isGreaterThan(sound.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "srt", "vtt"})
  void a_transcript_that_is_no_json_passes(String format) throws Exception {
    byte[] sent =
        new Form()
            .text("model", "open/m")
            .text("response_format", format)
            .file("file", random(1000))
            .end();
    HttpResponse<byte[]> answer = form("/v1/audio/translations", sent);
    assertThat(text(answer)).isEqualTo("Good day.\n");
    assertThat(answer.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).matches("text/plain; ?charset=.*"));
  }

  /// LiteLLM #21310: `stream` was swallowed.
  @Test
  void a_transcript_is_streamed() throws Exception {
    byte[] sent =
        new Form().text("stream", "true").text("model", "open/m").file("file", random(9)).end();
    HttpResponse<byte[]> answer = form("/v1/audio/transcriptions", sent);
    assertThat(text(answer)).contains("transcript.text.delta", "transcript.text.done");
  }

  /// openclaw#118561: edits in JSON were refused.
  @Test
  void an_edit_may_be_json_and_a_variation_may_not() throws Exception {
    String body =
        "{\"model\":\"open/m\",\"prompt\":\"p\",\"size\":\"8x8\",\"images\":[{\"image_url\":\"data:\"}]}";
    assertThat(json("/v1/images/edits", body).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> refused = json("/v1/images/variations", body);
    assertThat(refused.statusCode()).isEqualTo(415);
    assertThat(text(refused)).contains("multipart/form-data");
    byte[] form =
        new Form().file("image", random(99)).text("model", "open/m").text("size", "8x8").end();
    assertThat(form("/v1/images/variations", form).statusCode()).isEqualTo(200);
    assertThat(form("/v1/chat/completions", form).statusCode()).isEqualTo(415);
  }

  @Test
  void hostile_forms_are_refused_in_words() throws Exception {
    String file = "--B\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nx\r\n";
    String model = "--B\r\nContent-Disposition: form-data; name=model%s\r\n\r\n%s\r\n";
    List<String> bodies =
        List.of(
            file + model.formatted("", "open/m") + model.formatted("", "open/other") + "--B--",
            file + model.formatted("", "open/m"),
            "--B\r\n\r\nx\r\n" + file + model.formatted("", "open/m") + "--B--",
            file.replace("=file", "=x").repeat(10_000) + model.formatted("", "open/m") + "--B--",
            file
                + model.formatted("\r\nContent-Type: text/plain; charset=utf-16", "open/m")
                + "--B--",
            file + model.formatted("; filename=m", "open/m") + "--B--",
            file + model.formatted("", "x".repeat(2_000)) + "--B--",
            model.formatted("", "open/m") + "--B--",
            file + "--B--",
            file + file + model.formatted("", "open/m") + "--B--",
            file + model.formatted("", "open/m") + "--B--\r\n" + model.formatted("", "open/other"),
            file.replace("x\r\n", "x\n--B\r\n") + model.formatted("", "open/m") + "--B--",
            file.replace("\r\nx", "\r\n--B\r\n") + model.formatted("", "open/m") + "--B--",
            file + model.formatted("; x=\"; name=prompt\"", "open/m") + "--B--");
    List<String> words =
        List.of(
            "`model` is there twice",
            "has no end",
            "part 1 of the form has no name",
            "more than 256 parts",
            "must be a text in UTF-8",
            "must be a text in UTF-8",
            "longer than 1024",
            "file is missing",
            "model is missing",
            "`file` is there twice",
            "behind the form's end",
            "the boundary stands inside part 1",
            "the boundary stands inside part 1",
            "has `x` in its Content-Disposition");
    for (int i = 0; i < bodies.size(); i++) {
      HttpResponse<byte[]> answer =
          send(
              "/v1/audio/transcriptions",
              "multipart/form-data; boundary=B",
              bodies.get(i).getBytes(UTF_8));
      assertThat(answer.statusCode()).as(text(answer)).isEqualTo(400);
      assertThat(text(answer)).contains(words.get(i));
    }
    for (String type :
        List.of(
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=a; boundary=b",
            "multipart/form-data; boundary=" + "b".repeat(71),
            "multipart/mixed; boundary=B")) {
      HttpResponse<byte[]> answer =
          send("/v1/audio/transcriptions", type, bodies.getFirst().getBytes(UTF_8));
      assertThat(answer.statusCode()).as(type).isEqualTo(415);
    }
    HttpResponse<byte[]> page =
        send(
            "/v1/audio/transcriptions",
            "multipart/form-data; boundary=B",
            bodies.getFirst().getBytes(UTF_8),
            "sec-fetch-site",
            "cross-site");
    assertThat(page.statusCode()).isEqualTo(403);
  }

  @Test
  void twenty_uploads_of_ten_megabytes_side_by_side_go_through_and_are_given_back()
      throws Exception {
    byte[] sent = new Form().file("file", random(10 * MEGABYTE)).text("model", "open/m").end();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 20)
              .mapToObj(_ -> clients.submit(() -> form("/v1/audio/transcriptions", sent)))
              .toList();
      int through = 0;
      for (var answer : answers) {
        int status = answer.get().statusCode();
        assertThat(status).isIn(200, 503);
        through += status == 200 ? 1 : 0;
      }
      assertThat(through).as("what the memory has room for").isPositive();
    }
    RIG.settleCalls();
    assertThat(form("/v1/audio/transcriptions", sent).statusCode()).isEqualTo(200);
  }
}
