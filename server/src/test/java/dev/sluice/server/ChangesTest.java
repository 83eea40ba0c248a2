package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ConfigChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Parts of a change that are taken together or dropped together.
class ChangesTest {
  private final List<String> log = new ArrayList<>();

  private ConfigChange part(String name) {
    return new ConfigChange() {
      @Override
      public void take() {
        log.add("take " + name);
      }

      @Override
      public void drop() {
        log.add("drop " + name);
      }
    };
  }

  private ConfigChange broken(String name) {
    return new ConfigChange() {
      @Override
      public void take() {
        throw new IllegalStateException("no " + name);
      }

      @Override
      public void drop() {
        log.add("drop " + name);
        throw new IllegalStateException("no end of " + name);
      }
    };
  }

  @Test
  void parts_are_taken_in_their_order_and_not_dropped() {
    try (var changes = new Changes()) {
      changes.add(part("engine"));
      changes.add(part("listeners"));
      changes.take();
    }
    assertThat(log).containsExactly("take engine", "take listeners");
  }

  @Test
  void parts_that_are_not_taken_are_dropped() {
    try (var changes = new Changes()) {
      changes.add(part("engine"));
      changes.add(broken("listeners"));
      changes.add(part("pages"));
    }
    assertThat(log).containsExactly("drop engine", "drop listeners", "drop pages");
  }

  @Test
  void where_the_first_part_refuses_none_is_taken() {
    assertThatThrownBy(
            () -> {
              try (var changes = new Changes()) {
                changes.add(broken("engine"));
                changes.add(part("listeners"));
                changes.take();
              }
            })
        .hasMessage("no engine");
    assertThat(log).containsExactly("drop engine", "drop listeners");
  }

  @Test
  void a_part_that_fails_keeps_no_other_from_its_turn() {
    try (var changes = new Changes()) {
      changes.add(part("engine"));
      changes.add(broken("listeners"));
      changes.add(part("pages"));
      changes.take();
    }
    assertThat(log).containsExactly("take engine", "take pages");
  }
}
