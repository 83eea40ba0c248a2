package dev.sluice.server.view;

import static dev.sluice.server.view.Trees.array;
import static dev.sluice.server.view.Trees.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.internal.breaker.state.State;
import dev.sluice.server.log.LatestNotices;

/// The line that a browser gets each second: what it needs to show that the gateway lives, and what
/// changed. At most 8 KiB.
record FrameView(ViewSources sources, TargetsView targets, QueueView queue) {
  private static final int NOTICES = 10;

  ObjectNode tree() {
    long now = sources.clock().nanos();
    ObjectNode tree =
        object()
            .put("version", sources.version())
            .put("url", sources.url().get())
            .put("up_s", Trees.seconds(now - sources.began()))
            .put("waiting", queue.waiting());
    tree.put("targets", targets.names().size()).put("ill", ill());
    tree.set(
        "notices",
        array(
            sources.notices().newestFirst().stream().limit(NOTICES).toList(),
            notice -> notice(notice, now)));
    return tree;
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
