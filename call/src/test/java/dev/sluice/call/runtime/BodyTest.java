package dev.sluice.call.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BodyTest {
  private final AtomicInteger reservations = new AtomicInteger(1);

  private Body body(ByteBuf bytes) {
    return new Body(bytes, reservations::decrementAndGet);
  }

  private Body body(String text) {
    return body(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  @Test
  void a_body_is_given_back_once() {
    ByteBuf bytes = Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8);
    Body body = body(bytes);
    body.giveBack();
    assertThat(body.isClosed()).isTrue();
    body.giveBack();
    body.close();
    body.close();
    assertThat(bytes.refCnt()).isZero();
    assertThat(reservations).hasValue(0);
  }

  @Test
  void nobody_reads_a_body_that_has_been_given_back() {
    Body body = body("{}");
    body.giveBack();
    assertThatThrownBy(body::bytes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void its_size_and_print_stay() {
    Body body = body("a".repeat(10_000));
    int print = body.print();
    body.giveBack();
    assertThat(body.size()).isEqualTo(10_000);
    assertThat(body.print()).isEqualTo(print).isNotZero();
  }

  @Test
  void bodies_that_differ_in_their_last_bytes_have_other_prints() {
    String same = "a".repeat(5_000);
    assertThat(body(same + "b").print())
        .isEqualTo(body(same + "b").print())
        .isNotEqualTo(body(same + "c").print());
  }

  @Test
  void a_body_that_is_kept_is_given_back_at_the_end() {
    Body body = body("{}");
    assertThat(body.keep()).isTrue();
    assertThat(body.keep()).isTrue();
    body.giveBack();
    assertThat(body.bytes().toString(StandardCharsets.UTF_8)).isEqualTo("{}");
    assertThat(reservations).hasValue(1);
    body.close();
    assertThat(reservations).hasValue(0);
  }

  @Test
  void a_body_that_has_been_given_back_cannot_be_kept() {
    Body body = body("{}");
    body.giveBack();
    assertThat(body.keep()).isFalse();
  }

  @Test
  void who_needs_less_than_all_reads_it_before() {
    List<String> read = new ArrayList<>();
    Body body = body("{}");
    body.beforeGivenBack(() -> read.add("an earlier attempt"));
    body.beforeGivenBack(() -> read.add(body.bytes().toString(StandardCharsets.UTF_8)));
    body.giveBack();
    body.giveBack();
    assertThat(read).containsExactly("{}");
  }

  @Test
  void a_call_that_ends_meanwhile_leaves_the_release_to_the_loop() {
    Body body = body("{}");
    body.beforeGivenBack(
        () -> {
          body.close();
          assertThat(body.bytes().toString(StandardCharsets.UTF_8)).isEqualTo("{}");
          assertThat(reservations).hasValue(1);
        });
    body.giveBack();
    assertThat(body.isClosed()).isTrue();
    assertThat(reservations).hasValue(0);
  }

  @Test
  void nothing_is_read_of_a_body_that_is_closed() {
    Body body = body("{}");
    body.beforeGivenBack(
        () -> {
          throw new AssertionError("read");
        });
    body.close();
    body.giveBack();
    assertThat(reservations).hasValue(0);
  }
}
