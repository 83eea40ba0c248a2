package dev.sluice.internal.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Payer;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The sink of a shared call's attempts says whether a member owes them, as members come and leave.
class BroadcastTest {
  private final Broadcast broadcast = new Broadcast(new VirtualLoop());
  private final Sink sink =
      broadcast.over(new CommitPoint(new RecordingExit(), true, Clock.SYSTEM));

  private final AttemptInfo attempt = TestFeed.of("a/x");

  @BeforeEach
  void attach() {
    broadcast.usage().join();
    sink.attach(attempt);
  }

  @Test
  void who_leaves_when_nothing_is_known_owes_nothing_and_so_it_is_lost() {
    assertThat(attempt.lost()).isEmpty();
    assertThat(broadcast.usage().leave()).isEqualTo(SharedUsage.NOTHING);
    assertThat(attempt.lost()).contains(Payer.Loss.Cause.SHARED);
  }

  @Test
  void who_leaves_when_it_was_sent_owes_it() {
    TestFeed.progress(sink, Progress.CONNECTED);
    TestFeed.progress(sink, Progress.SENT);
    assertThat(broadcast.usage().leave().estimated()).isTrue();
    assertThat(attempt.lost()).isEmpty();
    assertThat(attempt.disown()).isFalse();
  }

  @Test
  void what_has_failed_is_owed_by_none_that_is_there() {
    TestFeed.progress(sink, Progress.SENT);
    assertThat(attempt.disown()).isTrue();
    assertThat(broadcast.usage().leave()).isEqualTo(SharedUsage.NOTHING);
  }

  @Test
  void units_that_no_answer_tells_are_divided_and_not_paid_by_each() {
    var units = PricedExtras.Use.of(PricedExtra.SEARCH_UNIT, "documents", 3, true, "");
    broadcast.asks(new PricedExtras(List.of(units), "", "", ""));
    broadcast.usage().join();
    TestFeed.progress(sink, Progress.SENT);
    TestFeed.used(sink, new Usage(9, 0, 0, true));
    sink.flush();
    broadcast.usage().end(true);
    assertThat(Stream.of(broadcast.usage().take(), broadcast.usage().take()))
        .extracting(part -> part.extras().uses().get(PricedExtra.SEARCH_UNIT))
        .containsExactly(1L, 2L);
  }

  @Test
  void an_answer_that_goes_on_is_owed_with_its_beginning() {
    var beginning = new Usage(9, 3, 0, true);
    TestFeed.progress(sink, Progress.SENT);
    TestFeed.used(sink, beginning);
    sink.info().goesOn(beginning);
    sink.attach(TestFeed.of("b/y"));
    var rest = new Usage(12, 5, 0, true);
    TestFeed.progress(sink, Progress.SENT);
    TestFeed.used(sink, rest);
    sink.flush();
    assertThat(broadcast.usage().leave()).isEqualTo(beginning.and(rest));
  }
}
