package dev.sluice.server.view;

import static dev.sluice.server.view.Trees.array;
import static dev.sluice.server.view.Trees.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.text.EnumWords;
import dev.sluice.report.Reporter.Glance;
import dev.sluice.report.Summary;
import dev.sluice.server.log.LatestNotices;
import dev.sluice.stats.State;
import java.nio.charset.StandardCharsets;

/// The line that a browser gets each second: what it needs to show that the gateway lives, and what
/// changed. At most [#BYTES_MOST], so that a frame never takes a slow viewer long: of what the
/// operator was told the oldest is left out first. One thread at a time makes up a frame.
record FrameView(ViewSources sources, TargetsView targets, QueueView queue, LatestGlance latest) {
  private static final int NOTICES = 10;

  /// The largest frame: 8 KiB.
  static final int BYTES_MOST = 8 << 10;

  ObjectNode tree() {
    long now = sources.clock().nanos();
    ObjectNode tree =
        object()
            .put("version", sources.version())
            .put("url", sources.url().get())
            .put("up_s", Trees.seconds(now - sources.began()))
            .put("store", sources.store())
            .put("files", sources.files())
            .put("nodes", sources.nodes())
            .put("waiting", queue.waiting());
    tree.put("at", sources.clock().millis());
    Glance glance = latest.now();
    tree.set("summary", summary(glance.summary()));
    tree.put("targets", sources.config().targetNames().size());
    long failing =
        sources.config().targetNames().stream().filter(name -> isFailing(name, glance)).count();
    long tried =
        sources.config().targetNames().stream()
            .filter(name -> !isFailing(name, glance) && targets.state(name) == State.HALF_OPEN)
            .count();
    tree.put("ill", failing + tried).put("failing", failing).put("on_trial", tried);
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

  private static ObjectNode summary(Summary summary) {
    ObjectNode tree =
        object()
            .put("status", summary.status().word())
            .put("verdict", summary.verdict())
            .put("text", Trees.sentence(summary.text()))
            .put("over", summary.over());
    summary.troubles().stream()
        .findFirst()
        .ifPresent(worst -> tree.put("worst", worst.metric().key()));
    return tree;
  }

  /// Whether a circuit of a target is open, or no credential is left for it.
  private boolean isFailing(String name, Glance glance) {
    return targets.state(name) == State.OPEN || glance.keyless().contains(name);
  }

  private static ObjectNode notice(LatestNotices.Entry notice, long now) {
    return object()
        .put("level", EnumWords.of(notice.level()))
        .put("text", Trees.sentence(notice.text()))
        .put("ago_s", Trees.seconds(now - notice.at()));
  }
}
