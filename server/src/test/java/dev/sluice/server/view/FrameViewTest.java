package dev.sluice.server.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FrameViewTest {
  @Test
  void of_long_notices_the_oldest_are_left_out_so_that_a_frame_stays_small() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("version", "1");
    ArrayNode notices = tree.putArray("notices");
    for (int i = 0; i < 10; i++) {
      notices.addObject().put("number", i).put("text", "\u4e16\"".repeat(256));
    }
    FrameView.fit(tree, notices);
    int bytes = Trees.text(tree).getBytes(StandardCharsets.UTF_8).length;
    assertThat(bytes).isBetween(FrameView.BYTES_MOST / 2, FrameView.BYTES_MOST);
    assertThat(notices.get(0).get("number").asInt()).isZero();
  }

  @Test
  void a_frame_that_fits_loses_nothing() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode notices = tree.putArray("notices");
    notices.addObject().put("text", "one");
    FrameView.fit(tree, notices);
    assertThat(notices).hasSize(1);
  }
}
