package dev.sluice.lab.overhead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.ProgressLine;
import dev.sluice.lab.process.ProcessUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairedRoundsTest {
  private final List<String> events = new ArrayList<>();
  private final Sheet sheet = new Sheet();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  private record Noted(String name, List<String> events) implements Contender {

    @Override
    public InetSocketAddress address() {
      throw new AssertionError("nobody calls it");
    }

    @Override
    public Optional<ProcessUsage> usage() {
      return Optional.empty();
    }

    @Override
    public Duration startedIn() {
      return Duration.ZERO;
    }

    @Override
    public void close() {
      events.add("end " + name);
    }
  }

  private record Visiting(String title, boolean fresh, List<String> events)
      implements OverheadScenario {

    @Override
    public void visit(Contender contender, Bench bench, Sheet sheet) {
      events.add(title + " " + contender.name());
      sheet.add(RoundMeasure.RATE_CPU, contender.name(), events.size());
    }
  }

  private Starter starter(String name) {
    return new Starter(
        name,
        () -> {
          events.add("start " + name);
          return new Noted(name, events);
        });
  }

  private int run(List<OverheadScenario> scenarios, int rounds, Starter... starters)
      throws IOException, InterruptedException {
    List<Integer> steps = new ArrayList<>();
    Bench.run(
        1,
        bench -> {
          List<Starter> all = List.of(starters);
          PairedRounds paired = new PairedRounds(bench, scenarios, rounds, all, all, sheet);
          steps.add(paired.steps());
          PrintStream out = new PrintStream(progress, true, UTF_8);
          paired.run(new ProgressLine(out, false, Clock.SYSTEM, paired.steps()));
        });
    return steps.getFirst();
  }

  private OverheadScenario scenario(String title, boolean fresh) {
    return new Visiting(title, fresh, events);
  }

  @Test
  void each_round_starts_both_anew_and_visits_them_the_other_way_round() throws Exception {
    List<OverheadScenario> scenarios =
        List.of(scenario("calls", false), scenario("streams", false));
    int steps = run(scenarios, 2, starter("a"), starter("b"));
    assertThat(String.join(", ", events))
        .isEqualTo(
            "start a, start b, calls a, calls b, calls a, calls b, "
                + "streams a, streams b, streams a, streams b, end a, end b, "
                + "start b, start a, calls b, calls a, calls b, calls a, "
                + "streams b, streams a, streams b, streams a, end b, end a");
    assertThat(progress.toString(UTF_8))
        .hasLineCount(steps)
        .startsWith("round 1 of 2: start and warm-up, a\n")
        .endsWith("round 2 of 2: streams, a\n");
  }

  @Test
  void the_first_visits_of_a_round_do_not_count() throws Exception {
    run(List.of(scenario("calls", false)), 1, starter("a"), starter("b"));
    assertThat(events.subList(2, 6)).containsExactly("calls a", "calls b", "calls a", "calls b");
    assertThat(sheet.series(RoundMeasure.RATE_CPU, "a")).contains(new Series(List.of(5.0)));
    assertThat(sheet.series(RoundMeasure.RATE_CPU, "b")).contains(new Series(List.of(6.0)));
  }

  @Test
  void a_scenario_with_a_warm_up_of_its_own_is_visited_after_it() throws Exception {
    OverheadScenario own =
        new OverheadScenario() {
          @Override
          public String title() {
            return "calls";
          }

          @Override
          public boolean fresh() {
            return false;
          }

          @Override
          public void warmUp(Contender contender, Bench bench) {
            events.add("warm " + contender.name());
          }

          @Override
          public void visit(Contender contender, Bench bench, Sheet into) {
            events.add("visit " + contender.name());
          }
        };
    int steps = run(List.of(own), 1, starter("a"), starter("b"));
    assertThat(events.subList(2, 6)).containsExactly("warm a", "warm b", "visit a", "visit b");
    assertThat(progress.toString(UTF_8)).hasLineCount(steps).contains(": calls, warm-up, b\n");
  }

  @Test
  void what_wants_a_new_process_has_one_to_itself() throws Exception {
    int steps = run(List.of(scenario("memory", true)), 2, starter("a"), starter("b"));
    assertThat(String.join(", ", events))
        .isEqualTo(
            "start a, memory a, end a, start b, memory b, end b, "
                + "start b, memory b, end b, start a, memory a, end a");
    assertThat(progress.toString(UTF_8)).hasLineCount(steps);
  }

  @Test
  void who_has_started_ends_when_the_other_does_not_start() {
    Starter broken =
        new Starter(
            "broken",
            () -> {
              throw new IOException("does not start");
            });
    assertThatIOException()
        .isThrownBy(() -> run(List.of(scenario("calls", false)), 1, starter("a"), broken))
        .withMessage("does not start");
    assertThat(events).containsExactly("start a", "end a");
  }
}
