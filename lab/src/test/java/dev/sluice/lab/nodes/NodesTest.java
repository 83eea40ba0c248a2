package dev.sluice.lab.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import dev.sluice.lab.nodes.Setting.Sharing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Short scenes, judged by their histories alone.
class NodesTest {
  private static final boolean LONG = System.getProperty("sluice.long") != null;

  /// Of scenes with troubles: a twentieth of what they have in the laboratory, and in the long
  /// form.
  private static final long QUOTA = LONG ? 2_000_000 : 100_000;

  /// Of what a checker has to find.
  private static final long FOUND = LONG ? 2_000_000 : 500_000;

  /// A purse of it holds many calls.
  private static final long WIDE = LONG ? 20_000_000 : 4_000_000;

  private static final Setting SHORT = Setting.of(2_000_000, 2, Duration.ofSeconds(90));
  private static final Setting WRONG = Setting.of(FOUND, 2, Duration.ofSeconds(90));
  private static final int DIMENSIONS = 4;
  private static final int PART = 14;
  private static final int FREE = 5;
  private static final int FLAGS = 3;

  @TempDir private Path folder;

  private Path play(Setting setting, UnaryOperator<Link> links) {
    Path file = folder.resolve("history.txt");
    try (var history = new HistoryFile(file)) {
      new World(setting, 1, Optional.of(history), links).play();
    }
    return file;
  }

  /// Lets few calls come for a minute, so that purses and the centre are full, and then very many.
  private Path burst(UnaryOperator<Link> links) {
    Path file = folder.resolve("burst.txt");
    try (var history = new HistoryFile(file)) {
      Setting few = Setting.of(2_000_000, 0.2, Duration.ofSeconds(75)).even(4);
      var world = new World(few, 1, Optional.of(history), links);
      world.at(60, () -> world.burst(1_000));
      world.play();
    }
    return file;
  }

  private static double beyond(Path file) throws IOException {
    return HistoryChecker.ofProvider(file).beyond();
  }

  @Test
  void four_nodes_keep_to_one_quota_and_use_it() throws IOException {
    Path file = play(SHORT, UnaryOperator.identity());
    HistoryChecker.Verdict verdict = HistoryChecker.ofProvider(file);

    assertThat(verdict.attempts()).isGreaterThan(1_500);
    assertThat(verdict.refused()).isLessThanOrEqualTo(0.001);
    assertThat(verdict.beyond()).isLessThanOrEqualTo(0.01);
    assertThat(HistoryChecker.ofNodes(file).beyond()).isLessThanOrEqualTo(0.01);
  }

  /// One that is alone at its node asks for twice its part, of a quota whose purses hold many
  /// calls.
  @Test
  void a_tenant_that_is_alone_at_its_node_gets_no_more_than_others_who_queue_elsewhere() {
    List<String> nine = List.of("t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9");
    Setting setting =
        Setting.of(WIDE, 2, Duration.ofSeconds(110))
            .with(List.of(0.1, 0.9), List.of(List.of("t0"), nine));
    Map<String, Double> tokens = new World(setting, 1, Optional.empty()).play().byTenant();

    double all = tokens.values().stream().mapToDouble(each -> each).sum();
    assertThat(tokens.getOrDefault("t0", 0.0)).isBetween(0.08 * all, 0.13 * all);
  }

  private static Scene scene(String name, long quota) {
    return NodesLab.all(quota).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gone", "stops", "failover", "paused", "shard-hangs", "cut-shard", "twins"})
  void the_bound_holds_while_something_fails(String name) throws IOException {
    Scene scene = scene(name, QUOTA);
    Path file = folder.resolve("history.txt");
    Figures figures = NodesLab.play(scene, 1, Optional.of(file));

    assertThat(beyond(file)).isLessThanOrEqualTo(0.01);
    assertThat(figures.answer()).isLessThanOrEqualTo(0.05);
  }

  @Test
  void the_checker_finds_nodes_that_each_take_the_whole_quota() throws IOException {
    Path file = play(WRONG.with(Sharing.WHOLE), UnaryOperator.identity());

    assertThat(beyond(file)).isGreaterThan(0.01);
    assertThat(HistoryChecker.ofProvider(file).refused()).isGreaterThan(0.01);
  }

  @Test
  void the_checker_finds_a_state_that_begins_full_again_and_again() throws IOException {
    Path file = play(WRONG, link -> new ChangedLink(link, NodesTest::full));

    assertThat(beyond(file)).isGreaterThan(0.01);
  }

  @Test
  void the_checker_finds_that_nothing_is_left_free_for_purses() throws IOException {
    assertThat(beyond(burst(link -> new ChangedLink(link, NodesTest::withoutReserve))))
        .isGreaterThan(0.002);
    assertThat(beyond(burst(UnaryOperator.identity()))).isZero();
  }

  @Test
  void the_checker_finds_the_part_of_a_node_that_nobody_holds_back() throws IOException {
    Scene scene = scene("cut-shard", FOUND);
    Path file = folder.resolve("history.txt");
    try (var history = new HistoryFile(file)) {
      var world = new World(scene.setting(), 1, Optional.of(history), MuteLink::new);
      scene.events().accept(world);
      world.play();
    }

    assertThat(beyond(file)).isGreaterThan(0.005);
  }

  private static void full(List<String> args) {
    args.set(FLAGS, "4");
    for (int i = args.size() - DIMENSIONS * PART; i < args.size(); i += PART) {
      args.set(i + 11, "1e9");
      args.set(i + 12, "1e9");
      args.set(i + 13, "least");
    }
  }

  private static void withoutReserve(List<String> args) {
    for (int i = args.size() - DIMENSIONS * PART; i < args.size(); i += PART) {
      args.set(i + FREE, "0");
    }
  }

  /// A link over which nothing is told to other nodes.
  private record MuteLink(Link link) implements Link {
    @Override
    public void ask(
        Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
      if (script != Script.FACT) {
        link.ask(script, keys, args, answer);
      }
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

  /// A link whose questions for leases are changed on their way.
  private record ChangedLink(Link link, Consumer<List<String>> change) implements Link {
    @Override
    public void ask(
        Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
      List<String> changed = new ArrayList<>(args);
      if (script == Script.LEASE) {
        change.accept(changed);
      }
      link.ask(script, keys, changed, answer);
    }

    @Override
    public void onLine(String channel, Consumer<String> listener) {
      link.onLine(channel, listener);
    }

    @Override
    public long connection() {
      return link.connection();
    }
  }
}
