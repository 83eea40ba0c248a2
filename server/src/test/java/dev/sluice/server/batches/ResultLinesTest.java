package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.testing.Memory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines of results as they come, and the memory that they take.
class ResultLinesTest {
  private static final int MIB = 1 << 20;

  private final Memory memory = new Memory();
  private final List<byte[]> taken = new ArrayList<>();
  private final List<Long> held = new ArrayList<>();

  private ResultLines lines() {
    return lines(Long.MAX_VALUE);
  }

  private ResultLines lines(long most) {
    return new ResultLines(
        memory.reserve(MemoryBudget.Use.ANSWER, ""),
        most,
        line -> {
          taken.add(line);
          held.add(memory.used());
        });
  }

  private static void take(ResultLines lines, byte[] bytes, int block) throws Exception {
    for (int from = 0; from < bytes.length; from += block) {
      int count = Math.min(block, bytes.length - from);
      byte[] some = new byte[block + 1];
      System.arraycopy(bytes, from, some, 0, count);
      lines.take(some, count);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void lines_are_whole_however_the_blocks_are_cut(int block) throws Exception {
    try (ResultLines lines = lines()) {
      take(lines, "a\n\nbc\n\n\ndef".getBytes(UTF_8), block);
      lines.end();
    }
    assertThat(taken.stream().map(line -> new String(line, UTF_8)))
        .containsExactly("a", "bc", "def");
    assertThat(memory.used()).isZero();
  }

  @Test
  void memory_is_set_aside_as_a_line_grows_and_given_back_behind_it() throws Exception {
    try (ResultLines lines = lines()) {
      byte[] part = new byte[MIB];
      for (int i = 0; i < 4; i++) {
        lines.take(part, part.length);
      }
      lines.take("\na\n".getBytes(UTF_8), 3);
      assertThat(taken.getFirst()).hasSize(4 * MIB);
      assertThat(held.getFirst()).isGreaterThanOrEqualTo(5 * 4L * MIB);
      assertThat(held.getLast()).isLessThan(MIB);
    }
    assertThat(memory.used()).isZero();
  }

  @Test
  void a_line_for_which_there_is_no_memory_is_read_later() throws Exception {
    memory.max = 2L * MIB;
    try (ResultLines lines = lines()) {
      lines.take("first\n".getBytes(UTF_8), 6);
      byte[] part = new byte[MIB];
      assertThatThrownBy(() -> lines.take(part, part.length))
          .isInstanceOfSatisfying(
              RemoteFailure.class,
              why -> assertThat(why.kind()).isEqualTo(RemoteFailure.Kind.LATER));
    }
    assertThat(taken).hasSize(1);
    assertThat(memory.used()).isZero();
  }

  @Test
  void a_line_for_which_there_is_never_memory_is_left_out() throws Exception {
    memory.max = 11L * MIB;
    try (ResultLines lines = lines(memory.max)) {
      byte[] part = new byte[MIB];
      lines.take(part, part.length);
      lines.take("\n".getBytes(UTF_8), 1);
      lines.take(part, part.length);
      lines.take(part, part.length);
      lines.take("\nnext\n".getBytes(UTF_8), 6);
    }
    assertThat(taken).hasSize(2);
    assertThat(taken.getFirst()).hasSize(MIB);
    assertThat(new String(taken.getLast(), UTF_8)).isEqualTo("next");
  }

  @Test
  void a_line_that_is_too_long_holds_nothing_and_is_left_out() throws Exception {
    try (ResultLines lines = lines()) {
      byte[] part = new byte[16 * MIB];
      for (int i = 0; i < 5; i++) {
        lines.take(part, part.length);
      }
      assertThat(memory.used()).isLessThan(MIB);
      lines.take("\nnext".getBytes(UTF_8), 5);
      lines.end();
    }
    assertThat(taken.stream().map(line -> new String(line, UTF_8))).containsExactly("next");
  }
}
