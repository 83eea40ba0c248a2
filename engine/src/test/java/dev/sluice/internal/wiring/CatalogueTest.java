package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.ModelInfo;
import dev.sluice.call.Notice;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.TargetConfig;
import dev.sluice.dialect.rule.ModelTable;
import dev.sluice.internal.route.Naming;
import dev.sluice.internal.route.Route;
import dev.sluice.internal.route.Routes;
import dev.sluice.stats.ModelCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CatalogueTest {
  private static final Service ANSWERS = (_, _) -> new Answered();

  private final VirtualLoop loop = new VirtualLoop();
  private static final ModelLists.Fetch UNANSWERED = ModelLists.Fetched.Unanswered::new;

  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicReference<ModelLists.Fetched> answer =
      new AtomicReference<>(list("gpt", "shared"));
  private Catalogue catalogue = discovering();

  @AfterEach
  void close() {
    catalogue.close();
  }

  @Test
  void a_listed_model_is_answered_by_the_first_provider_that_lists_it()
      throws InterruptedException {
    catalogue.start();
    assertThat(find("gpt")).isEqualTo("one gpt");
    assertThat(find("shared")).isEqualTo("one shared");
    assertThat(find("claude")).isEqualTo("two claude");
    assertThat(find("nobody")).isEqualTo("none");
  }

  @Test
  void a_call_that_comes_before_the_first_lists_waits_for_them() throws InterruptedException {
    var gate = new CountDownLatch(1);
    catalogue =
        catalogue(
            Routes.of(Map.of()),
            List.of(
                lister(
                    "one",
                    () -> {
                      gate.await();
                      return list("gpt");
                    }),
                lister("two", () -> list("claude"))),
            true,
            loop);
    catalogue.start();
    Thread opener = Thread.ofVirtual().unstarted(gate::countDown);
    opener.start();
    assertThat(find("gpt")).isEqualTo("one gpt");
  }

  @Test
  void a_call_waits_for_no_list_of_the_only_provider() throws InterruptedException {
    var never = new CountDownLatch(1);
    ModelLists.Fetch stuck =
        () -> {
          never.await();
          return list("gpt");
        };
    catalogue = catalogue(Routes.of(Map.of()), List.of(lister("one", stuck)), true, loop);
    catalogue.start();
    assertThat(find("anything")).isEqualTo("one anything");
  }

  @Test
  void what_a_provider_lists_fills_the_patterns_that_lead_to_it() throws InterruptedException {
    Routes routes =
        Routes.of(
            Map.of(
                passing("o", "one"), List.of("o/*"),
                route("fixed"), List.of("fast/*"),
                passing("t", "two"), List.of("cl*")));
    var listers =
        List.of(lister("one", () -> described("tiny")), lister("two", () -> list("claude", "x")));
    catalogue = catalogue(routes, listers, false, loop);
    catalogue.start();
    assertThat(catalogue.models())
        .containsExactly(
            new ModelCatalogue.Model(
                "o/tiny", Optional.of("{\"id\":\"o/tiny\",\"x\":{\"id\":\"tiny\"}}")),
            new ModelCatalogue.Model("claude", Optional.empty()));
  }

  @Test
  void a_star_lists_what_its_providers_list() throws InterruptedException {
    Routes routes = Routes.of(Map.of(passing("any", "one"), List.of("*")));
    var listers = List.of(lister("one", () -> list("gpt")), lister("two", () -> list("claude")));
    catalogue = catalogue(routes, listers, false, loop);
    catalogue.start();
    assertThat(catalogue.models()).extracting(ModelCatalogue.Model::id).containsExactly("gpt");
  }

  @Test
  void a_model_is_whatever_a_call_would_be_sent_to() throws InterruptedException {
    Routes routes = Routes.of(Map.of(passing("o", "one"), List.of("o/*")));
    catalogue = catalogue(routes, List.of(lister("one", () -> described("tiny"))), false, loop);
    catalogue.start();
    assertThat(catalogue.model("o/tiny").flatMap(ModelCatalogue.Model::json)).isPresent();
    assertThat(catalogue.model("o/unlisted"))
        .contains(new ModelCatalogue.Model("o/unlisted", Optional.empty()));
    assertThat(catalogue.model("tiny")).isEmpty();
  }

  @Test
  void of_two_surfaces_of_one_vendor_each_answers_what_it_serves() throws InterruptedException {
    Route chats = passing("chats", "one", Operation.CHAT);
    Route messages = passing("messages", "two", Operation.MESSAGES);
    Routes routes = Routes.of(Map.of(chats, List.of("one/*"), messages, List.of("two/*")));
    var one = lister("one", chats, () -> list("claude"));
    var two = lister("two", messages, () -> list("claude"));
    catalogue = catalogue(routes, List.of(one, two), true, loop);
    catalogue.start();
    assertThat(catalogue.models()).isNotEmpty();
    assertThat(find("claude", Operation.CHAT)).isEqualTo("chats claude");
    assertThat(find("claude", Operation.MESSAGES)).isEqualTo("messages claude");
    assertThat(find("claude", Operation.EMBEDDINGS)).isEqualTo("chats claude");
  }

  @Test
  void without_routes_a_model_is_listed_by_a_name_that_leads_to_it() throws InterruptedException {
    Routes routes =
        Routes.of(
            Map.of(
                passing("one", "one"), List.of("one/*"), passing("two", "two"), List.of("two/*")));
    var one = lister("one", passing("one", "one"), () -> list("gpt", "shared"));
    var two = lister("two", passing("two", "two"), () -> list("shared"));
    catalogue = catalogue(routes, List.of(one, two), true, loop);
    catalogue.start();
    assertThat(catalogue.models())
        .extracting(ModelCatalogue.Model::id)
        .containsExactly("gpt", "shared", "two/shared");
  }

  @Test
  void patterns_are_not_listed_and_names_of_routes_are() throws InterruptedException {
    Routes routes =
        Routes.of(Map.of(route("exact"), List.of("alias"), route("any"), List.of("fast/*", "g*")));
    catalogue = catalogue(routes, List.of(lister("one", answer::get)), false, loop);
    catalogue.start();
    assertThat(catalogue.models())
        .extracting(ModelCatalogue.Model::id)
        .containsExactly("gpt", "alias");
  }

  @Test
  void a_list_is_kept_when_a_later_fetch_fails_and_fetched_again_sooner()
      throws InterruptedException {
    catalogue.start();
    assertThat(find("gpt")).isEqualTo("one gpt");
    await().until(() -> loop.timers() == 1);

    answer.set(new ModelLists.Fetched.Unanswered());
    loop.advance(Duration.ofMinutes(10));
    await().until(() -> fetches.get() == 2 && loop.timers() == 1);
    assertThat(find("gpt")).isEqualTo("one gpt");

    answer.set(list("newer"));
    loop.advance(Duration.ofSeconds(30));
    await().until(() -> fetches.get() == 3 && loop.timers() == 1);
    assertThat(find("newer")).isEqualTo("one newer");
    assertThat(find("gpt")).isEqualTo("none");
  }

  @Test
  void a_provider_that_refuses_the_key_hides_its_models_and_says_so_once()
      throws InterruptedException {
    var refused = new Failed.CredentialRefused(Failed.Scope.ACCOUNT, 401, "invalid_api_key");
    var told = new ArrayList<Notice>();
    var health = new ListingHealth(told::add);
    health.failed("one", refused);
    health.failed("one", refused);
    catalogue = hiding(health, true);
    catalogue.start();
    assertThat(find("gpt")).isEqualTo("none");
    assertThat(catalogue.missing()).contains(refused);
    health.listed("one");
    health.listed("one");
    assertThat(told)
        .containsExactly(
            new Notice.Models("one", Optional.of(refused)),
            new Notice.Models("one", Optional.empty()));
  }

  @Test
  void a_provider_without_a_list_hides_nothing_and_nor_does_any_behind_routes() {
    var health = new ListingHealth(_ -> {});
    health.failed("one", new Failed.Refused(404, "text/plain", "no such page"));
    catalogue = hiding(health, true);
    assertThat(catalogue.missing()).isEmpty();
    health.failed("one", new Failed.Unreachable(Failed.Obstacle.DNS, "its name does not resolve"));
    assertThat(catalogue.missing())
        .hasValueSatisfying(
            why ->
                assertThat(((Failed.Unreachable) why).detail())
                    .contains("the provider `one` cannot be asked: its name does not resolve"));
    catalogue = hiding(health, false);
    assertThat(catalogue.missing()).isEmpty();
  }

  @Test
  void a_model_has_what_is_known_of_each_target_that_may_answer() throws InterruptedException {
    Route fast = route("fast");
    Routes routes = Routes.of(Map.of(fast, List.of("fast")));
    var large = new TargetConfig("one", Optional.of("tiny"), 1, 0);
    var small =
        new TargetConfig("two", Optional.of("own"), 1, 1, OptionalLong.of(8192), Optional.empty());
    String own = "{\"models\":[{\"match\":\"own\",\"context\":9000,\"output\":1000}]}";
    TargetInfos infos =
        TargetInfos.of(Map.of(fast, List.of(large, small)), own, ModelTable.builtIn());
    var listed =
        new ModelCatalogue.Model("tiny", Optional.of("{\"id\":\"tiny\",\"context_length\":32768}"));
    List<Catalogue.Lister> listers =
        List.of(lister("one", () -> new ModelLists.Fetched.Listed(List.of(listed))));
    catalogue =
        new Catalogue(
            routes,
            listers,
            false,
            Catalogue.lists(listers, loop),
            new ListingHealth(_ -> {}),
            ModelLists.Circuits.NONE,
            infos);
    catalogue.start();
    ModelCatalogue.Model model = catalogue.model("fast").orElseThrow();
    assertThat(model.targets())
        .containsExactly(
            new ModelCatalogue.Answering(
                "one/tiny", ModelInfo.sizes(OptionalLong.of(32768), OptionalLong.empty())),
            new ModelCatalogue.Answering(
                "two/own", ModelInfo.sizes(OptionalLong.of(8192), OptionalLong.of(1000))));
    assertThat(model.info())
        .isEqualTo(ModelInfo.sizes(OptionalLong.of(8192), OptionalLong.of(1000)));
    assertThat(catalogue.models()).contains(model);
  }

  private Catalogue hiding(ListingHealth health, boolean discover) {
    List<Catalogue.Lister> listers =
        List.of(lister("one", UNANSWERED), lister("two", () -> list("claude")));
    ModelLists lists = Catalogue.lists(listers, loop);
    return new Catalogue(
        Routes.of(Map.of()),
        listers,
        discover,
        lists,
        health,
        ModelLists.Circuits.NONE,
        TargetInfos.of(Map.of(), "", ModelTable.builtIn()));
  }

  /// The wait is one of the first seconds of a gateway.
  @Test
  @Timeout(60)
  void no_call_waits_for_lists_after_a_change_of_the_providers() throws InterruptedException {
    ModelLists known = Catalogue.lists(List.of(lister("one", UNANSWERED)), loop);
    known.start();
    await().until(() -> loop.timers() == 1);
    var never = new CountDownLatch(1);
    ModelLists.Fetch stuck =
        () -> {
          never.await();
          return list("gpt");
        };
    ModelLists next =
        Catalogue.lists(List.of(lister("one", stuck), lister("two", () -> list("x"))), loop);
    next.know(known, Carried.NOTHING);
    next.start();
    next.await(Duration.ofDays(1));
    assertThat(next.knows("one")).isFalse();
    next.close();
  }

  @Test
  void a_provider_of_which_nothing_is_known_is_asked_first() {
    List<String> asked = new CopyOnWriteArrayList<>();
    ModelLists known = Catalogue.lists(List.of(lister("one", () -> list("gpt"))), loop);
    known.start();
    await().until(() -> loop.timers() == 1);
    ModelLists next = Catalogue.lists(List.of(noting("one", asked), noting("two", asked)), loop);
    GatewayConfig same = GenerationTest.one("one");
    next.know(known, Carried.between(same, same));
    next.start();
    await().until(() -> loop.timers() == 2);
    assertThat(asked).containsExactly("two", "one");
  }

  private static Catalogue.Lister noting(String provider, List<String> asked) {
    return lister(
        provider,
        () -> {
          asked.add(provider);
          return list("gpt");
        });
  }

  @Test
  void a_provider_that_is_gone_or_another_one_has_no_failure_any_more() {
    var told = new ArrayList<Notice>();
    var health = new ListingHealth(told::add);
    var away = new Failed.Unreachable(Failed.Obstacle.DNS, "its name does not resolve");
    health.failed("one", away);
    health.failed("two", away);
    ListingHealth next = health.next(provider -> provider.equals("two"));
    assertThat(next.isFailing("one")).isFalse();
    assertThat(next.isFailing("two")).isTrue();
    next.failed("one", away);
    next.failed("two", away);
    assertThat(told).hasSize(3);
  }

  @Test
  void a_fetch_that_ends_after_its_catalogue_tells_and_changes_nothing() {
    var told = new ArrayList<Notice>();
    var health = new ListingHealth(told::add);
    health.failed("one", new Failed.Unreachable(Failed.Obstacle.DNS, "away"));
    catalogue = hiding(health, true);
    catalogue.close();
    health.listed("one");
    health.failed("two", new Failed.Unreachable(Failed.Obstacle.DNS, "away"));
    assertThat(told).hasSize(1);
    assertThat(health.isFailing("one")).isTrue();
    assertThat(health.isFailing("two")).isFalse();
  }

  @Test
  void closing_stops_the_fetching() {
    catalogue.start();
    await().until(() -> loop.timers() == 1);
    catalogue.close();
    assertThat(loop.timers()).isZero();
    catalogue.start();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void providers_of_waiting_circuits_are_asked_every_30_s_and_no_other() {
    List<String> asked = new CopyOnWriteArrayList<>();
    var circuits = new Waiting("one");
    started(circuits, noting("one", asked), noting("two", asked));
    assertThat(asked).containsExactly("one", "two");
    round();
    round();
    assertThat(asked).containsExactly("one", "two", "one", "one");
    assertThat(circuits.listed).containsExactly("one", "two", "one", "one");
    circuits.waiting = Set.of();
    round();
    assertThat(asked).hasSize(4);
  }

  @Test
  void a_provider_without_a_list_is_asked_no_more_for_its_circuits() {
    List<String> asked = new CopyOnWriteArrayList<>();
    var circuits = new Waiting("one");
    started(
        circuits,
        lister(
            "one",
            () -> {
              asked.add("one");
              return new ModelLists.Fetched.NoList();
            }));
    for (int i = 0; i < 19; i++) {
      round();
    }
    assertThat(asked).hasSize(1);
    round();
    assertThat(asked).hasSize(2);
    assertThat(circuits.listed).isEmpty();
  }

  @Test
  void a_provider_that_does_not_answer_keeps_no_other_from_its_ten_minutes() {
    List<String> asked = new CopyOnWriteArrayList<>();
    started(ModelLists.Circuits.NONE, lister("one", UNANSWERED), noting("two", asked));
    round();
    round();
    assertThat(asked).hasSize(1);
  }

  @Test
  void circuits_of_the_next_configuration_are_tried_within_30_s() {
    ModelLists lists = started(ModelLists.Circuits.NONE, lister("one", () -> list("gpt")));
    var circuits = new Waiting("one");
    lists.use(circuits);
    assertThat(loop.timers()).isEqualTo(1);
    round();
    assertThat(circuits.listed).containsExactly("one");
  }

  @Test
  void a_list_that_comes_after_the_end_tries_no_circuit() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    var circuits = new Waiting("one");
    ModelLists lists =
        Catalogue.lists(
            List.of(
                lister(
                    "one",
                    () -> {
                      asked.countDown();
                      awaitUninterruptibly(closed);
                      return list("gpt");
                    }),
                lister(
                    "two",
                    () -> {
                      gone.countDown();
                      return list("x");
                    })),
            loop);
    lists.use(circuits);
    lists.start();
    asked.await();
    lists.close();
    closed.countDown();
    gone.await();
    assertThat(circuits.listed).isEmpty();
    await().until(() -> loop.timers() == 0);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean over = false;
    while (!over) {
      try {
        latch.await();
        over = true;
      } catch (InterruptedException _) {
        // What it waits for is to come all the same.
      }
    }
  }

  private ModelLists started(ModelLists.Circuits circuits, Catalogue.Lister... listers) {
    ModelLists lists = Catalogue.lists(List.of(listers), loop);
    lists.use(circuits);
    lists.start();
    await().until(() -> loop.timers() == 1);
    return lists;
  }

  private void round() {
    loop.advance(Duration.ofSeconds(30));
    await().until(() -> loop.timers() == 1);
  }

  /// Circuits that wait at one provider.
  private static final class Waiting implements ModelLists.Circuits {
    final List<String> listed = new CopyOnWriteArrayList<>();
    volatile Set<String> waiting;

    Waiting(String provider) {
      waiting = Set.of(provider);
    }

    @Override
    public boolean useLists() {
      return true;
    }

    @Override
    public Set<String> waiting() {
      return waiting;
    }

    @Override
    public void listed(String provider) {
      listed.add(provider);
    }
  }

  private String find(String model) throws InterruptedException {
    return find(model, Operation.CHAT);
  }

  private String find(String model, Operation operation) throws InterruptedException {
    return catalogue
        .find(model, operation, _ -> true)
        .map(match -> match.route().name() + " " + match.model())
        .orElse("none");
  }

  private Catalogue discovering() {
    ModelLists.Fetch counted =
        () -> {
          fetches.incrementAndGet();
          return answer.get();
        };
    return catalogue(
        Routes.of(Map.of()),
        List.of(lister("one", counted), lister("two", () -> list("shared", "claude"))),
        true,
        loop);
  }

  private static Catalogue.Lister lister(String provider, ModelLists.Fetch fetch) {
    return lister(provider, route(provider), fetch);
  }

  private static Catalogue.Lister lister(String provider, Route passOn, ModelLists.Fetch fetch) {
    return new Catalogue.Lister(provider, passOn, fetch, StateHolders.NONE);
  }

  private static Catalogue catalogue(
      Routes routes, List<Catalogue.Lister> listers, boolean discover, VirtualLoop loop) {
    return new Catalogue(
        routes,
        listers,
        discover,
        Catalogue.lists(listers, loop),
        new ListingHealth(_ -> {}),
        ModelLists.Circuits.NONE,
        TargetInfos.of(Map.of(), "", ModelTable.builtIn()));
  }

  private static Route route(String name) {
    return new Route(name, Set.of(Operation.CHAT), ANSWERS);
  }

  private static Route passing(String name, String provider) {
    return passing(name, provider, Operation.CHAT);
  }

  private static Route passing(String name, String provider, Operation operation) {
    Set<Operation> served = Set.of(operation);
    return new Route(name, served, new Naming(Map.of(), Map.of(provider, served)), ANSWERS);
  }

  private static ModelLists.Fetched described(String id) {
    String json = "{\"id\":\"" + id + "\",\"x\":{\"id\":\"" + id + "\"}}";
    return new ModelLists.Fetched.Listed(List.of(new ModelCatalogue.Model(id, Optional.of(json))));
  }

  private static ModelLists.Fetched list(String... ids) {
    return new ModelLists.Fetched.Listed(
        List.of(ids).stream().map(id -> new ModelCatalogue.Model(id, Optional.empty())).toList());
  }
}
