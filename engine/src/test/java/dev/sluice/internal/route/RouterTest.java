package dev.sluice.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.Condition;
import dev.sluice.config.Condition.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final List<String> undecided = new ArrayList<>();
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

  @Test
  void of_routes_with_the_same_model_the_first_counts_whose_condition_holds()
      throws InterruptedException {
    Map<Route, List<String>> routes = new LinkedHashMap<>();
    routes.put(conditional("never", Answer.FAILS), List.of("m"));
    routes.put(conditional("unsaid", Answer.UNKNOWN), List.of("m"));
    routes.put(conditional("yes", Answer.HOLDS), List.of("m"));
    routes.put(route("all"), List.of("m"));
    send(router(routes), "m");
    assertThat(sent).containsExactly("yes m");
    assertThat(undecided).containsExactly("unsaid");
  }

  @Test
  void a_pattern_answers_where_no_condition_of_the_exact_name_holds() throws InterruptedException {
    Map<Route, List<String>> routes = new LinkedHashMap<>();
    routes.put(conditional("exact", Answer.FAILS), List.of("m"));
    routes.put(route("any"), List.of("*"));
    send(router(routes), "m");
    assertThat(sent).containsExactly("any m");
  }

  @Test
  void a_call_that_no_condition_admits_is_told_so() throws InterruptedException {
    Outcome outcome = send(router(Map.of(conditional("never", Answer.FAILS), List.of("m"))), "m");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.Invalid.class,
            why -> {
              assertThat(why.status()).isEqualTo(403);
              assertThat(why.code()).isEqualTo("model_not_allowed");
              assertThat(why.message()).contains("conditions");
            });
    assertThat(sent).isEmpty();
  }

  @Test
  void a_key_may_not_use_a_route_beyond_its_own_that_a_condition_has_chosen()
      throws InterruptedException {
    Router router = router(Map.of(conditional("other", Answer.HOLDS), List.of("m")));
    var origin = new CallOrigin(1, "", "k", "t", Map.of(), Map.of(), route -> route.equals("mine"));
    Outcome outcome = send(router, Calls.whole(loop, "m").from(origin));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.Invalid.class, why -> assertThat(why.status()).isEqualTo(403));
  }

  @Test
  void targets_whose_conditions_fail_are_not_asked() throws InterruptedException {
    var conditions =
        new RouteConditions(
            Optional.empty(), Map.of("p/a", condition(Answer.FAILS)), Set.of("p/a", "p/b"));
    Set<String> unfit = new HashSet<>();
    Route route =
        new Route(
            "r",
            Set.of(Operation.CHAT),
            Naming.NONE,
            conditions,
            (call, _) -> {
              unfit.addAll(call.failedTargets().unfit());
              return new Answered();
            });
    send(router(Map.of(route, List.of("m"))), "m");
    assertThat(unfit).containsExactly("p/a");
  }

  @Test
  void a_call_that_may_go_to_no_target_is_told_so() throws InterruptedException {
    var conditions =
        new RouteConditions(
            Optional.empty(), Map.of("p/a", condition(Answer.UNKNOWN)), Set.of("p/a"));
    Route route =
        new Route("r", Set.of(Operation.CHAT), Naming.NONE, conditions, (_, _) -> new Answered());
    Outcome outcome = send(router(Map.of(route, List.of("m"))), "m");
    assertThat(outcome).isInstanceOf(Failed.Invalid.class);
    assertThat(undecided).containsExactly("r");
  }

  @Test
  void a_sender_uses_no_other_route_than_its_own_where_nothing_has_conditions()
      throws InterruptedException {
    var routes = new LinkedHashMap<Route, List<String>>();
    routes.put(route("gold"), List.of("m"));
    routes.put(route("cheap"), List.of("*"));
    Call call = Calls.whole(loop, "m").from(CallOrigin.within("cheap"::equals));
    assertThat(send(router(routes), call))
        .isInstanceOfSatisfying(
            Failed.Invalid.class, why -> assertThat(why.status()).isEqualTo(403));
    send(router(routes), Calls.whole(loop, "n").from(CallOrigin.within("cheap"::equals)));
    assertThat(sent).containsExactly("cheap n");
    assertThat(Routes.of(routes).possible("m"))
        .extracting(match -> match.route().name())
        .containsExactly("gold");
  }

  @Test
  void a_sender_that_is_bound_to_routes_learns_nothing_of_the_models_of_others()
      throws InterruptedException {
    Router router = router(Map.of(route("gold"), List.of("m-large")));
    Call call = Calls.whole(loop, "m-larg").from(CallOrigin.within("cheap"::equals));
    assertThat(send(router, call))
        .isInstanceOfSatisfying(
            Failed.Invalid.class,
            why -> {
              assertThat(why.code()).isEqualTo("model_not_allowed");
              assertThat(why.message()).doesNotContain("m-large");
            });
  }

  private Route conditional(String name, Answer answer) {
    Route plain = route(name);
    var conditions =
        new RouteConditions(Optional.of(condition(answer)), Map.of(), Set.of("p/" + name));
    return new Route(name, plain.operations(), plain.naming(), conditions, plain.service());
  }

  private static Condition condition(Answer answer) {
    return new Condition() {
      @Override
      public String text() {
        return answer.name();
      }

      @Override
      public Set<String> headers() {
        return Set.of();
      }

      @Override
      public Answer of(Call call) {
        assertThat(call.origin().at()).isPositive();
        return answer;
      }
    };
  }

  private static Naming passing() {
    return new Naming(Map.of(), Map.of("p", Set.of(Operation.CHAT)));
  }

  private static Naming defaulting(String model) {
    return new Naming(Map.of(Operation.CHAT, model), Map.of());
  }

  private Outcome send(Router router, String model) throws InterruptedException {
    return send(router, Calls.whole(loop, model));
  }

  private Outcome send(Router router, Call call) throws InterruptedException {
    return router.send(call, new CommitPoint(new RecordingExit(), false, Clock.SYSTEM));
  }

  private Router router(Map<Route, List<String>> routes) {
    Routes all = Routes.of(routes);
    Directory directory =
        new Directory() {
          @Override
          public Optional<Routes.Match> find(
              String model, Operation operation, Predicate<Route> admits) {
            return all.find(model, admits);
          }

          @Override
          public Optional<Routes.Match> unnamed(Operation operation, Predicate<Route> admits) {
            return all.unnamed(operation, admits);
          }

          @Override
          public boolean isConditional() {
            return all.isConditional();
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
    return new Router(
        directory,
        new Observer() {
          @Override
          public void undecided(Call call, String route, Condition condition) {
            undecided.add(route);
          }
        },
        Clock.SYSTEM);
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
