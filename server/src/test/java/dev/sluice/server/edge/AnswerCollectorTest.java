package dev.sluice.server.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ApiError;
import dev.sluice.api.RetryHint;
import dev.sluice.api.head.Dialects;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.internal.engine.Engine;
import dev.sluice.memory.HeapBudget;
import dev.sluice.server.memory.UploadRoom;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What answers that come whole hold of the memory budget.
class AnswerCollectorTest {
  private static final int SIZE = 10_000;

  private final HeapBudget memory = new HeapBudget(4 * SIZE);
  private Reservation held = Reservation.NONE;
  private int answered;
  private int failed;
  private String began = "";

  private final ClientResponse response =
      new AnswerCollector(
              "req",
              Dialects.USUAL,
              new EdgeDependencies(
                  new Engine(
                      (_, _) -> {
                        throw new AssertionError("no call is started");
                      }),
                  List::of,
                  memory,
                  new UploadRoom(memory, SIZE),
                  memory,
                  _ -> {},
                  _ -> {
                    throw new AssertionError("no loop is asked for");
                  },
                  new RetryHint(() -> new Random(1)),
                  Clock.SYSTEM,
                  _ -> Payer.NOBODY),
              new WholeAnswer() {
                @Override
                public void began(String target, int calls) {
                  began = target + " " + calls;
                }

                @Override
                public void answered(int status, byte[] body, Usage used, Reservation forBody) {
                  answered += body.length;
                  held = forBody;
                }

                @Override
                public void failed(ApiError error, Optional<Failed> why, byte[] body) {
                  failed++;
                }
              })
          .of(Calls.whole(new VirtualLoop(), "m"));

  private void write(int size) {
    response.write(Unpooled.copiedBuffer("x".repeat(size), UTF_8));
  }

  @Test
  void an_answer_is_set_aside_as_long_as_its_receiver_holds_it() {
    response.start(new Head(200, Map.of()), -1, AttemptHistory.NONE);
    write(SIZE);
    response.finish();
    assertThat(answered).isEqualTo(SIZE);
    assertThat(memory.used()).isGreaterThanOrEqualTo(SIZE);
    held.close();
    assertThat(memory.used()).isZero();
  }

  @Test
  void a_receiver_is_told_who_answers_and_for_how_many_calls() {
    var history = new AttemptHistory("sim/m", 1, List.of(), Duration.ZERO);
    response.start(new Head(200, Map.of("x-sluice-batch", "12")), -1, history);
    assertThat(began).isEqualTo("sim/m 12");
    response.start(new Head(200, Map.of("x-sluice-batch", "many")), -1, AttemptHistory.NONE);
    assertThat(began).isEqualTo(" 1");
    response.finish();
    held.close();
  }

  @Test
  void an_answer_that_is_too_large_holds_nothing() {
    response.start(new Head(200, Map.of()), -1, AttemptHistory.NONE);
    write(SIZE);
    write(2 * SIZE);
    response.finish();
    assertThat(failed).isEqualTo(1);
    assertThat(memory.used()).isZero();
  }
}
