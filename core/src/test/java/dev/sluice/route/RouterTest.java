package dev.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.CommitPoint;
import dev.sluice.call.Failed;
import dev.sluice.call.Operation;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.VirtualLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final List<String> sent = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void weights_share_the_calls() throws InterruptedException {
    Router router = router(Map.of(route("r", chat("a/x", 3), chat("b/y", 1)), List.of("m")));
    for (int call = 0; call < 4000; call++) {
      send(router, "m");
    }
    assertThat(Collections.frequency(sent, "a/x m")).isBetween(2900, 3100);
    assertThat(sent).hasSize(4000);
  }

  @Test
  void responses_of_a_route_stay_with_one_target_since_later_calls_refer_to_them() {
    Target first = target("a/x", 1, false, Operation.RESPONSES);
    Target heavier = target("b/y", 9, false, Operation.RESPONSES);
    Route route = route("r", first, heavier);
    for (int call = 0; call < 100; call++) {
      assertThat(route.pick(Operation.RESPONSES, random)).contains(first);
    }
  }

  @Test
  void a_fallback_serves_only_when_no_other_supports_the_operation() throws InterruptedException {
    Target embeds = target("a/x", 1, false, Operation.EMBEDDINGS);
    Target fallback = target("b/y", 1, true, Operation.CHAT);
    send(router(Map.of(route("r", embeds, fallback), List.of("m"))), "m");
    send(router(Map.of(route("r", chat("c/z", 1), fallback), List.of("m"))), "m");
    assertThat(sent).containsExactly("b/y m", "c/z m");
  }

  @Test
  void an_operation_that_no_target_supports_is_refused_by_name() throws InterruptedException {
    Target embeds = target("a/x", 1, false, Operation.EMBEDDINGS);
    Outcome outcome = send(router(Map.of(route("r", embeds), List.of("m"))), "m");
    assertThat(outcome)
        .isEqualTo(
            new Failed.Invalid(
                404,
                "not_supported",
                Optional.of("model"),
                "No target of the route `r` supports chat calls; the model `m` does not answer"
                    + " them."));
  }

  @Test
  void an_exact_name_wins_over_a_pattern_and_a_longer_pattern_over_a_shorter()
      throws InterruptedException {
    var routes = new LinkedHashMap<Route, List<String>>();
    routes.put(route("any", chat("any/x", 1)), List.of("*"));
    routes.put(route("fast", chat("fast/x", 1)), List.of("fast/*"));
    routes.put(route("mini", chat("mini/x", 1)), List.of("fast/mini/*"));
    routes.put(route("one", chat("one/x", 1)), List.of("fast/mini/1"));
    Router router = router(routes);
    send(router, "fast/mini/1");
    send(router, "fast/mini/2");
    send(router, "fast/other");
    send(router, "other");
    assertThat(sent)
        .containsExactly("one/x fast/mini/1", "mini/x 2", "fast/x other", "any/x other");
  }

  @Test
  void an_unknown_model_is_refused_with_the_nearest_names() throws InterruptedException {
    Router router =
        router(Map.of(route("r", chat("a/x", 1)), List.of("gpt-5-mini", "gpt-5", "other")));
    Outcome outcome = send(router, "gpt-5-mino");
    assertThat(outcome)
        .isEqualTo(
            new Failed.Invalid(
                404,
                "model_not_found",
                Optional.of("model"),
                "The model `gpt-5-mino` does not exist here. Did you mean `gpt-5-mini`?"
                    + " GET /v1/models lists what does."));
    assertThat(sent).isEmpty();
  }

  private Outcome send(Router router, String model) throws InterruptedException {
    Call call = Calls.whole(loop, model);
    return router.send(call, new CommitPoint(new RecordingExit(), false));
  }

  private Router router(Map<Route, List<String>> routes) {
    Routes all = Routes.of(routes);
    Directory directory =
        new Directory() {
          @Override
          public Optional<Routes.Match> find(String model) {
            return all.find(model);
          }

          @Override
          public Collection<String> names() {
            return all.names();
          }
        };
    return new Router(directory, () -> random);
  }

  private static Route route(String name, Target... targets) {
    return new Route(name, List.of(targets));
  }

  private Target chat(String name, int weight) {
    return target(name, weight, false, Operation.CHAT);
  }

  private Target target(String name, int weight, boolean fallback, Operation operation) {
    return new Target(
        name,
        Set.of(operation),
        weight,
        fallback,
        (call, _) -> {
          sent.add(name + " " + call.model());
          return new Answered();
        });
  }
}
