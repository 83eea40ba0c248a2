package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import io.netty.buffer.Unpooled;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintsTest {
  private static final String BODY = "{\"model\":\"m\",\"messages\":[],\"seed\":1}";

  private static Call call(String body, Map<String, String> headers) {
    return ProviderCalls.of(Operation.CHAT, Unpooled.copiedBuffer(body, UTF_8), headers);
  }

  private static Fingerprint of(String body) {
    return Fingerprints.of("r", call(body, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"messages\":[],\"seed\":2}",
        "{\"model\":\"m\",\"messages\":[],\"seed\":1,\"user\":\"u\"}",
        "{\"model\":\"m\",\"messages\":[],\"seed\":1,\"anything\":null}",
        "{\"model\":\"m\",\"messages\":[],\"seed\":1,\"stream\":true}",
        "{\"model\":\"m\",\"messages\":[],\"seed\":1,\"stream\":false}",
        "{\"model\":\"n\",\"messages\":[],\"seed\":1}",
        "{\"model\":\"m\",\"messages\":[{}],\"seed\":1}"
      })
  void any_property_counts(String other) {
    assertThat(of(other)).isNotEqualTo(of(BODY));
  }

  @Test
  void so_do_owner_route_model_operation_and_headers() {
    Set<Fingerprint> all = new HashSet<>();
    Call call = call(BODY, Map.of());
    all.add(of(BODY));
    all.add(Fingerprints.of("other", call));
    all.add(Fingerprints.of("r", call.withModel("other")));
    all.add(Fingerprints.of("r", call.withHints(new SchedulingHints(Band.NORMAL, "t", 0))));
    all.add(Fingerprints.of("r", call.withHints(SchedulingHints.NONE.within("t"))));
    all.add(Fingerprints.of("r", call.withHints(SchedulingHints.NONE.within("*"))));
    all.add(Fingerprints.of("r", call(BODY, Map.of("openai-beta", "a"))));
    all.add(Fingerprints.of("r", call(BODY, Map.of("openai-beta", "b"))));
    all.add(
        Fingerprints.of(
            "r",
            ProviderCalls.of(
                Operation.RESPONSES,
                Unpooled.copiedBuffer("{\"model\":\"m\",\"input\":[],\"seed\":1}", UTF_8),
                Map.of())));
    assertThat(all).hasSize(9);
  }

  private static Fingerprint form(String boundary, String... parts) {
    var body = new StringBuilder("--" + boundary);
    for (String part : parts) {
      body.append("\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n").append(part);
      body.append("\r\n--").append(boundary);
    }
    String type = "multipart/form-data; boundary=" + boundary;
    Call json = call(BODY, Map.of("idempotency-key", "k", "content-type", type));
    return Fingerprints.underKey(
        "r",
        new Call(
            "call-1",
            Operation.IMAGE_EDITS,
            json.facts(),
            new Body(Unpooled.copiedBuffer(body + "--\r\n", UTF_8), () -> {}),
            json.headers(),
            0,
            json.deadline(),
            json.loop()));
  }

  @Test
  void under_a_key_the_boundary_of_a_form_does_not_count_and_all_else_does() {
    Fingerprint one = form("a1", "x", "y");
    assertThat(form("b2-longer", "x", "y")).isEqualTo(one);
    assertThat(
            Set.of(
                one,
                form("a1", "x", "z"),
                form("a1", "y", "x"),
                form("a1", "x"),
                form("a1", "xy"),
                form("b2", "x", "y", "")))
        .hasSize(6);
  }

  @Test
  void what_does_not_change_the_answer_does_not_count() {
    Call urgent = call(BODY, Map.of()).withHints(new SchedulingHints(Band.CRITICAL, "*", 3));
    assertThat(Fingerprints.of("r", urgent)).isEqualTo(of(BODY));
    Call named =
        call(
            BODY,
            Map.of("idempotency-key", "k", "session_id", "s", "x-claude-code-session-id", "s"));
    assertThat(Fingerprints.of("r", named)).isEqualTo(of(BODY));
    assertThat(of("{ \"seed\": 1, \"messages\": [ ],\n\"model\":\"m\" }")).isEqualTo(of(BODY));
  }
}
