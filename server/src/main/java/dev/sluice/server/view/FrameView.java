package dev.sluice.server.view;

import static dev.sluice.server.view.Trees.array;
import static dev.sluice.server.view.Trees.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.report.Summary;
import dev.sluice.server.log.LatestNotices;
import dev.sluice.stats.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// The line that a browser gets each second: what it needs to show that the gateway lives, and what
/// changed. At most [#BYTES_MOST], so that it never takes a slow viewer long: of what the operator
/// was told the oldest is left out first. One thread makes it up at a time.
final class FrameView {
  private static final int NOTICES = 10;

  /// For how long a summary is shown: a report costs more than the rest of a frame.
  private static final long SUMMARY_NANOS = Duration.ofSeconds(5).toNanos();

  /// 8 KiB.
  static final int BYTES_MOST = 8 << 10;

  private final ViewSources sources;
  private final TargetsView targets;
  private final QueueView queue;

  /// The last summary and when it was made up.
  private volatile Optional<Timed> last = Optional.empty();

  private record Timed(Summary summary, long at) {}

  FrameView(ViewSources sources, TargetsView targets, QueueView queue) {
    this.sources = sources;
    this.targets = targets;
    this.queue = queue;
  }

  ObjectNode tree() {
    long now = sources.clock().nanos();
    ObjectNode tree =
        object()
            .put("version", sources.version())
            .put("url", sources.url().get())
            .put("up_s", Trees.seconds(now - sources.began()))
            .put("store", sources.store())
            .put("waiting", queue.waiting());
    Summary summary = summary(now);
    tree.set("summary", summary(summary));
    tree.put("targets", targets.names().size());
    long failing = count(State.OPEN);
    long tried = count(State.HALF_OPEN);
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
    return object()
        .put("status", summary.status().word())
        .put("text", Trees.sentence(summary.text()))
        .put("over", summary.over());
  }

  private Summary summary(long now) {
    Optional<Timed> known = last.filter(timed -> now - timed.at() < SUMMARY_NANOS);
    if (known.isPresent()) {
      return known.get().summary();
    }
    Summary summary = sources.summary().get();
    last = Optional.of(new Timed(summary, now));
    return summary;
  }

  private long count(State state) {
    return targets.names().stream().filter(name -> targets.state(name) == state).count();
  }

  private static ObjectNode notice(LatestNotices.Entry notice, long now) {
    return object()
        .put("level", Trees.word(notice.level()))
        .put("text", Trees.sentence(notice.text()))
        .put("ago_s", Trees.seconds(now - notice.at()));
  }
}
