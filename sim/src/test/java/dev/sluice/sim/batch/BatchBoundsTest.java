package dev.sluice.sim.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchBoundsTest {
  private final KeptFiles files = new KeptFiles(3, 100);

  private void keep(String id, int bytes) {
    files.keep(new KeptFile(BatchDialect.OPENAI, id, "", "batch", "f", "t", new byte[bytes], 0, 0));
  }

  private boolean has(String id) {
    return files.find(BatchDialect.OPENAI, id, "") != null;
  }

  @Test
  void the_eldest_files_go_when_there_are_more() {
    for (String id : new String[] {"a", "b", "c", "d"}) {
      keep(id, 1);
    }
    assertThat(has("a")).isFalse();
    assertThat(has("b")).isTrue();
  }

  @Test
  void the_eldest_files_go_when_there_are_more_bytes() {
    keep("a", 60);
    keep("b", 30);
    keep("c", 20);
    assertThat(has("a")).isFalse();
    assertThat(has("b")).isTrue();
    keep("large", 1_000);
    assertThat(has("b")).isFalse();
    assertThat(has("large")).isTrue();
  }

  @Test
  void the_room_of_a_file_that_is_removed_is_free() {
    keep("a", 60);
    files.remove("a");
    keep("b", 60);
    keep("c", 40);
    assertThat(has("b")).isTrue();
  }

  @Test
  void what_is_held_is_bounded() {
    HeldBytes held = new HeldBytes();
    assertThat(held.take(512 << 20)).isTrue();
    assertThat(held.take(1)).isFalse();
    held.give(1);
    assertThat(held.take(1)).isTrue();
  }
}
