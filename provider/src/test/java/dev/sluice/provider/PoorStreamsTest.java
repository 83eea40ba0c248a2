package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.error.Errors;
import dev.sluice.testing.Memory;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No client gets less than the provider's whole answer, whatever the provider's streams lack.
class PoorStreamsTest {
  private static final URI VENDOR = URI.create("https://api.openai.com/v1");
  private static final URI ELSEWHERE = URI.create("http://127.0.0.1:8000/v1");
  private static final String PLAIN = "{\"model\":\"m\",\"messages\":[]}";
  private static final String TWO = "{\"model\":\"m\",\"messages\":[],\"n\":2}";
  private static final String STREAMED =
      "{\"model\":\"m\",\"messages\":[],\"stream\":true,"
          + "\"stream_options\":{\"include_usage\":true}}";
  private static final String WHOLE =
      "{\"choices\":[{\"message\":{\"content\":\"Grü\u00dfe\",\"refusal\":\"no\"}}],"
          + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":300}}";
  private static final String HI =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";
  private static final String STOP =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private final ScriptedTransport transport = new ScriptedTransport();
  private RecordingSink sink = new RecordingSink();

  private ProviderService service(URI url, UpstreamStream stream) {
    var config = new ProviderConfig("p", ProviderType.OPENAI, url, List.of(), true);
    var trust = new StreamTrust(config);
    return new ProviderService(
        config,
        Optional.empty(),
        Optional.empty(),
        stream,
        trust,
        Errors.classifier(config),
        new ProviderService.Dependencies(new Memory(), transport, Clock.SYSTEM, false));
  }

  private ProviderService vendor() {
    return service(VENDOR, UpstreamStream.AUTO);
  }

  private static Call call(String body) {
    return ProviderCalls.of(Operation.CHAT, Unpooled.copiedBuffer(body, UTF_8), Map.of());
  }

  private Outcome send(ProviderService service, String body) throws InterruptedException {
    sink = new RecordingSink();
    Call call = call(body);
    try {
      return service.send(call, sink);
    } finally {
      call.body().close();
    }
  }

  private static boolean streams(ProviderService service) {
    Call call = call(PLAIN);
    call.body().close();
    return service.streams(call);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // no usage although it was asked for
        HI + STOP + DONE,
        // no reason for the end
        HI + USAGE + DONE,
        HI + USAGE,
        // a request that is too long, as an empty stream
        "",
        ": ping\n\n",
        DONE,
      })
  void a_stream_that_says_less_is_followed_by_the_whole_answer_in_the_same_attempt(String poor)
      throws InterruptedException {
    ProviderService vendor = vendor();
    transport.answers(200, poor);
    transport.answers(200, WHOLE);
    assertThat(send(vendor, PLAIN)).isEqualTo(new Answered());
    assertThat(sink.text()).isEqualTo(WHOLE);
    assertThat(transport.bodies.getFirst()).contains("\"stream\":true");
    assertThat(transport.bodies.getLast()).isEqualTo(PLAIN);
    assertThat(streams(vendor)).isFalse();
    transport.answers(200, WHOLE);
    assertThat(send(vendor, PLAIN)).isEqualTo(new Answered());
    assertThat(transport.bodies).hasSize(3);
  }

  @Test
  void a_choice_that_has_not_ended_is_less() throws InterruptedException {
    transport.answers(200, HI + STOP + USAGE + DONE);
    transport.answers(200, WHOLE);
    assertThat(send(vendor(), TWO)).isEqualTo(new Answered());
    assertThat(sink.text()).isEqualTo(WHOLE);

    String second = HI.replace("\"index\":0", "\"index\":1");
    transport.answers(200, HI + second + STOP + USAGE + DONE);
    transport.answers(200, WHOLE);
    assertThat(send(vendor(), PLAIN)).isEqualTo(new Answered());
    assertThat(sink.text()).isEqualTo(WHOLE);

    transport.answers(200, HI + second + STOP + STOP.replace(":0", ":1") + USAGE + DONE);
    assertThat(send(vendor(), TWO)).isEqualTo(new Answered());
    assertThat(sink.text()).contains("\"index\":1");
  }

  @Test
  void unknown_choices_do_not_end_other_streams() throws InterruptedException {
    ProviderService vendor = vendor();
    transport.answers(200, HI + STOP + USAGE + DONE);
    transport.answers(200, WHOLE);
    assertThat(send(vendor, TWO)).isEqualTo(new Answered());
    assertThat(sink.text()).isEqualTo(WHOLE);
    assertThat(streams(vendor)).isTrue();

    transport.answers(200, HI + STOP + USAGE + DONE);
    assertThat(send(vendor, STREAMED.replace("[]", "[],\"n\":2"))).isEqualTo(new Answered());
    assertThat(streams(vendor)).isTrue();
  }

  @Test
  void choices_that_whole_answers_have_and_streams_have_not_are_less() throws InterruptedException {
    ProviderService vendor = vendor();
    transport.answers(200, HI + STOP + USAGE + DONE);
    transport.answers(
        200,
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"}},"
            + "{\"index\":1,\"message\":{\"content\":\"b\"}}]}");
    assertThat(send(vendor, TWO)).isEqualTo(new Answered());
    assertThat(streams(vendor)).isFalse();
  }

  @Test
  void what_the_poorer_stream_has_used_is_settled_too_and_not_told_to_the_client()
      throws InterruptedException {
    transport.answers(200, HI + USAGE + DONE);
    transport.answers(200, WHOLE);
    assertThat(send(vendor(), PLAIN)).isEqualTo(new Answered());
    assertThat(sink.usage()).isEqualTo(new Usage(6, 301, 0, false, 2));
    assertThat(sink.text()).isEqualTo(WHOLE);
  }

  @Test
  void what_the_poorer_stream_has_used_stands_where_the_whole_answer_is_refused()
      throws InterruptedException {
    transport.answers(200, HI + USAGE + DONE);
    transport.answers(400, "{\"error\":{\"message\":\"too long\"}}");
    assertThat(send(vendor(), PLAIN)).isInstanceOf(Failed.Refused.class);
    assertThat(sink.usage()).isEqualTo(new Usage(3, 1, 0, false));
  }

  @Test
  void the_whole_answer_s_error_is_the_client_s_and_one_question_more_is_all()
      throws InterruptedException {
    transport.answers(200, "");
    transport.answers(
        400, "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}");
    Outcome outcome = send(vendor(), PLAIN);
    assertThat(outcome).isInstanceOf(Failed.Refused.class);
    assertThat(((Failed.Refused) outcome).body()).contains("context_length_exceeded");
    assertThat(transport.bodies).hasSize(2);
  }

  @Test
  void an_empty_text_with_all_that_belongs_to_it_is_an_answer() throws InterruptedException {
    ProviderService vendor = vendor();
    transport.answers(200, STOP + USAGE + DONE);
    assertThat(send(vendor, PLAIN)).isEqualTo(new Answered());
    assertThat(transport.bodies).hasSize(1);
    assertThat(streams(vendor)).isTrue();
  }

  @Test
  void a_stream_without_its_last_word_is_used_if_nothing_else_is_missing_but_not_trusted()
      throws InterruptedException {
    ProviderService vendor = vendor();
    transport.answers(200, HI + STOP + USAGE);
    assertThat(send(vendor, PLAIN)).isEqualTo(new Answered());
    assertThat(sink.text()).contains("\"content\":\"Hi\"");
    assertThat(streams(vendor)).isFalse();
  }

  @Test
  void a_connection_that_breaks_says_nothing_of_streams() throws InterruptedException {
    ProviderService vendor = vendor();
    Outcome broken = new BadAnswer(Flaw.TRUNCATED, "the connection broke in its middle");
    transport.breaks(HI, broken);
    assertThat(send(vendor, PLAIN)).isEqualTo(broken);
    assertThat(transport.bodies).hasSize(1);
    assertThat(streams(vendor)).isTrue();
  }

  @Test
  void a_server_elsewhere_is_asked_as_the_client_asks() throws InterruptedException {
    ProviderService server = service(ELSEWHERE, UpstreamStream.AUTO);
    transport.answers(200, WHOLE);
    assertThat(send(server, PLAIN)).isEqualTo(new Answered());
    assertThat(transport.bodies).containsExactly(PLAIN);
    assertThat(sink.text()).isEqualTo(WHOLE);
  }

  @Test
  void a_server_elsewhere_is_asked_so_whatever_its_clients_own_streams_show()
      throws InterruptedException {
    ProviderService server = service(ELSEWHERE, UpstreamStream.AUTO);
    for (String stream : List.of(HI + STOP + USAGE + DONE, HI + STOP + DONE, HI + STOP + USAGE)) {
      transport.answers(200, stream);
      assertThat(send(server, STREAMED)).isEqualTo(new Answered());
      assertThat(streams(server)).isFalse();
    }
  }

  @Test
  void always_is_the_operator_s_word() throws InterruptedException {
    ProviderService server = service(ELSEWHERE, UpstreamStream.ALWAYS);
    transport.answers(200, HI + STOP + DONE);
    assertThat(send(server, PLAIN)).isEqualTo(new Answered());
    assertThat(transport.bodies).hasSize(1);
    assertThat(transport.bodies.getFirst()).contains("\"include_usage\":true");
    assertThat(streams(server)).isTrue();
  }

  @Test
  void the_second_question_is_told_to_who_keeps_the_time_and_may_be_stopped()
      throws InterruptedException {
    List<String> told = new ArrayList<>();
    List<AttemptInfo> attached = new ArrayList<>();
    var timed =
        new ForwardingSink(sink) {
          @Override
          public void attach(AttemptInfo attempt) {
            attached.add(attempt);
            told.add("attach");
          }

          @Override
          public void signal(Signal signal) {
            assertThat(signal).isEqualTo(Signal.WHOLE);
            told.add("whole");
            attached.getFirst().abort(new Failed.Cancelled());
          }
        };
    transport.answers(200, "");
    Call call = call(PLAIN);
    assertThat(vendor().send(call, timed)).isEqualTo(new Failed.Cancelled());
    call.body().close();
    assertThat(told).containsExactly("attach", "whole");
    assertThat(transport.bodies).hasSize(2);
  }
}
