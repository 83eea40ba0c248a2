package dev.sluice.server.view;

import static dev.sluice.server.view.Trees.array;
import static dev.sluice.server.view.Trees.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.internal.breaker.state.State;
import dev.sluice.server.log.LatestNotices;
import java.nio.charset.StandardCharsets;

/// The line that a browser gets each second: what it needs to show that the gateway lives, and what
/// changed. At most [#BYTES_MOST], so that it never takes a slow viewer long: of what the operator
/// was told the oldest is left out first.
record FrameView(ViewSources sources, TargetsView targets, QueueView queue) {
  private static final int NOTICES = 10;

  /// 8 KiB.
  static final int BYTES_MOST = 8 << 10;

  ObjectNode tree() {
    long now = sources.clock().nanos();
    ObjectNode tree =
        object()
            .put("version", sources.version())
            .put("url", sources.url().get())
            .put("up_s", Trees.seconds(now - sources.began()))
            .put("store", sources.store())
            .put("waiting", queue.waiting());
    tree.put("targets", targets.names().size()).put("ill", ill());
    ArrayNode notices =
        array(
            sources.notices().newestFirst().stream().limit(NOTICES).toList(),
            notice -> notice(notice, now));
    tree.set("notices", notices);
    fit(tree, notices);
    return tree;
  }

  /// @param notices the newest first; part of the tree
  static void fit(ObjectNode tree, ArrayNode notices) {
    while (!notices.isEmpty() && size(tree) > BYTES_MOST) {
      notices.remove(notices.size() - 1);
    }
  }

  private static int size(ObjectNode tree) {
    return Trees.text(tree).getBytes(StandardCharsets.UTF_8).length;
  }

  private long ill() {
    return targets.names().stream().filter(name -> targets.state(name) != State.CLOSED).count();
  }

  private static ObjectNode notice(LatestNotices.Entry notice, long now) {
    return object()
        .put("level", Trees.word(notice.level()))
        .put("text", Trees.sentence(notice.text()))
        .put("ago_s", Trees.seconds(now - notice.at()));
  }
}
