package dev.sluice.internal.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.RecordingPayer;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.DiscardingResponse;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.BatchInfo;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Launcher;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.provider.item.OpenAiItems;
import dev.sluice.testing.Memory;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a shared call leaves to its members when something goes wrong with it.
class BatchCallTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final Embeddings embeddings = new Embeddings(loop);
  private final Batcher batcher = new Batcher(new BatchConfig(4, Duration.ofMillis(20)));
  private final Memory memory = new Memory();
  private final AtomicInteger saved = new AtomicInteger();
  private final List<BatchInfo> gathered = new ArrayList<>();
  private final List<BatchedCall> members = new ArrayList<>();
  private final TestFeed feed = new TestFeed("p/m");

  private String answer = "";

  @Test
  void a_call_that_cannot_be_started_leaves_no_caller_waiting() {
    Batch group = group("a", "b");
    assertThatThrownBy(() -> shared(group, BatchCallTest::broken).launch(own()))
        .isInstanceOf(OutOfMemoryError.class);
    assertBroken("internal");
  }

  @Test
  void a_part_that_cannot_be_started_leaves_no_caller_waiting() {
    Batch group = group("a", "b", "c", "d");
    Service refuses = (_, _) -> new Failed.Refused(400, "application/json", "{}");
    assertThatThrownBy(() -> shared(group, BatchCallTest::broken, refuses).send(own(), nobody()))
        .isInstanceOf(OutOfMemoryError.class);
    assertBroken("internal");
  }

  @Test
  void a_pipeline_that_throws_leaves_no_caller_waiting() {
    Batch group = group("a", "b");
    Service throwing =
        (_, _) -> {
          throw new IllegalStateException("a bug");
        };
    assertThatThrownBy(() -> shared(group, BatchCallTest::broken, throwing).send(own(), nobody()))
        .isInstanceOf(IllegalStateException.class);
    assertBroken("internal");
  }

  @Test
  void who_has_left_is_neither_told_nor_counted() throws InterruptedException {
    Batch group = group("a", "b", "c");
    batcher.leave(members.get(1));
    answer = vectors(2);
    assertThat(send(group)).isEqualTo(new Answered());
    assertThat(saved).hasValue(1);
    assertThat(members.get(0).leave()).get().isInstanceOf(MemberResult.Part.class);
    assertThat(members.get(1).leave()).isEmpty();
  }

  @Test
  void an_answer_without_waiting_calls_saves_nothing() throws InterruptedException {
    Batch group = group("a", "b", "c");
    answer = vectors(3);
    Service leaving =
        (call, sink) -> {
          batcher.leave(members.get(0));
          batcher.leave(members.get(1));
          return answered(call, sink);
        };
    shared(group, BatchCallTest::broken, leaving).send(own(), nobody());
    assertThat(saved).hasValue(0);
  }

  @Test
  void what_those_have_used_that_have_left_is_lost() throws InterruptedException {
    Batch group = group("a", "b", "c");
    answer = vectors(3);
    Service leaving =
        (call, sink) -> {
          batcher.leave(members.get(0));
          feed.info.used(new Usage(9, 0, 0, false));
          return answered(call, sink);
        };
    var payer = new RecordingPayer();
    shared(group, BatchCallTest::broken, leaving).send(own().paidBy(payer), nobody());
    assertThat(payer.losses)
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.target()).isEqualTo("p/m");
              assertThat(loss.cause()).isEqualTo(Payer.Loss.Cause.SHARED);
              assertThat(loss.usage().input()).isEqualTo(3);
            });
  }

  @Test
  void what_was_sent_for_members_that_have_all_left_is_lost_though_nothing_is_told() {
    for (Progress reached : List.of(Progress.CONNECTED, Progress.SENT)) {
      var payer = new RecordingPayer();
      var feed = new TestFeed("p/m");
      Service left =
          (_, sink) -> {
            sink.attach(feed.info);
            feed.info.progress(reached);
            sink.progress(reached);
            throw new InterruptedException();
          };
      Batch group = group("a", "b");
      assertThatThrownBy(
              () -> shared(group, BatchCallTest::broken, left).send(own().paidBy(payer), nobody()))
          .isInstanceOf(InterruptedException.class);
      assertThat(payer.losses)
          .extracting(Payer.Loss::usage)
          .containsExactlyElementsOf(reached == Progress.SENT ? List.of(Usage.NONE) : List.of());
    }
  }

  @Test
  void what_was_used_for_members_that_have_all_left_is_lost() {
    Batch group = group("a", "b");
    Service left =
        (_, sink) -> {
          sink.attach(feed.info);
          TestFeed.used(sink, new Usage(9, 0, 0, true));
          throw new InterruptedException();
        };
    var payer = new RecordingPayer();
    assertThatThrownBy(
            () -> shared(group, BatchCallTest::broken, left).send(own().paidBy(payer), nobody()))
        .isInstanceOf(InterruptedException.class);
    assertThat(payer.losses)
        .singleElement()
        .satisfies(loss -> assertThat(loss.usage().input()).isEqualTo(9));
  }

  @Test
  void what_was_used_for_members_whose_deadlines_have_passed_is_lost() throws InterruptedException {
    Batch group = group("a", "b");
    Service late =
        (_, sink) -> {
          sink.attach(feed.info);
          TestFeed.used(sink, new Usage(9, 0, 0, true));
          return new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ofSeconds(1));
        };
    var payer = new RecordingPayer();
    shared(group, BatchCallTest::broken, late).send(own().paidBy(payer), nobody());
    assertThat(payer.losses)
        .singleElement()
        .satisfies(loss -> assertThat(loss.usage().input()).isEqualTo(9));
  }

  @Test
  void each_is_told_that_there_is_no_memory_for_its_answer() throws InterruptedException {
    Batch group = group("a", "b");
    answer = vectors(2);
    Service lastMemory =
        (call, sink) -> {
          Outcome outcome = answered(call, sink);
          memory.max = 30;
          return outcome;
        };
    shared(group, BatchCallTest::broken, lastMemory).send(own(), nobody());
    assertBroken("out_of_memory");
    assertThat(saved).hasValue(0);
  }

  @Test
  void the_parts_of_an_answer_need_no_memory_beside_it() throws InterruptedException {
    Batch group = group("a", "b");
    answer = vectors(2);
    memory.max = 3L * answer.length() + 100; // the request is held too
    send(group);
    assertThat(members)
        .allSatisfy(
            member -> assertThat(member.leave()).get().isInstanceOf(MemberResult.Part.class));
    assertThat(saved).hasValue(1);
  }

  @Test
  void an_answer_beyond_its_bound_is_stopped_and_each_goes_alone() throws InterruptedException {
    Batch group = group("a", "b");
    answer = " ".repeat(400_000);
    send(group);
    assertThat(feed.aborted).isEqualTo(new Failed.Cancelled());
    assertThat(members)
        .allSatisfy(
            member -> assertThat(member.leave()).get().isInstanceOf(MemberResult.Alone.class));
    assertThat(memory.used()).isZero();
  }

  @Test
  void an_answer_for_which_there_is_no_memory_is_stopped() throws InterruptedException {
    Batch group = group("a", "b");
    answer = " ".repeat(1000);
    memory.max = 900;
    send(group);
    assertThat(feed.aborted).isEqualTo(new Failed.Cancelled());
    assertThat(memory.used()).isZero();
  }

  private Outcome send(Batch group) throws InterruptedException {
    return shared(group, BatchCallTest::broken).send(own(), nobody());
  }

  private void assertBroken(String kind) {
    assertThat(members)
        .allSatisfy(
            member ->
                assertThat(member.leave().orElseThrow())
                    .isInstanceOfSatisfying(
                        MemberResult.Broken.class,
                        broken -> assertThat(broken.why().kind()).isEqualTo(kind)));
    assertThat(memory.used()).isZero();
  }

  private static CallHandle broken(Service through, Call call, ClientResponse response) {
    throw new OutOfMemoryError("no thread");
  }

  /// Calls that have gathered and are to be sent.
  private Batch group(String... words) {
    BatchedCall first = embeddings.member("first");
    BatchKeyState state =
        ((Placement.AtOnce) batcher.enter(embeddings.key(first), first, 0)).state();
    Batch group = null;
    for (String word : words) {
      BatchedCall member = embeddings.member(word);
      members.add(member);
      group = ((Placement.Together) batcher.enter(embeddings.key(member), member, 0)).group();
    }
    batcher.ended(state, 0);
    if (group == null) {
      throw new IllegalStateException("they have not gathered");
    }
    return group;
  }

  private BatchCall shared(Batch group, Launcher launcher) {
    return shared(group, launcher, this::answered);
  }

  private BatchCall shared(Batch group, Launcher launcher, Service next) {
    var means =
        new BatchDependencies(
            new OpenAiItems(),
            launcher,
            memory,
            BatchCallTest::elsewhere,
            new Observer() {
              @Override
              public void saved(Call call, String by, int calls) {
                saved.addAndGet(calls);
              }

              @Override
              public void gathered(Call call, BatchInfo batch) {
                gathered.add(batch);
              }
            },
            loop);
    return new BatchCall(group, batcher, means, next, Duration.ofMillis(20));
  }

  private Outcome answered(Call call, Sink sink) {
    sink.attach(feed.info);
    sink.head(new Head(200, Map.of()));
    sink.body(Unpooled.copiedBuffer(answer, UTF_8));
    sink.end();
    return feed.aborted == null ? new Answered() : feed.aborted;
  }

  private static String vectors(int count) {
    List<String> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add("{\"index\":" + i + ",\"embedding\":[" + i + "]}");
    }
    return "{\"data\":[" + String.join(",", vectors) + "]}";
  }

  private Call own() {
    return embeddings.call("", Duration.ofHours(1), () -> {});
  }

  private static Sink nobody() {
    return new CommitPoint(DiscardingResponse.NOBODY, false, Clock.SYSTEM);
  }

  private static <T> T elsewhere(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
