package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.stats.LatencyStats;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The learned times of all targets. Safe for any thread; reading takes no lock, so that it may be
/// asked on a loop and under whatever lock. Targets of the same name share what they learn.
public final class LatencyRegistry implements LatencyStats {
  private static final String ANY = "any";

  private final Map<String, TargetModels> targets = new ConcurrentHashMap<>();

  /// The learned times of the previous generation's targets that may go on. Read while the
  /// generation is built.
  private final Map<String, TargetModels> known = new HashMap<>();

  /// Returns the registry of the next generation, which shares what is learned of targets that go
  /// on.
  ///
  /// @param goesOn whether a target is still the same one
  public LatencyRegistry next(Predicate<String> goesOn) {
    var next = new LatencyRegistry();
    targets.forEach(
        (name, models) -> {
          if (goesOn.test(name)) {
            next.known.put(name, models);
          }
        });
    return next;
  }

  /// Makes a target known.
  ///
  /// @param name `provider/model`, `provider/*` where it passes names on
  /// @param prior what is expected of a model by its name
  public void target(String name, Function<String, Prior> prior) {
    TargetModels before = known.get(name);
    targets.putIfAbsent(name, before == null ? new TargetModels(prior) : before);
  }

  /// Returns the built-in expectation of the call's model before it is called.
  public Prior prior(String target, Call call) {
    return models(target).prior(model(target, call));
  }

  /// Whether the answers to calls like `call` tell how long their model takes. A count of tokens
  /// asks no model.
  public static boolean learnsFrom(Call call) {
    return call.operation().asksModel();
  }

  /// Returns the learned times of the call's model at a target; empty if there are none that count
  /// for the call.
  public Optional<LatencyModel> find(String target, Call call, long now) {
    return learnsFrom(call)
        ? Optional.ofNullable(models(target).find(work(target, call), now))
        : Optional.empty();
  }

  /// Returns the learned times of the model of a call that was answered, which are kept from now
  /// on.
  public LatencyModel keep(String target, Call call, long now) {
    return models(target).keep(work(target, call), now);
  }

  /// Returns the time within which the share `quantile` of the first tokens of calls like `call`
  /// comes at a target, counted from the connection; empty until that is learned.
  public Optional<Duration> firstToken(String target, Call call, double quantile) {
    LatencyModel model = peek(target, call);
    if (model == null || model.firstToken(call) == 0) {
      return Optional.empty();
    }
    Quantiles known = model.firstToken(InputSize.of(call.body().size())).quantiles();
    return Optional.of(Duration.ofNanos(known.at(quantile)));
  }

  /// Returns what [#firstToken] was until a while ago, for judging what comes now; empty until that
  /// is learned.
  public Optional<Duration> usualFirstToken(String target, Call call, double quantile) {
    LatencyModel model = peek(target, call);
    return model == null ? Optional.empty() : model.usualFirstToken(call, quantile);
  }

  /// Whether a target has fallen silent to all calls for whole answers of the call's model.
  public boolean silent(String target, Call call, long now) {
    LatencyModel model = peek(target, call);
    return model != null
        && model.whole().silent(call, prior(target, call).silence().toNanos(), now);
  }

  private @Nullable LatencyModel peek(String target, Call call) {
    TargetModels models = targets.get(target);
    return models == null || !learnsFrom(call) ? null : models.peek(work(target, call));
  }

  @Override
  public List<Value> values() {
    return new TreeMap<>(targets)
        .entrySet().stream().flatMap(e -> values(e.getKey(), e.getValue())).toList();
  }

  private static Stream<Value> values(String target, TargetModels models) {
    Stream<Optional<Value>> bySize =
        IntStream.range(0, InputSize.COUNT)
            .boxed()
            .flatMap(
                size -> {
                  String input = InputSize.name(size);
                  return Stream.of(
                      value(
                          new Kind(target, "first_token", input),
                          models,
                          firstToken(size),
                          t -> t.firstTokenSamples(size)),
                      value(
                          new Kind(target, "total", input),
                          models,
                          t -> t.whole().most(size),
                          t -> t.whole().samples(size)));
                });
    return Stream.concat(
            bySize,
            Stream.of(
                value(
                    new Kind(target, "stall", ANY),
                    models,
                    LatencyRegistry::stall,
                    LatencyModel::stallSamples),
                value(
                    new Kind(target, "token", ANY),
                    models,
                    LatencyRegistry::token,
                    LatencyModel::tokenSamples)))
        .flatMap(Optional::stream);
  }

  private static long token(LatencyModel model) {
    return Math.max(model.perToken(), model.whole().perToken());
  }

  private static long stall(LatencyModel model) {
    return model.stall() << model.longestSilence().doublings();
  }

  private static ToLongFunction<LatencyModel> firstToken(int size) {
    return model -> model.firstToken(size).bound() << model.firstToken(size).doublings();
  }

  /// The name of one value of one target.
  private record Kind(String target, String what, String input) {
    /// Whether a value is assumed before any was seen. Of silences and tokens none is.
    boolean hasPrior() {
      return !input.equals(ANY);
    }
  }

  /// Returns the largest value among the models of a target.
  private static Optional<Value> value(
      Kind kind,
      TargetModels models,
      ToLongFunction<LatencyModel> nanos,
      ToIntFunction<LatencyModel> samples) {
    return models.all().stream()
        .max(Comparator.comparingLong(nanos))
        .filter(most -> nanos.applyAsLong(most) > 0)
        .map(
            most ->
                new Value(
                    kind.target(),
                    kind.what(),
                    kind.input(),
                    Duration.ofNanos(nanos.applyAsLong(most)),
                    samples.applyAsInt(most),
                    kind.hasPrior() && nanos.applyAsLong(most) == most.prior()));
  }

  private TargetModels models(String target) {
    TargetModels models = targets.get(target);
    if (models == null) {
      throw new IllegalArgumentException("the target " + target + " was not made known");
    }
    return models;
  }

  /// Returns the work that the call asks of its model: conversations and completions are one,
  /// whatever dialect they are in; any other operation is one of its own, and so are the pictures
  /// of each size and quality.
  private static String work(String target, Call call) {
    String model = model(target, call);
    return switch (call.operation()) {
      case CHAT, COMPLETIONS, RESPONSES, MESSAGES, COMPACT, GENERATE -> model;
      default -> TargetModels.work(model, call.operation().name(), kind(call));
    };
  }

  private static String kind(Call call) {
    List<PricedExtras.Use> uses = call.facts().extras().uses();
    return call.operation().draws() && !uses.isEmpty() ? uses.getFirst().kind() : "";
  }

  /// Returns the model's name at the target: its own, or the one that it passes on.
  private static String model(String target, Call call) {
    return target.endsWith("/*") ? call.model() : target.substring(target.indexOf('/') + 1);
  }
}
