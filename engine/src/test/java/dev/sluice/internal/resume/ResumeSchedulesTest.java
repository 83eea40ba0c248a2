package dev.sluice.internal.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.testing.LongForm;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Cuts, refusals, ends and leaving callers at every step of an answer of ten tokens and of its
/// rest.
class ResumeSchedulesTest extends ResumeFixture {
  private static final int SCHEDULES = LongForm.rounds(2_500, 10_000);
  private static final int TOKENS = 10;
  private static final String WHOLE = text(TOKENS);

  private int resumed;
  private int cut;
  private int left;
  private int refused;

  /// Sixteen characters: long enough for an echo of one to be known as such, and counted as four
  /// tokens.
  private static String token(int number) {
    return "the-token-no-" + number + ". ";
  }

  private static String text(int tokens) {
    return IntStream.range(0, tokens)
        .mapToObj(ResumeSchedulesTest::token)
        .collect(Collectors.joining());
  }

  @Test
  void a_client_has_one_text_without_a_gap_in_any_schedule() {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(memory.used()).isZero();
    }
    // The schedules are worth something.
    assertThat(List.of(resumed, cut, left, refused)).allMatch(times -> times > SCHEDULES / 50);
  }

  private void run(Random random) {
    attempts.clear();
    bodies.clear();
    for (int i = 0; i < 5; i++) {
      attempts.add(attempt("id" + i, random));
    }
    var out = new RecordingExit();
    check(send(out), out);
  }

  /// @return what it ended with; empty where the caller has left
  private Optional<Outcome> send(RecordingExit out) {
    try {
      return Optional.of(send(QUESTION, new CommitPoint(out, true, Clock.SYSTEM)));
    } catch (InterruptedException caller) {
      left++;
      return Optional.empty();
    }
  }

  /// Goes on behind the tokens that it is given, as far as chance has it.
  private Service attempt(String id, Random random) {
    int most = random.nextInt(TOKENS + 1);
    int way = random.nextInt(10);
    boolean echo = random.nextBoolean();
    return (call, to) -> {
      int from = givenTokens();
      if (way == 0 && from > 0) {
        refused++;
        begin(to, id);
        return REFUSED;
      }
      begin(to, id);
      if (echo && from > 0) {
        say(to, id, text(from));
      }
      return tokens(id, to, from, way < 5 ? TOKENS : Math.min(TOKENS, from + most), way);
    };
  }

  private int givenTokens() {
    String body = bodies.getLast();
    int at = body.indexOf("\"assistant\",\"content\":\"");
    return at < 0 ? 0 : body.substring(at).split("the-token-no-\\d\\. ", -1).length - 1;
  }

  private Outcome tokens(String id, Sink to, int from, int until, int way)
      throws InterruptedException {
    for (int i = from; i < until; i++) {
      say(to, id, token(i));
      if (way == 1 && i == from + 2) {
        throw new InterruptedException();
      }
    }
    if (way >= 5) {
      return CUT;
    }
    finish(to, id, 7 + 4 * from, 4 * (TOKENS - from));
    return new Answered();
  }

  private void check(Optional<Outcome> outcome, RecordingExit out) {
    List<String> events = events(out);
    String text = text(events);
    assertThat(WHOLE).startsWith(text);
    assertThat(ids(events)).hasSizeLessThanOrEqualTo(1);
    assertThat(count(events, "\"role\"")).isLessThanOrEqualTo(1);
    boolean whole = outcome.filter(Answered.class::isInstance).isPresent();
    assertThat(count(events, "\"stop\"")).isEqualTo(whole ? 1 : 0);
    assertThat(count(events, "[DONE]")).isEqualTo(whole ? 1 : 0);
    assertThat(out.events().contains("finish")).isEqualTo(whole);
    if (whole) {
      assertThat(text).isEqualTo(WHOLE);
      assertThat(events.get(events.size() - 2))
          .contains("\"prompt_tokens\":7,\"completion_tokens\":40,\"total_tokens\":47");
    }
    boolean asked = bodies.getLast().contains("\"prefix\":true");
    resumed += whole && asked ? 1 : 0;
    cut += !whole && !text.isEmpty() ? 1 : 0;
  }

  private static List<String> ids(List<String> events) {
    return events.stream()
        .filter(event -> event.startsWith("{\"id\""))
        .map(event -> event.substring(0, event.indexOf(',')))
        .distinct()
        .toList();
  }

  private static long count(List<String> events, String part) {
    return events.stream().filter(event -> event.contains(part)).count();
  }
}
