package dev.sluice.lab.nodes;

import dev.sluice.lab.nodes.Scene.Trouble;
import dev.sluice.lab.nodes.Setting.Group;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Scenes in which nodes come, go, stand still, or have wrong clocks.
final class MemberScenes {
  private static final Duration TIME = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final double OVER = 2;
  private static final double AT = 120;
  private static final double LEASE = 30;
  private static final double SIGNED_OFF = 2;
  private static final double SHORT_CUT = 20;
  private static final double LONG_CUT = 300;
  private static final double MINUTE = 60;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int NODES = 4;
  private static final int CROWD = 1_000;
  private static final long CROWD_QUOTA = 20_000_000;

  private MemberScenes() {}

  static List<Scene> all(long quota) {
    return List.of(
        cut(
            "cut",
            "a node has no way to Redis for 20 s",
            Setting.of(quota, OVER, TIME),
            SHORT_CUT,
            Criteria.bound()),
        cut(
            "cut-long",
            "a node has no way to Redis for 5 minutes",
            Setting.of(quota, OVER, LONG).even(NODES),
            LONG_CUT,
            List.of()),
        cutFromQuota(quota),
        back("dies", "a node is killed", quota, LEASE, world -> world.nodes().get(1).die()),
        back(
            "leaves", "a node signs off", quota, SIGNED_OFF, world -> world.nodes().get(1).leave()),
        back("joins", "a fifth node joins", quota, SIGNED_OFF, world -> world.join(0.1)),
        back("restarts", "a node is killed and starts anew", quota, LEASE, MemberScenes::restart),
        Scene.quiet(
            "twins",
            "all nodes have the same name",
            Setting.of(quota, OVER, TIME).with(Group.SAME_NAME),
            Criteria.steady()),
        Scene.quiet(
            "clusters",
            "two clusters at one Redis, each with half of the limit",
            Setting.of(quota, OVER, TIME).even(NODES).with(Group.TWO),
            Criteria.steady()),
        paused(quota),
        clocks(quota),
        crowd());
  }

  private static Scene cut(
      String name, String about, Setting setting, double time, List<SceneCriterion> criteria) {
    return new Scene(
        name,
        about,
        setting,
        world -> {
          world.at(AT, () -> world.redis().cut(0));
          world.at(AT + time, () -> world.redis().mend(0));
        },
        Optional.of(new Trouble(AT, AT + time)),
        criteria);
  }

  /// A node to which members and other quotas answer, so that it is no missing one: for longer than
  /// a lease of membership, too, its part is held back from others that ask for all of the quota.
  private static Scene cutFromQuota(long quota) {
    return new Scene(
        "cut-shard",
        "a node has no way to the quota's server of a Redis Cluster for 5 minutes",
        Setting.of(quota, OVER, LONG).even(NODES),
        world -> {
          world.redis().spread();
          world.at(AT, () -> world.redis().cutFromQuotas(0));
          world.at(AT + LONG_CUT, () -> world.redis().mendToQuotas(0));
        },
        Optional.of(new Trouble(AT, AT + LONG_CUT)),
        Criteria.usedAgain());
  }

  /// A scene after which the quota is used again within some seconds.
  private static Scene back(
      String name, String about, long quota, double within, Consumer<World> event) {
    return new Scene(
        name,
        about,
        Setting.of(quota, OVER, TIME),
        world -> world.at(AT, () -> event.accept(world)),
        Optional.of(new Trouble(AT, AT + within)),
        Criteria.usedAgain());
  }

  private static void restart(World world) {
    world.nodes().get(1).die();
    world.timeline().after(3_000_000_000L, () -> world.replace(1, 1));
  }

  private static Scene paused(long quota) {
    return new Scene(
        "paused",
        "a node stands still for a minute",
        Setting.of(quota, OVER, TIME),
        world -> {
          world.at(AT, () -> world.nodes().getFirst().process().pause());
          world.at(AT + MINUTE, () -> world.nodes().getFirst().process().goOn());
        },
        Optional.of(new Trouble(AT, AT + MINUTE)),
        Criteria.trouble());
  }

  private static Scene clocks(long quota) {
    return new Scene(
        "clocks",
        "clocks of nodes and of Redis are an hour off and jump",
        Setting.of(quota, OVER, TIME),
        world -> {
          world.nodes().get(0).clock().wrong(HOUR);
          world.nodes().get(1).clock().wrong(HOUR.negated());
          for (double at = MINUTE; at < TIME.toSeconds(); at += MINUTE / 2) {
            double wrong = at / MINUTE % 1 == 0 ? HOUR.toSeconds() : -HOUR.toSeconds();
            world.at(at, () -> world.redis().wrong(wrong));
            world.at(
                at, () -> world.nodes().get(2).clock().wrong(Duration.ofSeconds((long) wrong)));
          }
        },
        Optional.of(new Trouble(MINUTE, TIME.toSeconds())),
        Criteria.bound());
  }

  private static Scene crowd() {
    return new Scene(
        "crowd",
        "a thousand nodes join at once",
        Setting.of(CROWD_QUOTA, OVER, Duration.ofMinutes(4)),
        world ->
            world.at(
                AT,
                () -> {
                  for (int i = 0; i < CROWD; i++) {
                    world.join(1.0 / CROWD);
                  }
                }),
        Optional.of(new Trouble(AT, AT + MINUTE)),
        Criteria.usedAgain());
  }
}
