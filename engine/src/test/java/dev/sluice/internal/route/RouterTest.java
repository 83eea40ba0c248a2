package dev.sluice.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final List<String> sent = new ArrayList<>();

  @Test
  void an_operation_that_no_target_supports_is_refused_by_name() throws InterruptedException {
    Route embeds = new Route("r", Set.of(Operation.EMBEDDINGS), (_, _) -> new Answered());
    Outcome outcome = send(router(Map.of(embeds, List.of("m"))), "m");
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
    routes.put(route("any"), List.of("*"));
    routes.put(route("fast"), List.of("fast/*"));
    routes.put(route("mini"), List.of("fast/mini/*"));
    routes.put(route("one"), List.of("fast/mini/1"));
    Router router = router(routes);
    send(router, "fast/mini/1");
    send(router, "fast/mini/2");
    send(router, "fast/other");
    send(router, "other");
    assertThat(sent).containsExactly("one fast/mini/1", "mini 2", "fast other", "any other");
  }

  @Test
  void a_pattern_without_a_slash_matches_whatever_begins_so_and_cuts_nothing()
      throws InterruptedException {
    Router router = router(Map.of(route("emb"), List.of("emb*"), route("fast"), List.of("fast/*")));
    send(router, "embed-3");
    send(router, "emb");
    send(router, "em");
    send(router, "fast/");
    assertThat(sent).containsExactly("emb embed-3", "emb emb");
  }

  @Test
  void an_unknown_model_is_refused_with_the_nearest_names() throws InterruptedException {
    Router router = router(Map.of(route("r"), List.of("gpt-5-mini", "gpt-5", "other")));
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

  @Test
  void a_call_without_a_model_asks_for_the_first_default() throws InterruptedException {
    var routes = new LinkedHashMap<Route, List<String>>();
    routes.put(route("open", passing()), List.of("o/*"));
    routes.put(route("first", defaulting("x/m")), List.of("x/*"));
    routes.put(route("second", defaulting("y")), List.of("y"));
    send(router(routes), "");
    assertThat(sent).containsExactly("first m");
  }

  @Test
  void without_a_default_a_call_without_a_model_goes_where_names_pass()
      throws InterruptedException {
    var routes = new LinkedHashMap<Route, List<String>>();
    routes.put(route("fixed"), List.of("*"));
    routes.put(route("open", passing()), List.of("o/*"));
    send(router(routes), "");
    assertThat(sent).containsExactly("open ");
  }

  @Test
  void where_nobody_has_a_default_the_model_is_asked_for() throws InterruptedException {
    Outcome outcome = send(router(Map.of(route("fixed"), List.of("*"))), "");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.Invalid.class,
            why -> {
              assertThat(why.status()).isEqualTo(400);
              assertThat(why.param()).contains("model");
              assertThat(why.message()).contains("model is missing", "default_model", "chat");
            });
  }

  private static Naming passing() {
    return new Naming(Map.of(), Map.of("p", Set.of(Operation.CHAT)));
  }

  private static Naming defaulting(String model) {
    return new Naming(Map.of(Operation.CHAT, model), Map.of());
  }

  private Outcome send(Router router, String model) throws InterruptedException {
    Call call = Calls.whole(loop, model);
    return router.send(call, new CommitPoint(new RecordingExit(), false, Clock.SYSTEM));
  }

  private static Router router(Map<Route, List<String>> routes) {
    Routes all = Routes.of(routes);
    Directory directory =
        new Directory() {
          @Override
          public Optional<Routes.Match> find(String model, Operation operation) {
            return all.find(model);
          }

          @Override
          public Optional<Routes.Match> unnamed(Operation operation) {
            return all.unnamed(operation);
          }

          @Override
          public Optional<Routes.Match> holding(String origin) {
            return all.find(origin);
          }

          @Override
          public Collection<String> names() {
            return all.names();
          }
        };
    return new Router(directory);
  }

  private Route route(String name) {
    return route(name, Naming.NONE);
  }

  private Route route(String name, Naming naming) {
    return new Route(
        name,
        Set.of(Operation.CHAT),
        naming,
        (call, _) -> {
          sent.add(name + " " + call.model());
          return new Answered();
        });
  }
}
