package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.LocalGateway;
import dev.sluice.lab.load.SdkClient.Ending;
import dev.sluice.lab.mechanism.SideBySide;
import dev.sluice.lab.mechanism.Variant;
import dev.sluice.lab.survive.Log.Arrival;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/// One run: both arms play the hour, and two more play the outage of everything, all at the same
/// time and each before providers of its own, so that none disturbs another.
final class Run {
  private static final String DOWN = "down";

  private final Plan plan;
  private final Clock clock;

  Run(Plan plan, Clock clock) {
    this.plan = plan;
    this.clock = clock;
  }

  /// The results of an arm that played the hour.
  private record Played(
      Figures figures, List<ApplicationCall> failed, List<ApplicationCall> calls, long start) {}

  /// An arm that played the hour, with what Sluice's own metrics say of it.
  private record Judged(
      Played played, int openings, List<String> falseOpenings, double beyondBudget, double raced) {}

  Results results() throws InterruptedException, IOException {
    try (ExecutorService arms = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Played> sdk = arms.submit(this::sdk);
      Future<Judged> sluice = arms.submit(this::sluice);
      Future<Double> sdkDown = arms.submit(this::sdkDown);
      Future<Double> sluiceDown = arms.submit(this::sluiceDown);
      Judged judged = SideBySide.get(sluice);
      return new Results(
          SideBySide.get(sdk).figures(),
          judged.played().figures(),
          stretches(SideBySide.get(sdk), judged.played()),
          judged.openings(),
          judged.falseOpenings(),
          judged.beyondBudget(),
          judged.raced(),
          SideBySide.get(sdkDown),
          SideBySide.get(sluiceDown));
    }
  }

  private Played sdk() throws InterruptedException {
    try (SimulatedProviders providers = SimulatedProviders.start(scenarios(), clock)) {
      var client = new ChatClient(plan.crashing(), clock);
      var sdk = new Sdk(client, providers.bases());
      List<ApplicationCall> calls = play(sdk, client);
      double attempts = calls.stream().mapToInt(ApplicationCall::attempts).sum();
      double lost = calls.stream().mapToLong(ApplicationCall::lost).sum() / 1e9;
      return played(calls, providers, attempts, lost);
    }
  }

  private Judged sluice() throws InterruptedException, IOException {
    try (SimulatedProviders providers = SimulatedProviders.start(scenarios(), clock);
        LocalGateway sluice = start(Variant.WHOLE, providers);
        MetricsScraper scraper = MetricsScraper.start(sluice.metrics(), clock)) {
      var client = new ChatClient(plan.crashing(), clock);
      List<ApplicationCall> calls = play(new OneShot(client, sluice.base()), client);
      var metrics = new GatewayMetrics(scraper.end());
      Played played = played(calls, providers, metrics.attempts(), metrics.lost());
      return new Judged(
          played,
          metrics.openings(),
          falseOpenings(metrics, providers),
          metrics.beyondBudget(),
          metrics.raced());
    }
  }

  /// Plays the hour through a gateway.
  ///
  /// @return its figures by their names
  Map<String, Double> figures(Variant variant) throws InterruptedException, IOException {
    try (SimulatedProviders providers = SimulatedProviders.start(scenarios(), clock);
        LocalGateway sluice = start(variant, providers)) {
      var client = new ChatClient(plan.crashing(), clock);
      List<ApplicationCall> calls = play(new OneShot(client, sluice.base()), client);
      var metrics = new GatewayMetrics(once(sluice));
      List<ApplicationCall> own = calls.stream().filter(call -> !client.crashes(call)).toList();
      double attempts = metrics.attempts() * own.size() / calls.size();
      Figures figures = played(own, providers, attempts, metrics.lost()).figures();
      List<ApplicationCall> others = own.stream().filter(client::isOfOther).toList();
      return VariantFigures.of(own, others, figures, metrics);
    }
  }

  private List<MetricsScraper.Sample> once(LocalGateway sluice)
      throws InterruptedException, IOException {
    try (MetricsScraper scraper = MetricsScraper.start(sluice.metrics(), clock)) {
      return scraper.end();
    }
  }

  private LocalGateway start(Variant variant, SimulatedProviders providers) {
    String defaults = variant.defaults(plan.used(), plan.settings().toArray(String[]::new));
    return LocalGateway.start(providers.config(defaults, variant.providers()), variant::change);
  }

  private double sdkDown() throws InterruptedException {
    try (SimulatedProviders providers = SimulatedProviders.start(down(), clock)) {
      var client = new ChatClient(plan.crashing(), clock);
      fail(new Sdk(client, providers.bases()), client);
      return attemptsPerCall(providers.log());
    }
  }

  private double sluiceDown() throws InterruptedException {
    try (SimulatedProviders providers = SimulatedProviders.start(down(), clock);
        LocalGateway sluice = LocalGateway.start(providers.config("{breaker: off}", ""))) {
      var client = new ChatClient(plan.crashing(), clock);
      fail(new OneShot(client, sluice.base()), client);
      return attemptsPerCall(providers.log());
    }
  }

  private List<ApplicationCall> play(Application application, ChatClient client)
      throws InterruptedException {
    try (Arm arm = new Arm(application, client, plan.grace())) {
      return arm.run(clock.nanos(), plan.perSecond(), plan.schedule().length());
    }
  }

  private void fail(Application application, ChatClient client) throws InterruptedException {
    try (Arm arm = new Arm(application, client, plan.grace())) {
      arm.run(clock.nanos(), plan.downPerSecond(), plan.down());
    }
  }

  private Played played(
      List<ApplicationCall> calls, SimulatedProviders providers, double attempts, double lost) {
    long start = providers.started();
    Log log = providers.log();
    Predicate<ApplicationCall> struck = new Injected(log, plan.schedule(), start);
    List<ApplicationCall> failed =
        calls.stream()
            .filter(call -> !call.endedBy(Ending.ANSWERED) && !struck.test(call))
            .toList();
    Figures figures = Figures.of(calls, struck, attempts, lost, log.beforeHints());
    return new Played(figures, failed, calls, start);
  }

  private List<String> falseOpenings(GatewayMetrics metrics, SimulatedProviders providers) {
    List<Arrival> arrivals = providers.log().arrivals();
    long start = providers.started();
    return scenarios().keySet().stream()
        .flatMap(
            name ->
                metrics
                    .falseOpenings(name, arrivals, plan.schedule().outages(name), start)
                    .stream())
        .toList();
  }

  private List<Results.Stretch> stretches(Played sdk, Played sluice) {
    List<ApplicationCall> sdkSlowest = Figures.slowest(sdk.calls());
    List<ApplicationCall> sluiceSlowest = Figures.slowest(sluice.calls());
    List<Results.Stretch> stretches = new ArrayList<>();
    for (Phase phase : plan.schedule().phases()) {
      TimeWindow window = plan.schedule().window(phase);
      stretches.add(
          new Results.Stretch(
              phase.name(),
              dueIn(window, sluice.calls(), sluice.start()),
              dueIn(window, sdk.failed(), sdk.start()),
              dueIn(window, sluice.failed(), sluice.start()),
              dueIn(window, sdkSlowest, sdk.start()),
              dueIn(window, sluiceSlowest, sluice.start())));
    }
    return stretches;
  }

  private static int dueIn(TimeWindow window, List<ApplicationCall> calls, long start) {
    Duration from = window.from();
    Duration to = window.to();
    return (int)
        calls.stream()
            .map(call -> Duration.ofNanos(call.due() - start))
            .filter(due -> due.compareTo(from) >= 0 && due.compareTo(to) < 0)
            .count();
  }

  private Map<String, Scenario> scenarios() {
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    for (String name : List.of(FaultSchedule.ONE, FaultSchedule.TWO)) {
      scenarios.put(name, plan.schedule().scenario(name));
    }
    return scenarios;
  }

  private static Map<String, Scenario> down() {
    FaultRule always = FaultRule.always(new FaultCall(Fault.STATUS, "503"));
    return Map.of(DOWN, Scenario.of(Model.named(FaultSchedule.MODEL).faults(always)));
  }

  private static double attemptsPerCall(Log log) {
    return log.attempts() / (double) log.calls();
  }
}
