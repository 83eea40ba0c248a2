package dev.sluice.internal.wiring;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.ConfigNames;
import dev.sluice.internal.route.Directory;
import dev.sluice.internal.route.Route;
import dev.sluice.internal.route.Routes;
import dev.sluice.stats.ModelCatalogue;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The catalogue of models of one generation: the configured routes, and the models that the
/// providers list. Safe for any thread.
public final class Catalogue implements Directory, AutoCloseable, ModelCatalogue {
  /// How long a call for a model that is not known yet waits for the first lists.
  private static final Duration FIRST_LISTS = Duration.ofSeconds(5);

  private static final Known NOTHING_TOLD = new Known(-1, Map.of());

  private final Routes routes;
  private final boolean conditional;
  private final List<Lister> listers;
  private final boolean discover;
  private final ModelLists lists;
  private final ListingHealth health;
  private final ModelLists.Circuits circuits;

  /// The listed models, as of some version of the lists.
  private volatile Known known;

  /// The same with what is known of each, of which clients alone are told.
  private volatile Known told;

  /// What is known of targets' models.
  private final TargetInfos infos;

  /// @param version the version of the lists
  private record Known(long version, Map<String, Model> models) {}

  /// A provider that is asked for its models.
  ///
  /// @param provider the provider's configured name
  /// @param passOn the route to the provider that passes names on
  /// @param fetch lists the provider's models
  /// @param held the provider's accounts that hold something
  record Lister(String provider, Route passOn, ModelLists.Fetch fetch, StateHolders held) {}

  /// Makes a catalogue over lists that may be known already.
  ///
  /// @param discover whether a model that some provider lists is answered under its own name, by
  ///   the first provider that lists it and serves what is asked
  /// @param health which of the providers did not list their models last
  /// @param circuits the circuits that the lists try
  /// @param infos what is known of targets' models
  Catalogue(
      Routes routes,
      List<Lister> listers,
      boolean discover,
      ModelLists lists,
      ListingHealth health,
      ModelLists.Circuits circuits,
      TargetInfos infos) {
    this.infos = infos;
    this.health = health;
    this.circuits = circuits;
    this.routes = routes;
    this.conditional = routes.isConditional();
    this.listers = List.copyOf(listers);
    this.discover = discover;
    this.lists = lists;
    this.known = known(lists.version());
    this.told = NOTHING_TOLD;
  }

  static ModelLists lists(List<Lister> listers, Loop loop) {
    var fetches = new LinkedHashMap<String, ModelLists.Fetch>();
    listers.forEach(lister -> fetches.put(lister.provider(), lister.fetch()));
    return new ModelLists(fetches, loop);
  }

  /// Returns the lists, which the catalogue of the next generation may share.
  ModelLists lists() {
    return lists;
  }

  /// Returns which of the providers did not list their models last.
  ListingHealth health() {
    return health;
  }

  /// Starts to fetch the lists; returns at once.
  public void start() {
    lists.use(circuits);
    lists.start();
  }

  /// Takes the place of `before`: fetches the lists, unless both share them, and tries this
  /// generation's circuits by them.
  public void takeOver(Catalogue before) {
    if (before.lists == lists) {
      lists.use(circuits);
    } else {
      before.close();
      start();
    }
  }

  /// Stops fetching lists.
  @Override
  public void close() {
    health.close();
    lists.close();
  }

  /// Returns the route for a model. A call waits for the first lists only if no list has the name
  /// yet and one of several providers may list it: sent to any of them it might be refused by the
  /// wrong one. This wait happens in the first seconds of a gateway without routes, and never
  /// later.
  @Override
  public Optional<Routes.Match> find(String model, Operation operation, Predicate<Route> admits)
      throws InterruptedException {
    Optional<Routes.Match> configured = routes.find(model, admits);
    Optional<Routes.Match> found =
        configured.isPresent() || !discover ? configured : discovered(model, Set.of(operation));
    if (found.isPresent() || !discover) {
      return found;
    }
    if (listers.size() == 1 && !lists.knows(listers.getFirst().provider())) {
      return Optional.of(new Routes.Match(listers.getFirst().passOn(), model));
    }
    // Looks again even where nothing is left to wait for: the lists may have come just now.
    lists.await(FIRST_LISTS);
    return discovered(model, Set.of(operation));
  }

  @Override
  public Optional<Routes.Match> unnamed(Operation operation, Predicate<Route> admits) {
    return routes.unnamed(operation, admits);
  }

  @Override
  public boolean isConditional() {
    return conditional;
  }

  @Override
  public Optional<Routes.Match> holding(String origin) {
    List<Lister> holders = listers.stream().filter(lister -> lister.held().hold(origin)).toList();
    boolean clear = !origin.isEmpty() || StateHolders.isOne(listers.stream().map(Lister::held));
    return holders.stream()
        .findFirst()
        .filter(_ -> clear)
        .map(lister -> new Routes.Match(lister.passOn(), ""));
  }

  /// Returns why a model may exist that is not found: without routes a provider whose list is
  /// missing may have any model.
  @Override
  public Optional<Failed> missing() {
    return listers.stream()
        .map(Lister::provider)
        .filter(provider -> discover && !lists.knows(provider))
        .flatMap(provider -> health.why(provider).stream())
        .findFirst();
  }

  @Override
  public Collection<String> names() {
    return known().keySet();
  }

  @Override
  public Collection<Model> models() throws InterruptedException {
    lists.await(FIRST_LISTS);
    return told().values();
  }

  @Override
  public Optional<Model> model(String id) throws InterruptedException {
    if (ConfigNames.isPassThrough(id)) {
      return Optional.empty();
    }
    lists.await(FIRST_LISTS);
    Model listed = told().get(id);
    return listed != null
        ? Optional.of(listed)
        : routed(id, Set.of()).map(_ -> informed(new Model(id, Optional.empty())));
  }

  @Override
  public Optional<String> route(String model, Operation operation) {
    return routed(model, Set.of(operation)).map(match -> match.route().name());
  }

  @Override
  public List<String> routes(String model, Operation operation) {
    List<Routes.Match> possible = routes.possible(model);
    return possible.isEmpty()
        ? route(model, operation).stream().toList()
        : possible.stream().map(match -> match.route().name()).toList();
  }

  @Override
  public List<String> providers() {
    return listers.stream().map(Lister::provider).toList();
  }

  @Override
  public boolean isListed(String provider) {
    return lists.knows(provider) && !health.isFailing(provider);
  }

  @Override
  public int listed(String provider) {
    return lists.of(provider).size();
  }

  /// @param wanted operations that the provider is to serve, if there is such a provider
  private Optional<Routes.Match> routed(String model, Set<Operation> wanted) {
    Optional<Routes.Match> configured = routes.find(model);
    return configured.isPresent() || !discover ? configured : discovered(model, wanted);
  }

  private Map<String, Model> known() {
    Known last = known;
    long version = lists.version();
    if (last.version() != version) {
      last = known(version);
      known = last;
    }
    return last.models();
  }

  private Map<String, Model> told() {
    Known last = told;
    long version = lists.version();
    if (last.version() != version) {
      var models = new LinkedHashMap<String, Model>(known());
      models.replaceAll((_, model) -> informed(model));
      last = new Known(version, Collections.unmodifiableMap(models));
      told = last;
    }
    return last.models();
  }

  private Model informed(Model model) {
    List<Routes.Match> possible = routes.possible(model.id());
    List<Routes.Match> found =
        possible.isEmpty() ? routed(model.id(), Set.of()).stream().toList() : possible;
    return model.at(infos.of(found, lists));
  }

  private Known known(long version) {
    return new Known(version, merged());
  }

  private Map<String, Model> merged() {
    var merged = new LinkedHashMap<String, Model>();
    for (Lister lister : listers) {
      listOf(lister).values().forEach(model -> merge(lister, model, merged));
    }
    routes.names().forEach(name -> merged.putIfAbsent(name, new Model(name, Optional.empty())));
    return Collections.unmodifiableMap(merged);
  }

  /// Adds a listed model under its names. Without routes every model has a prefixed name too, which
  /// is listed where the model has no other.
  private void merge(Lister lister, Model model, Map<String, Model> into) {
    boolean byItself =
        discover ? leadsTo(lister, model.id()) : routes.reaches(lister.provider(), model.id());
    if (byItself) {
      into.putIfAbsent(model.id(), model);
    }
    if (!discover || !byItself) {
      for (String name : routes.prefixed(lister.provider(), model.id())) {
        into.computeIfAbsent(name, model::named);
      }
    }
  }

  private boolean leadsTo(Lister lister, String model) {
    return routed(model, Set.of())
        .filter(at -> at.route().equals(lister.passOn()) && at.model().equals(model))
        .isPresent();
  }

  private Optional<Routes.Match> discovered(String model, Set<Operation> wanted) {
    List<Route> able =
        listers.stream()
            .filter(lister -> listOf(lister).containsKey(model))
            .map(Lister::passOn)
            .toList();
    return able.stream()
        .filter(route -> route.operations().containsAll(wanted))
        .findFirst()
        .or(() -> able.stream().findFirst())
        .map(route -> new Routes.Match(route, model));
  }

  private Map<String, Model> listOf(Lister lister) {
    return lists.of(lister.provider());
  }
}
