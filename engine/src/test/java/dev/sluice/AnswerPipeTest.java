package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.BytePipe;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.testing.Memory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswerPipeTest {
  private static final Head OK = new Head(200, Map.of("content-type", "application/json"));
  private static final Failed CUT = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");

  private final AnswerPipe pipe = new AnswerPipe(new VirtualLoop());
  private final AtomicInteger left = new AtomicInteger();
  private final Memory memory = new Memory();

  @Test
  void an_answer_is_read_to_its_end() throws Exception {
    begin();
    pipe.write(Calls.utf8("hel"));
    pipe.write(Calls.utf8("lo"));
    pipe.finish();
    try (Answer answer = answer()) {
      assertThat(answer.body().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
      assertThat(answer.body().read()).isEqualTo(-1);
      assertThat(answer.mediaType()).isEqualTo("application/json");
      assertThat(answer.target()).isEqualTo("p/m");
    }
  }

  @Test
  void a_reader_waits_for_what_is_still_to_come() throws Exception {
    Thread feed =
        Thread.ofVirtual()
            .start(
                () -> {
                  begin();
                  for (int chunk = 0; chunk < 1000; chunk++) {
                    pipe.write(Calls.utf8("x"));
                    pipe.flush();
                  }
                  pipe.finish();
                });
    try (Answer answer = answer()) {
      assertThat(answer.body().readAllBytes()).hasSize(1000);
    }
    feed.join();
  }

  @Test
  void a_refusal_is_an_exception_with_its_reason() {
    pipe.refuse(CUT, AttemptHistory.NONE);
    assertThatThrownBy(this::answer)
        .isInstanceOfSatisfying(
            CallFailedException.class, e -> assertThat(e.failed()).isEqualTo(CUT));
  }

  @Test
  void a_cut_answer_never_just_ends() throws Exception {
    begin();
    pipe.write(Calls.utf8("hel"));
    pipe.cut(CUT);
    try (Answer answer = answer()) {
      assertThat(answer.body().readNBytes(3)).hasSize(3);
      assertThatThrownBy(() -> answer.body().read()).isInstanceOf(CallFailedException.class);
    }
  }

  @Test
  void the_feed_pauses_while_sixty_four_kibibytes_wait() throws Exception {
    var resumed = new AtomicInteger();
    begin();
    pipe.write(Unpooled.buffer().writeZero(BytePipe.CAPACITY));
    pipe.flush();
    assertThat(pipe.writable()).isFalse();
    pipe.onWritable(resumed::incrementAndGet);
    assertThat(resumed).hasValue(0);
    try (Answer answer = answer()) {
      assertThat(answer.body().read()).isZero();
      assertThat(pipe.writable()).isTrue();
      assertThat(resumed).hasValue(1);
    }
  }

  @Test
  void closing_cancels_the_call_and_gives_back_what_waits_and_what_still_comes() throws Exception {
    ByteBuf waiting = Calls.utf8("waits");
    ByteBuf late = Calls.utf8("late");
    begin();
    pipe.write(waiting);
    answer().close();
    pipe.write(late);
    assertThat(left).hasValue(1);
    assertThat(waiting.refCnt()).isZero();
    assertThat(late.refCnt()).isZero();
  }

  @Test
  void an_answer_that_another_thread_closes_never_looks_whole() throws Exception {
    begin();
    pipe.write(Calls.utf8("hel"));
    Answer answer = answer();
    var read = new FutureTask<byte[]>(answer::bytes);
    Thread reader = Thread.ofVirtual().start(read);
    await().until(() -> reader.getState() == Thread.State.WAITING);
    answer.close();
    assertThatThrownBy(read::get).hasCauseInstanceOf(CallFailedException.class);
  }

  @Test
  void an_answer_is_not_read_behind_its_close() throws Exception {
    begin();
    pipe.write(Calls.utf8("{}"));
    pipe.finish();
    Stream<String> text;
    try (Answer answer = answer()) {
      text = answer.text();
    }
    assertThatThrownBy(text::toList)
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e -> assertThat(e.failed()).isInstanceOf(Failed.Cancelled.class))
        .hasMessageContaining("read it before close()");
  }

  @Test
  void an_answer_that_is_cut_gives_its_memory_back() throws Exception {
    begin();
    pipe.write(Calls.utf8("hel"));
    pipe.cut(CUT);
    Answer answer = answer();
    assertThatThrownBy(answer::bytes).isInstanceOf(CallFailedException.class);
    assertThat(memory.used()).isZero();
  }

  @Test
  void an_interrupt_ends_a_read() throws Exception {
    begin();
    try (Answer answer = answer()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> answer.body().read()).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private void begin() {
    pipe.start(OK, -1, new AttemptHistory("p/m", 1, List.of(), Duration.ZERO));
  }

  private Answer answer() throws InterruptedException, IOException {
    var reader = new AnswerContent(pipe, left::incrementAndGet, memory);
    return new Answer(Operation.CHAT, reader, pipe.awaitStart());
  }
}
