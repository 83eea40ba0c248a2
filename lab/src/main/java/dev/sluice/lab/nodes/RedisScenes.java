package dev.sluice.lab.nodes;

import dev.sluice.lab.nodes.Scene.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Scenes in which Redis is in trouble, for a third of the time or again and again.
final class RedisScenes {
  private static final Duration TIME = Duration.ofMinutes(10);
  private static final double OVER = 2;
  private static final Trouble TROUBLE = new Trouble(120, 320);
  private static final double EACH = 20;
  private static final double MOMENT = 5;
  private static final double DOWN = 2;
  private static final long SLOW = 50_000_000;
  private static final double LOSS = 0.05;
  private static final double OLD = 60;

  private RedisScenes() {}

  static List<Scene> all(long quota) {
    return List.of(
        lasting("gone", "nobody listens", quota, RedisHost::go, RedisHost::come),
        lasting("hangs", "nothing is answered", quota, RedisHost::stop, RedisHost::goOn),
        refusing("password", "NOAUTH", quota),
        refusing("read-only", "READONLY", quota),
        refusing("memory", "OOM", quota),
        refusing("connections", "ERR", quota),
        refusing("foreign", "WRONGTYPE", quota),
        lasting(
            "lossy",
            "a twentieth of the questions is lost",
            quota,
            RedisScenes::lose,
            RedisScenes::mend),
        lasting(
            "shard",
            "of a Redis Cluster the quota's server is gone",
            quota,
            RedisScenes::loseShard,
            RedisHost::goOnWithQuotas),
        again(
            "shard-hangs",
            "of a Redis Cluster the quota's server stands still for 5 s",
            quota,
            RedisScenes::shardHangs),
        again("stops", "it stands still for 5 s", quota, RedisScenes::stops),
        again("slow", "an answer takes 100 ms for 5 s", quota, RedisScenes::slow),
        again("flushed", "it is flushed", quota, world -> world.redis().flush()),
        again("empty", "it restarts with nothing", quota, RedisScenes::empty),
        again(
            "failover",
            "a replica takes over, a second is lost",
            quota,
            world -> failOver(world, 1, 0)),
        again(
            "old",
            "it restarts with a minute old data",
            quota,
            world -> failOver(world, OLD, DOWN)),
        again("moved", "the slot is down for 2 s, then elsewhere", quota, RedisScenes::moved));
  }

  private static Scene lasting(
      String name, String about, long quota, Consumer<RedisHost> begin, Consumer<RedisHost> end) {
    return scene(
        name,
        about,
        quota,
        world -> {
          world.at(TROUBLE.from(), () -> begin.accept(world.redis()));
          world.at(TROUBLE.to(), () -> end.accept(world.redis()));
        });
  }

  private static Scene refusing(String name, String code, long quota) {
    return lasting(
        name, "it answers " + code, quota, redis -> redis.refuse(code), RedisHost::accept);
  }

  /// Plays something every 20 s.
  private static Scene again(String name, String about, long quota, Consumer<World> once) {
    return scene(
        name,
        about + ", every 20 s",
        quota,
        world -> {
          for (double at = TROUBLE.from(); at < TROUBLE.to(); at += EACH) {
            world.at(at, () -> once.accept(world));
          }
        });
  }

  private static Scene scene(String name, String about, long quota, Consumer<World> events) {
    Setting setting = Setting.of(quota, OVER, TIME);
    return new Scene(
        name, "Redis: " + about, setting, events, Optional.of(TROUBLE), Criteria.trouble());
  }

  private static void lose(RedisHost redis) {
    redis.lose(LOSS);
  }

  private static void mend(RedisHost redis) {
    redis.lose(0);
  }

  private static void loseShard(RedisHost redis) {
    redis.spread();
    redis.goWithQuotas();
  }

  private static void shardHangs(World world) {
    world.redis().spread();
    world.redis().stopQuotas();
    later(world, MOMENT, world.redis()::goOnWithQuotas);
  }

  private static void stops(World world) {
    world.redis().stop();
    later(world, MOMENT, world.redis()::goOn);
  }

  private static void slow(World world) {
    world.redis().delay(SLOW);
    later(world, MOMENT, world.redis()::usualDelay);
  }

  private static void empty(World world) {
    world.redis().go();
    later(
        world, DOWN, () -> world.redis().restart(new ModelRedis("run-" + world.timeline().now())));
  }

  /// Lets another process take over with what this one will have held so many seconds before.
  private static void failOver(World world, double lost, double down) {
    ModelRedis before = world.redis().copy();
    later(
        world,
        lost,
        () -> {
          world.redis().go();
          later(world, down, () -> world.redis().restart(before));
        });
  }

  private static void moved(World world) {
    world.redis().refuse("CLUSTERDOWN");
    ModelRedis before = world.redis().copy();
    later(world, DOWN, () -> world.redis().restart(before));
  }

  private static void later(World world, double seconds, Runnable task) {
    world.timeline().after((long) (seconds * 1e9), task);
  }
}
