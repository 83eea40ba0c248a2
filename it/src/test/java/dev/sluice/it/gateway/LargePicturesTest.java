package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GatewayEdge;
import dev.sluice.it.gateway.RawCall.Reply;
import dev.sluice.server.memory.BodyBuffers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures of 200 MB, as parts of forms and as base64 in JSON.
class LargePicturesTest {
  private static final int SIZE = 200_000_000;
  private static final int MAX = 4 << 20;

  /// What the buffers of a body take beside its bytes.
  private static final long SPARE = 2L * BodyBuffers.BLOCK;

  private static final String EDITS = "/v1/images/edits";
  private static final String VARIATIONS = "/v1/images/variations";

  /// An upload, and what the error of one that is too large must say in its client's dialect.
  private record Case(String name, RepeatedBody body, List<String> words) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Case> cases() {
    List<String> open =
        List.of("\"code\":\"body_too_large\"", "\"type\":\"invalid_request_error\"");
    String url = "{\"type\":\"%s\",\"image_url\":%s}";
    String data = "\"data:image/png;base64,@\"";
    String chat = url.formatted("image_url", "{\"url\":" + data + "}");
    String response = url.formatted("input_image", data);
    String block =
        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"@\"}}";
    String user = "[{\"role\":\"user\",\"content\":[%s]}]}";
    return List.of(
        new Case("edit", RepeatedBody.form(EDITS, "m", SIZE), open),
        new Case("variation", RepeatedBody.form(VARIATIONS, "m", SIZE), open),
        new Case(
            "chat",
            json("/v1/chat/completions", "{\"model\":\"m\",\"messages\":" + user.formatted(chat)),
            open),
        new Case(
            "response",
            json("/v1/responses", "{\"model\":\"m\",\"input\":" + user.formatted(response)),
            open),
        new Case(
            "message",
            json(
                "/v1/messages",
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":" + user.formatted(block)),
            List.of("{\"type\":\"error\"", "\"type\":\"request_too_large\"")),
        new Case(
            "generateContent",
            json(
                "/v1beta/models/m:generateContent",
                "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"@\"}}]}]}"),
            List.of("\"code\":413", "\"status\":\"")));
  }

  private static RepeatedBody json(String path, String json) {
    return RepeatedBody.json(path, json, SIZE);
  }

  static Stream<Arguments> refused() {
    return cases().stream()
        .flatMap(one -> Stream.of(Arguments.of(one, false), Arguments.of(one, true)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void one_above_the_bound_is_refused_before_it_takes_memory(Case one, boolean chunked)
      throws Exception {
    try (var provider = new CountingProvider();
        Rig rig = rig("max_body: 4MiB, bodies: 32MiB", provider)) {
      var most = new AtomicLong();
      Thread sender;
      try (RawCall call = rig.connect()) {
        sender = Thread.ofVirtual().start(() -> send(rig, call, one.body, chunked, most));
        Reply reply = call.reply();
        assertThat(reply.status()).as(reply.body()).isEqualTo(413);
        assertThat(reply.header("connection")).isEqualTo("close");
        assertThat(reply.body())
            .contains(one.words)
            .contains("above " + MAX + " bytes (server.max_body): send a smaller one");
      }
      sender.join();
      assertThat(most.get()).isLessThanOrEqualTo(chunked ? MAX + SPARE : 0);
      assertThat(provider.bodies).isEmpty();
      rig.settleCalls();
      assertServes(rig);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void one_within_the_bound_passes_and_takes_its_own_size(boolean chunked) throws Exception {
    RepeatedBody body = RepeatedBody.form(EDITS, "m", SIZE);
    try (var provider = new CountingProvider();
        Rig rig = rig("max_body: 224MiB, bodies: 256MiB", provider)) {
      var most = new AtomicLong();
      try (RawCall call = rig.connect()) {
        body.send(call.out(), chunked, () -> sample(rig, most));
        assertThat(call.head().status()).isEqualTo(200);
      }
      int renamed = "renamed".length() - "m".length();
      assertThat(provider.bodies.poll(30, TimeUnit.SECONDS)).isEqualTo(body.length() + renamed);
      assertThat(most.get()).isPositive().isLessThanOrEqualTo(body.length() + SPARE);
      rig.settleCalls();
      assertServes(rig);
    }
  }

  private static Rig rig(String bounds, CountingProvider provider) {
    return Rig.bounded(
        bounds,
        Rig.provider("p", provider.port())
            + "routes: {m: {models: [m], targets: [{provider: p, model: renamed}]}}\n");
  }

  /// Sends until the gateway hangs up, or to the end.
  private static void send(
      Rig rig, RawCall call, RepeatedBody body, boolean chunked, AtomicLong most) {
    try {
      body.send(call.out(), chunked, () -> sample(rig, most));
    } catch (IOException hungUp) {
      // As expected: what counts is that the answer can be read.
    }
  }

  private static void sample(Rig rig, AtomicLong most) {
    long used = GatewayEdge.of(rig.serving().gateway()).memory().used();
    most.accumulateAndGet(used, Math::max);
  }

  private static void assertServes(Rig rig) throws IOException {
    Reply reply = rig.call("/v1/images/generations", "{\"model\":\"m\",\"prompt\":\"a cat\"}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }
}
