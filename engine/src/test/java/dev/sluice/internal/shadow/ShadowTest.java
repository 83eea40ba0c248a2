package dev.sluice.internal.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.memory.HeapBudget;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowTest {
  private static final Service ANSWERS = (_, _) -> new Answered();

  private final VirtualLoop loop = new VirtualLoop();
  private final MemoryBudget memory = new HeapBudget(1 << 20);
  private final List<Call> copies = new ArrayList<>();
  private final List<Call> measured = new ArrayList<>();
  private final ByteBuf bytes = Calls.utf8("{\"prompt\":1}");
  private boolean launches = true;

  @AfterEach
  void all_bytes_are_given_back() {
    copies.forEach(copy -> copy.body().close());
    assertThat(memory.used()).isZero();
    assertThat(bytes.refCnt()).isOne();
    bytes.release();
  }

  @Test
  void a_call_is_copied_once_it_was_answered_in_the_lowest_band_and_for_nobody()
      throws InterruptedException {
    Call call = call(Operation.CHAT, Cacheability.ASKED);
    Service real =
        (_, _) -> {
          assertThat(copies).isEmpty();
          assertThat(memory.used()).isZero();
          // As when the answer of a stream begins.
          call.body().giveBack();
          return new Answered();
        };
    assertThat(send(1, call, real)).isEqualTo(new Answered());
    Call copy = copies.getFirst();
    copy.body().giveBack();
    assertThat(copy.hints()).isEqualTo(new SchedulingHints(Band.BATCH, "*", 0));
    assertThat(copy.failedTargets().cause()).isEqualTo(FailedTargets.Cause.RACE);
    assertThat(copy.body().bytes().toString(StandardCharsets.UTF_8)).isEqualTo("{\"prompt\":1}");
    assertThat(memory.used()).isPositive();
    assertThat(copy.id()).isEqualTo("call-1-shadow");
    assertThat(copy.deadline().remaining(loop.nanos())).isEqualTo(Duration.ofSeconds(30));
    assertThat(measured).containsExactly(call);
  }

  @Test
  void a_copy_may_take_four_times_as_long_as_the_call() throws InterruptedException {
    Service slow =
        (_, _) -> {
          loop.advance(Duration.ofSeconds(20));
          return new Answered();
        };
    send(1, call(Operation.CHAT, Cacheability.ASKED), slow);
    assertThat(copies.getFirst().deadline().remaining(loop.nanos()))
        .isEqualTo(Duration.ofSeconds(80));
  }

  @Test
  void a_call_that_fails_or_whose_client_leaves_is_not_copied() throws InterruptedException {
    Call call = call(Operation.CHAT, Cacheability.ASKED);
    assertThat(send(1, call, (_, _) -> new Failed.Internal())).isEqualTo(new Failed.Internal());
    Service leaves =
        (_, _) -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> send(1, call, leaves)).isInstanceOf(InterruptedException.class);
    assertThat(copies).isEmpty();
  }

  @Test
  void what_a_provider_stores_and_responses_are_never_copied() throws InterruptedException {
    send(1, call(Operation.CHAT, Cacheability.NEVER), ANSWERS);
    send(1, call(Operation.RESPONSES, Cacheability.ASKED), ANSWERS);
    assertThat(copies).isEmpty();
    assertThat(measured).isEmpty();
  }

  @Test
  void the_share_decides() throws InterruptedException {
    Shadow shadow = shadow(0.05);
    for (int i = 0; i < 2_000; i++) {
      shadow.over(ANSWERS).send(call(Operation.CHAT, Cacheability.ASKED), new DiscardingSink());
      copies.forEach(copy -> copy.body().close());
    }
    assertThat(copies.size()).isBetween(70, 130);
  }

  @Test
  void whether_a_call_passes_is_no_matter_of_the_share() {
    for (double share : new double[] {0, 1}) {
      Shadow shadow = shadow(share);
      assertThat(shadow.passes(call(Operation.CHAT, Cacheability.ASKED))).isFalse();
      assertThat(shadow.passes(call(Operation.CHAT, Cacheability.NEVER))).isTrue();
    }
  }

  @Test
  void a_call_that_is_not_drawn_is_neither_measured_nor_copied() throws InterruptedException {
    assertThat(send(0, call(Operation.CHAT, Cacheability.ASKED), ANSWERS))
        .isEqualTo(new Answered());
    assertThat(measured).isEmpty();
    assertThat(copies).isEmpty();
  }

  @Test
  void no_more_than_32_copies_are_under_way() throws InterruptedException {
    Shadow shadow = shadow(1);
    for (int i = 0; i < 40; i++) {
      shadow.over(ANSWERS).send(call(Operation.CHAT, Cacheability.ASKED), new DiscardingSink());
    }
    assertThat(copies).hasSize(32);
    copies.getFirst().body().close();
    shadow.over(ANSWERS).send(call(Operation.CHAT, Cacheability.ASKED), new DiscardingSink());
    assertThat(copies).hasSize(33);
  }

  @Test
  void where_memory_is_short_there_is_no_copy_and_the_call_knows_nothing_of_it()
      throws InterruptedException {
    try (var held = memory.reserve(MemoryBudget.Use.BODY, SchedulingHints.NOBODY)) {
      assertThat(held.resize((1 << 20) * 7L / 8)).isTrue();
      assertThat(send(1, call(Operation.CHAT, Cacheability.ASKED, 200_000), ANSWERS))
          .isEqualTo(new Answered());
    }
    assertThat(copies).isEmpty();
  }

  @Test
  void a_copy_that_cannot_be_started_fails_no_call() throws InterruptedException {
    launches = false;
    assertThat(send(1, call(Operation.CHAT, Cacheability.ASKED), ANSWERS))
        .isEqualTo(new Answered());
  }

  private Outcome send(double share, Call call, Service real) throws InterruptedException {
    return shadow(share).over(real).send(call, new DiscardingSink());
  }

  private Shadow shadow(double share) {
    var random = new SplittableRandom(1);
    return new Shadow(
        share,
        new Shadow.Means(
            (call, sink, next) -> {
              measured.add(call);
              return next.send(call, sink);
            },
            ANSWERS,
            memory,
            (through, call, _) -> {
              if (!launches) {
                throw new IllegalStateException("no thread");
              }
              assertThat(through).isEqualTo(ANSWERS);
              copies.add(call);
              return () -> {};
            },
            loop),
        () -> random);
  }

  private Call call(Operation operation, Cacheability reuse) {
    return call(operation, reuse, 0);
  }

  private Call call(Operation operation, Cacheability reuse, int more) {
    var facts =
        new RequestFacts(
            "m",
            0,
            0,
            false,
            false,
            OptionalLong.empty(),
            false,
            Streaming.UNSAID,
            reuse,
            RequestFacts.Attached.NONE,
            false,
            RequestFacts.State.NONE,
            1,
            PricedExtras.NONE,
            RequestFacts.Cloud.NONE);
    Call plain = Calls.of(loop, operation);
    ByteBuf body = more == 0 ? bytes : Calls.utf8("x".repeat(more));
    return plain.with(plain.id(), facts, new Body(body, () -> {}), plain.deadline(), plain.hints());
  }
}
