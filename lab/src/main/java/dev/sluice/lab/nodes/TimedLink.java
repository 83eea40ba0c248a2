package dev.sluice.lab.nodes;

import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import dev.sluice.lab.load.Timeline;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A link with a stopwatch: how long a call that waits is held back by a question without an
/// answer, until the answer is there or the node gives up.
final class TimedLink implements Link {
  private static final int WANTS = 7;

  private final Link link;
  private final Timeline timeline;
  private final Tally tally;
  private OptionalLong asked = OptionalLong.empty();

  TimedLink(Link link, Timeline timeline, Tally tally) {
    this.link = link;
    this.timeline = timeline;
    this.tally = tally;
  }

  @Override
  public void ask(
      Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
    if (script == Script.LEASE && args.get(WANTS).equals("1")) {
      asked = OptionalLong.of(timeline.now());
    }
    link.ask(
        script,
        keys,
        args,
        reply -> {
          if (script == Script.LEASE) {
            over();
          }
          answer.accept(reply);
        });
  }

  /// Notes that the node gives up.
  void failed(RedisReply why) {
    over();
  }

  private void over() {
    asked.ifPresent(since -> tally.answered(timeline.now() - since));
    asked = OptionalLong.empty();
  }

  @Override
  public void onLine(String channel, Consumer<String> listener) {
    link.onLine(channel, listener);
  }

  @Override
  public long connection() {
    return link.connection();
  }

  @Override
  public boolean isSpread() {
    return link.isSpread();
  }
}
