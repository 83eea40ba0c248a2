package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What `cluster` of the report and of `/readyz` has of a node.
class ClusterNodesTest {
  private static ClusterStatus status(Optional<String> alone, int missing, int apart) {
    return new ClusterStatus("prod", "gw-1", "1", alone, 4, missing, apart, 3, List.of());
  }

  private static String text(ClusterStatus now) {
    return ClusterNodes.shown(now).path("text").asText();
  }

  @Test
  void a_node_says_in_words_how_it_stands() {
    assertThat(text(status(Optional.empty(), 0, 0)))
        .isEqualTo("gw-1 of 4 in cluster prod shares limits");
    assertThat(text(status(Optional.empty(), 1, 0)))
        .isEqualTo("gw-1 of 4 in cluster prod shares limits, missing nodes: 1");
    assertThat(text(status(Optional.empty(), 0, 2)))
        .isEqualTo("gw-1 of 4 in cluster prod shares limits but for 2 out of reach");
    assertThat(text(status(Optional.of("Redis is away"), 0, 0)))
        .isEqualTo("gw-1 of 4 in cluster prod, alone at its part of each limit: Redis is away");
  }

  @Test
  void programs_find_the_same_in_fields() {
    ObjectNode shared = ClusterNodes.shown(status(Optional.empty(), 1, 2));

    assertThat(shared)
        .hasToString(
            """
            {"cluster":"prod","mode":"leased","why":"","nodes":4,"missing":1,"apart":2,\
            "skew_ms":3,"node":"gw-1",\
            "text":"gw-1 of 4 in cluster prod shares limits but for 2 out of reach, \
            missing nodes: 1"}""");
    assertThat(ClusterNodes.shown(status(Optional.of("away"), 0, 0)).path("mode").asText())
        .isEqualTo("alone");
  }

  @Test
  void limits_that_are_not_shared_are_a_trouble() {
    assertThat(Troubles.unshared(status(Optional.empty(), 1, 0))).isEmpty();
    assertThat(Troubles.unshared(status(Optional.empty(), 0, 2)))
        .hasValue("limits of its cluster that are out of reach, used at its part: 2");
    assertThat(Troubles.unshared(status(Optional.of("Redis is away"), 0, 0)))
        .hasValue("alone in its cluster, at its part of each limit: Redis is away");
  }
}
