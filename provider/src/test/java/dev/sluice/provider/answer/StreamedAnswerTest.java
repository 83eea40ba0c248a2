package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Failed.Unreachable;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.ProviderCalls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StreamedAnswerTest {
  private static final String ROLE =
      "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n";
  private static final String A = event("a");
  private static final String STOP = "data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n";
  private static final Failed CUT =
      new BadAnswer(
          Flaw.TRUNCATED,
          "the stream said [DONE], but not why the answer has ended (finish_reason)");
  private static final String ERROR = "data: {\"error\":{\"message\":\"no\",\"code\":503}}\n\n";

  private final Exchange exchange = Exchange.streamed().head(200, Exchange.EVENTS);

  private static String event(String content) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}]}\n\n";
  }

  @AfterEach
  void no_buffer_leaks() {
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void progress_is_told_before_the_bytes_it_speaks_of() {
    exchange.read(ROLE).read(A).read(STOP).read(DONE);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.parts)
        .containsExactly(ROLE, "!MEANINGFUL", A, "!TERMINATED", STOP, DONE);
  }

  @Test
  void many_events_of_one_read_pass_as_the_one_buffer_they_came_in() {
    ByteBuf read = exchange.buffer(ROLE + A + A);
    exchange.sink.keep = false;
    read.retain();
    exchange.body(read);
    assertThat(exchange.sink.told()).containsExactly("MEANINGFUL", "MEANINGFUL");
    assertThat(read.refCnt()).isEqualTo(1);
    assertThat(read.readableBytes()).isEqualTo((ROLE + A + A).length());
    read.release();
  }

  @Test
  void an_incomplete_event_is_kept_back_until_it_is_complete() {
    exchange.read(ROLE + A.substring(0, 20));
    assertThat(exchange.sink.text()).isEqualTo(ROLE);
    exchange.read(A.substring(20, 25));
    assertThat(exchange.sink.text()).isEqualTo(ROLE);
    exchange.read(A.substring(25) + "da");
    assertThat(exchange.sink.text()).isEqualTo(ROLE + A);
    assertThat(exchange.sink.told()).containsExactly("MEANINGFUL");
  }

  @Test
  void a_held_event_is_not_passed_on_when_the_stream_breaks_off() {
    exchange.read(A + A.substring(0, 20));
    Failed reset = new Unreachable(Failed.Obstacle.RESET, "the connection broke");
    assertThat(exchange.ended(reset)).isEqualTo(reset);
    assertThat(exchange.sink.text()).isEqualTo(A);
    assertThat(exchange.sink.told()).doesNotContain("end");
  }

  // U23
  @Test
  void an_error_before_anything_meant_something_leaves_nothing_to_see() {
    exchange.read(ROLE + ERROR + A);
    assertThat(exchange.feed.aborted).isEqualTo(new Failed.Overloaded(503, none(), "no"));
    assertThat(exchange.sink.told()).isEmpty();
    exchange.read(A);
    assertThat(exchange.sink.text()).isEqualTo(ROLE);
    assertThat(exchange.ended(new Answered())).isEqualTo(exchange.feed.aborted);
  }

  // U24
  @Test
  void an_error_after_tokens_lets_the_tokens_through_and_nothing_else() {
    exchange.read(A + A + ERROR);
    assertThat(exchange.feed.aborted).isInstanceOf(Failed.Overloaded.class);
    assertThat(exchange.sink.text()).isEqualTo(A + A);
  }

  // U13
  @Test
  void a_stream_without_its_terminator_is_never_a_clean_end() {
    exchange.read(A);
    assertThat(exchange.end())
        .isEqualTo(new BadAnswer(Flaw.TRUNCATED, "the stream ended without its terminator"));
    assertThat(exchange.feed.aborted).isNull();
    assertThat(exchange.sink.told()).doesNotContain("end");
  }

  // U13
  @Test
  void a_last_word_without_a_finish_reason_is_never_a_clean_end() {
    for (String usage : new String[] {"", USAGE}) {
      Exchange together = Exchange.streamed().head(200, Exchange.EVENTS);
      together.read(ROLE + A + usage + DONE);
      assertThat(together.end()).isEqualTo(CUT);
      assertThat(together.sink.text()).isEqualTo(ROLE + A + usage);
      assertThat(together.sink.told()).doesNotContain("TERMINATED", "end");
      Exchange apart = Exchange.streamed().head(200, Exchange.EVENTS);
      apart.read(ROLE + A + usage + "data: [D").read("ONE]\n\n");
      assertThat(apart.end()).isEqualTo(CUT);
      assertThat(apart.sink.text()).isEqualTo(ROLE + A + usage);
      assertThat(together.leaked() + apart.leaked()).isZero();
    }
  }

  @Test
  void a_finish_reason_without_a_word_in_it_is_none() {
    exchange.read(A + "data: {\"choices\":[{\"finish_reason\":\"\"}]}\n\n" + DONE);
    assertThat(exchange.end()).isEqualTo(CUT);
  }

  @Test
  void a_usage_alone_may_come_between_the_finish_reason_and_the_last_word() {
    exchange.read(A + STOP + USAGE + DONE);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).endsWith(DONE);
  }

  @Test
  void a_stream_without_a_choice_has_nothing_that_could_be_cut() {
    exchange.read("data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n" + DONE);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.told()).doesNotContain("MEANINGFUL");
  }

  @Test
  void one_finish_reason_is_enough_where_one_choice_was_asked_for() {
    String other = "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}}]}\n\n";
    exchange.read(A + other + STOP + DONE);
    assertThat(exchange.end()).isEqualTo(new Answered());
  }

  @Test
  void each_choice_has_to_finish_where_several_were_asked_for() {
    String body = "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"n\":2}";
    for (String end : new String[] {"", ",\"finish_reason\":\"stop\""}) {
      String other =
          "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}" + end + "}]}\n\n";
      var two =
          new Exchange(
              ProviderCalls.of(Operation.CHAT, Unpooled.copiedBuffer(body, UTF_8), Map.of()));
      two.head(200, Exchange.EVENTS).read(A + other + STOP + DONE);
      assertThat(two.end()).isEqualTo(end.isEmpty() ? CUT : new Answered());
      assertThat(two.sink.text().contains("[DONE]")).isEqualTo(!end.isEmpty());
    }
  }

  @Test
  void a_response_that_has_not_said_its_end_is_cut_by_a_last_word() {
    exchange.read("data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n" + DONE);
    assertThat(exchange.end()).isEqualTo(CUT);
  }

  @Test
  void an_empty_stream_is_cut() {
    assertThat(exchange.end()).isInstanceOf(BadAnswer.class);
  }

  @Test
  void a_tail_that_is_cut_after_the_terminator_is_dropped() {
    exchange.read(A + STOP + "data: {\"choices\":[],\"usa");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(A + STOP);
  }

  @Test
  void what_follows_the_last_event_is_no_part_of_the_answer() {
    for (String more : new String[] {": bye\n\n\n", DONE, "data: {]\n\n", ERROR}) {
      Exchange together = Exchange.streamed().head(200, Exchange.EVENTS);
      together.read(A + STOP + DONE + more);
      assertThat(together.end()).as(more).isEqualTo(new Answered());
      assertThat(together.sink.text()).as(more).isEqualTo(A + STOP + DONE);
      Exchange apart = Exchange.streamed().head(200, Exchange.EVENTS);
      apart.read(A + STOP + DONE).read(more);
      assertThat(apart.end()).as(more).isEqualTo(new Answered());
      assertThat(apart.sink.text()).as(more).isEqualTo(A + STOP + DONE);
      assertThat(apart.leaked()).isZero();
    }
  }

  @Test
  void the_line_feed_of_the_last_event_belongs_to_it() {
    String last = "data: [DONE]\r\n\r\n";
    exchange.read(A + STOP + last + "data: more\r\n\r\n");
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(A + STOP + last);
    Exchange apart = Exchange.streamed().head(200, Exchange.EVENTS);
    apart.read(A + STOP + "data: [DONE]\r\n\r").read("\n\r\n");
    assertThat(apart.end()).isEqualTo(new Answered());
    assertThat(apart.sink.text()).isEqualTo(A + STOP + last);
  }

  @Test
  void a_large_event_passes_in_parts_once_it_exceeds_what_is_held() {
    String large = event("x".repeat(200_000));
    exchange.read(large.substring(0, 60_000));
    assertThat(exchange.sink.parts).isEmpty();
    exchange.read(large.substring(60_000, 70_000));
    assertThat(exchange.sink.text()).hasSize(70_000);
    exchange.read(large.substring(70_000, 150_000));
    assertThat(exchange.sink.text()).hasSize(150_000);
    exchange.read(large.substring(150_000) + A + STOP + DONE);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(large + A + STOP + DONE);
    assertThat(exchange.sink.told())
        .containsExactly("MEANINGFUL", "MEANINGFUL", "TERMINATED", "end");
  }

  @Test
  void a_large_event_whose_null_error_is_cut_is_no_failure() {
    String large = event("x".repeat(100_000)).replaceFirst("\\{", "{\"error\":null,");
    String late = event("y".repeat(100_000)).replaceFirst("}\n\n$", ",\"error\":null}\n\n");
    assertThat(late).contains("null");
    exchange.read(large.substring(0, large.indexOf("nul") + 3));
    exchange.read(large.substring(large.indexOf("nul") + 3));
    exchange.read(late.substring(0, 90_000));
    exchange.read(late.substring(90_000, late.indexOf("nul") + 3));
    exchange.read(late.substring(late.indexOf("nul") + 3) + STOP + DONE);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(large + late + STOP + DONE);
  }

  @Test
  void usage_at_the_end_of_a_large_event_is_found() {
    String large =
        "data: {\"type\":\"response.completed\",\"response\":{\"output\":[\""
            + "x".repeat(300_000)
            + "\"],\"usage\":{\"input_tokens\":7,\"output_tokens\":8}}}\n\n";
    for (int at = 0; at < large.length(); at += 10_000) {
      exchange.read(large.substring(at, Math.min(large.length(), at + 10_000)));
    }
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(7, 8, 0, false));
    assertThat(exchange.sink.text()).isEqualTo(large);
  }

  @Test
  void a_large_event_that_is_cut_is_no_answer() {
    exchange.read(A + STOP + event("x".repeat(100_000)).substring(0, 90_000));
    assertThat(exchange.end()).isInstanceOf(BadAnswer.class);
  }

  // U19
  @Test
  void an_event_beyond_8_MiB_is_too_large() {
    exchange.sink.keep = false;
    exchange.read(A + "data: ");
    String part = "x".repeat(1024 * 1024);
    for (int i = 0; i < 8; i++) {
      assertThat(exchange.feed.aborted).isNull();
      exchange.read(part);
    }
    assertThat(exchange.feed.aborted)
        .isEqualTo(new BadAnswer(Flaw.TOO_LARGE, "one event is larger than 8388608 bytes"));
  }

  // U14
  @Test
  @Timeout(60)
  void a_trickle_takes_linear_time() {
    String large = event("x".repeat(1_000_000)) + STOP + DONE;
    exchange.sink.keep = false;
    for (int i = 0; i < large.length(); i++) {
      exchange.read(large.substring(i, i + 1));
    }
    assertThat(exchange.end()).isEqualTo(new Answered());
  }

  // U15, U16
  @Test
  void whole_events_alone_are_passed_on_at_every_flush() {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      stream.append(i % 7 == 0 ? ": ping\r\n\r\n" : event("é" + "😀".repeat(i % 50)));
    }
    stream.append(STOP).append(DONE);
    Random random = new Random(1);
    byte[] bytes = stream.toString().getBytes(UTF_8);
    for (int from = 0, to; from < bytes.length; from = to) {
      to = Math.min(bytes.length, from + 1 + random.nextInt(300));
      exchange.body(exchange.buffers.directBuffer().writeBytes(bytes, from, to - from)).flush();
      String last = exchange.sink.parts.isEmpty() ? "\n" : exchange.sink.parts.getLast();
      assertThat(last).matches(part -> part.matches("(?s)!.*|.*[\r\n]"));
    }
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.bytes.toByteArray()).isEqualTo(bytes);
  }

  // U17
  @Test
  void malformed_utf_8_passes_as_it_is() {
    byte[] bytes = A.getBytes(UTF_8);
    bytes[A.indexOf("a\"}")] = (byte) 0xFF;
    exchange.body(exchange.buffers.directBuffer().writeBytes(bytes)).read(STOP).read(DONE);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.bytes.toByteArray()).startsWith(bytes);
  }

  // U40
  @Test
  void usage_is_estimated_and_flagged_until_it_is_reported() {
    exchange.read(ROLE);
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(11, 0, 0, true));
    exchange.read(event("abcdefgh"));
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(11, 2, 0, true));
    exchange.read(
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n");
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(3, 1, 0, false));
  }

  @Test
  void text_behind_the_last_count_is_estimated_and_added_to_it() {
    exchange.read(
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":0}}\n\n");
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(3, 0, 0, false));
    exchange.read(event("abcdefgh"));
    assertThat(exchange.sink.usage())
        .isEqualTo(new Usage(3, 2, 0, Usage.Told.INPUT, 1, Usage.Parts.NONE, Usage.Extras.NONE));
    exchange.read(
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":0}}\n\n");
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(3, 0, 0, false));
  }

  @Test
  void what_a_report_does_not_tell_is_estimated_and_the_rest_is_kept() {
    exchange.read(event("abcdefgh"));
    exchange.read("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3}}\n\n");
    assertThat(exchange.sink.usage())
        .isEqualTo(new Usage(3, 2, 0, Usage.Told.INPUT, 1, Usage.Parts.NONE, Usage.Extras.NONE));
    exchange.read("data: {\"choices\":[],\"usage\":{}}\n\n");
    assertThat(exchange.sink.usage())
        .isEqualTo(new Usage(3, 2, 0, Usage.Told.INPUT, 1, Usage.Parts.NONE, Usage.Extras.NONE));
    exchange.read("data: {\"choices\":[],\"usage\":{\"completion_tokens\":9}}\n\n");
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(3, 9, 0, false));
  }

  @Test
  void what_is_said_right_before_an_error_is_accounted_for() {
    exchange.read(event("four letters") + ERROR);
    assertThat(exchange.sink.usage()).isEqualTo(new Usage(11, 3, 0, true));
  }

  @Test
  void an_error_alone_has_used_nothing() {
    exchange.read(ERROR);
    assertThat(exchange.sink.told()).noneMatch(told -> told.startsWith("usage"));
  }

  @Test
  void usage_that_makes_no_sense_stays_an_estimate() {
    for (String absurd :
        new String[] {
          "{\"prompt_tokens\":-1}",
          "{\"prompt_tokens\":1e3}",
          "{\"prompt_tokens\":100000001}",
          "{\"prompt_tokens\":1,\"completion_tokens\":99999999999999999999}",
          "{}",
          "{\"prompt_tokens\":\"5\"}",
          "{\"prompt_tokens\":1,\"completion_tokens\":-1}"
        }) {
      exchange.read("data: {\"choices\":[],\"usage\":" + absurd + "}\n\n");
      assertThat(exchange.sink.usage().estimated()).as(absurd).isTrue();
      assertThat(exchange.sink.text()).contains(absurd);
    }
  }

  // U20
  @Test
  void an_endless_stream_ends_at_the_bound() {
    exchange.sink.keep = false;
    String part = ": " + "x".repeat(4_000_000) + "\n\n";
    ByteBuf read = exchange.buffer(part);
    for (long total = 0;
        total + part.length() <= AnswerScanner.ANSWER_MAX;
        total += part.length()) {
      exchange.body(read.retainedDuplicate());
    }
    assertThat(exchange.feed.aborted).isNull();
    exchange.body(read);
    assertThat(exchange.feed.aborted).isInstanceOf(BadAnswer.class);
    assertThat(exchange.ended(new Answered()))
        .isEqualTo(new BadAnswer(Flaw.TOO_LARGE, "the answer is larger than 268435456 bytes"));
  }

  private static Optional<Duration> none() {
    return Optional.empty();
  }

  @Test
  void an_answer_has_said_that_it_is_complete_by_its_last_word_and_not_before() {
    Exchange exchange = Exchange.streamed().head(200, Exchange.EVENTS);
    exchange.read(
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n");
    assertThat(exchange.complete()).isFalse();
    exchange.read("data: [DONE]");
    assertThat(exchange.complete()).isFalse();
    exchange.read("\n\n");
    assertThat(exchange.complete()).isTrue();
    assertThat(Exchange.whole().head(200, Exchange.JSON).read("{}").complete()).isFalse();
  }

  @Test
  void a_response_has_said_so_by_its_last_event() {
    Exchange exchange = Exchange.streamed().head(200, Exchange.EVENTS);
    exchange.read("data: {\"type\":\"response.created\",\"response\":{}}\n\n");
    assertThat(exchange.complete()).isFalse();
    exchange.read("data: {\"type\":\"response.completed\",\"response\":{}}\n\n");
    assertThat(exchange.complete()).isTrue();
  }
}
