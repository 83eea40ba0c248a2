package dev.sluice.server.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ApiErrors;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.LineAnswer;
import dev.sluice.batches.LineAnswer.Why;
import dev.sluice.batches.LineCall;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.memory.HeapBudget;
import dev.sluice.provider.request.BodyScanner;
import dev.sluice.provider.request.MetadataMembers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Why calls of lines are made again, and what their answers hold of the memory budget.
class GatewayLinesTest {
  private final HeapBudget memory = new HeapBudget(1_000);
  private final List<LineAnswer> told = new ArrayList<>();
  private final GatewayLines.Answer answer =
      new GatewayLines.Answer(
          new LineCall(
              new BatchOrder("red", "key", "/v1/embeddings", "file-1", 0, Map.of(), Map.of()),
              "line",
              new byte[0]),
          told::add,
          new LineUses());

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, CHAT",
    "/v1/completions, COMPLETIONS",
    "/v1/embeddings, EMBEDDINGS",
    "/v1/messages, MESSAGES"
  })
  void a_line_that_cannot_be_read_any_more_is_stood_for_by_one_that_any_gateway_takes(
      String endpoint, Operation operation) throws Exception {
    var order = new BatchOrder("red", "key", endpoint, "file-1", 0, Map.of(), Map.of("x-a", "b"));
    LineCall bare = GatewayLines.bare(new LineCall(order, "line", new byte[0]), "openai/gpt/mini");
    BodyScanner scanner = BodyScanner.of(operation, "", "", false, false, MetadataMembers.NONE);
    scanner.add(bare.body(), 0, bare.body().length);
    assertThat(scanner.facts().model()).isEqualTo("gpt/mini");
    assertThat(bare.id()).isEqualTo("line");
    assertThat(bare.order().headers()).isEmpty();
    assertThat(bare.order().key()).isEqualTo("key");
  }

  private void comes() {
    Reservation held = memory.reserve(MemoryBudget.Use.ANSWER, "key");
    assertThat(held.resize(100)).isTrue();
    answer.answered(200, new byte[100], Usage.NONE, held);
  }

  @Test
  void an_answer_holds_its_memory_until_its_line_is_left() {
    comes();
    assertThat(memory.used()).isEqualTo(100);
    assertThat(answer.leave()).as("its call has ended").isFalse();
    assertThat(memory.used()).isZero();
    assertThat(told).singleElement().isInstanceOf(LineAnswer.Result.class);
  }

  @Test
  void an_answer_behind_the_end_of_its_line_holds_nothing() {
    assertThat(answer.leave()).as("its call goes on").isTrue();
    comes();
    assertThat(memory.used()).isZero();
    assertThat(told).singleElement().isInstanceOf(LineAnswer.NoAnswer.class);
  }

  private static Optional<Why> again(Failed why) {
    return GatewayLines.again(why, ApiErrors.of(why));
  }

  @Test
  void an_answer_that_was_paid_and_had_no_memory_is_not_bought_for_ever() {
    assertThat(again(new Failed.OutOfMemory())).contains(Why.FAILURE);
    assertThat(again(new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty())))
        .contains(Why.CAPACITY);
  }
}
