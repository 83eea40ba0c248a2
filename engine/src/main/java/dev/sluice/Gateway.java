package dev.sluice;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Payer;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.NettyVersions;
import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.file.GatewayFile;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.internal.batch.BatchDependencies;
import dev.sluice.internal.breaker.LoopPauseDetector;
import dev.sluice.internal.engine.Engine;
import dev.sluice.internal.probe.Prober;
import dev.sluice.internal.wiring.CredentialNotices;
import dev.sluice.internal.wiring.Generation;
import dev.sluice.internal.wiring.Translations;
import dev.sluice.internal.wiring.Wiring;
import dev.sluice.memory.HeapBudget;
import dev.sluice.provider.auth.Authorizers;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.provider.item.DialectItems;
import dev.sluice.share.Sharing;
import dev.sluice.stats.CacheStats;
import dev.sluice.stats.GatewayStats;
import dev.sluice.stats.ModelCatalogue;
import dev.sluice.transport.http.NettyTransport;
import dev.sluice.transport.loop.Loops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The engine, ready to run: event loops, connection pools, pipelines and the catalogue of models.
/// An application that embeds it sends with [#call]. Safe for any thread.
public final class Gateway implements AutoCloseable {
  private final Clock clock = Clock.SYSTEM;
  private final Loops loops;
  private final HeapBudget memory;
  private final PlatformThreads pool;
  private final LoopPauseDetector pauses;
  private final NettyTransport transport;
  private final Authorizers authorizers;
  private final boolean ownTrust;
  private final Engine engine;
  private final Prober prober;
  private final RequestCalls requests;
  private final DirectCalls calls;
  private final GatewayEdge edge;

  /// How long the threads of calls may take to end that have ended, or were given up.
  private static final Duration LAST_THREADS = Duration.ofSeconds(5);

  private final Generations generations;

  /// Held while the gateway closes: who closes it a second time waits for the first.
  private final Object closing = new Object();

  // Guarded by that lock.
  private boolean closed;

  private Gateway(Builder builder, Loops loops) {
    this.loops = loops;
    memory = new HeapBudget(builder.bodies);
    requests = new RequestCalls(memory, clock);
    transport = PlatformThreads.apart(() -> new NettyTransport(loops, builder.transport()));
    ownTrust = builder.transport.isEmpty();
    var observer =
        Observer.all(
            builder.observers.stream().map(each -> GuardedObserver.of(each, clock)).toList());
    pool = new PlatformThreads(builder.loops);
    var batching =
        new BatchDependencies(new DialectItems(), this::launch, memory, pool, observer, clock);
    pauses = new LoopPauseDetector(loops.next(), clock);
    var translations = Translations.of(memory, pool, clock);
    authorizers = CredentialNotices.authorizers(transport, loops.next(), pool, clock, observer);
    var means =
        new Wiring.Means(
            batching, transport, translations, pauses, authorizers, loops.next(), builder.sharing);
    Generation generation = Wiring.first(means, builder.config);
    generations = new Generations(means, generation, this::install, this::follow);
    engine = new Engine(generation.pipeline(), this::shed, clock);
    prober = new Prober(new Prober.Means(loops.next(), this::launch, builder.payer, clock));
    var forgotten =
        new ForgottenAnswers(
            loops.next(), PlatformThreads::start, Boolean.getBoolean(ForgottenAnswers.TRACES));
    calls = new DirectCalls(loops, engine, memory, requests, forgotten);
    edge = new GatewayEdge(engine, loops, memory, calls);
    requests.pass(ClientHeaders.ofAny(builder.config.providers()));
    authorizers.use(builder.config.providers());
    generation.catalogue().start();
    prober.use(generation.probes());
  }

  /// Takes a new configuration: calls that come from now on are treated by it, and all grants are
  /// for its targets. Calls under way go on as they began; calls that wait keep their places. What
  /// is known of providers, credentials and routes that are the same goes on. A configuration that
  /// cannot be used changes nothing. Not on a loop.
  ///
  /// @return the revision of the configuration: 1 for the first one
  /// @throws IllegalArgumentException if it cannot be used; an
  ///   [dev.sluice.config.InvalidConfigException] says everything that is wrong with it
  /// @throws IllegalStateException if the gateway drains
  public long reload(GatewayConfig config) {
    config.checked();
    return generations.reload(config);
  }

  /// Checks that a configuration can be used, and changes nothing.
  ///
  /// @throws IllegalArgumentException if it cannot be used; an
  ///   [dev.sluice.config.InvalidConfigException] says everything that is wrong with it
  /// @throws IllegalStateException if the gateway drains
  public Change prepare(GatewayConfig config) {
    config.checked();
    return new Change(generations.prepare(config));
  }

  /// A configuration that is ready to take the place of the one for which it was prepared. It holds
  /// no more than memory: to drop it is to forget it.
  public final class Change implements ConfigChange {
    private final Generations.Step step;

    private Change(Generations.Step step) {
      this.step = step;
    }

    /// A view of what the gateway's features will hold.
    public GatewayStats stats() {
      return Gateway.this.stats(step.next());
    }

    /// The revision that the configuration will have.
    public long revision() {
      return step.next().revision();
    }

    /// Takes the configuration, by the rules of [Gateway#reload].
    ///
    /// @throws IllegalStateException if the gateway drains, or if another configuration was taken
    ///   since this one was prepared
    @Override
    public void take() {
      generations.take(step);
    }
  }

  private void install(Generation before, Generation next) {
    if (next.tls() && ownTrust) {
      transport.secure(TransportConfig.defaults());
    }
    next.takeOver(before, clock.nanos());
    engine.use(next.pipeline());
    requests.pass(ClientHeaders.ofAny(next.config().providers()));
  }

  private void follow(Generation before, Generation next) {
    Generations.guarded(() -> authorizers.use(next.config().providers()));
    Generations.guarded(() -> next.catalogue().takeOver(before.catalogue()));
    Generations.guarded(() -> prober.use(next.probes()));
    Generations.guarded(() -> transport.keep(next.origins()));
  }

  /// Returns how many configurations the gateway has had.
  public long revision() {
    return generations.current().revision();
  }

  /// Returns the configuration that holds now.
  public GatewayConfig config() {
    return generations.current().config();
  }

  /// Calls `follower` after each new configuration, on the thread that has brought it.
  void follow(Runnable follower) {
    generations.follow(follower);
  }

  private void shed(Failed why) {
    generations.end(
        last -> {
          last.controllers().close(why);
          last.catalogue().close();
          prober.close();
        });
  }

  /// Describes a gateway.
  ///
  /// @throws dev.sluice.config.InvalidConfigException with everything that is wrong with `config`
  public static Builder builder(GatewayConfig config) {
    return new Builder(config);
  }

  /// Describes a gateway as a configuration file says, by the rules of [#start(Path)].
  public static Builder builder(Path file) {
    return builder(FileConfig.of(GatewayFile.load(file), file.toString()));
  }

  /// Describes a gateway as the text of a configuration file says, by the rules of [#start(Path)].
  public static Builder builder(String yaml) {
    return builder(FileConfig.of(GatewayFile.parse(yaml), "configuration"));
  }

  /// Starts a gateway as `config` says, and with everything else by default.
  ///
  /// @throws dev.sluice.config.InvalidConfigException with everything that is wrong with it
  public static Gateway start(GatewayConfig config) {
    return builder(config).start();
  }

  /// Starts a gateway as a configuration file says: a sluice.yaml as the server reads it. What of
  /// it is the server's alone is skipped, and said once, at level INFO to the logger
  /// `dev.sluice.config`; what it promises and an embedded gateway would not do is an error (see
  /// [GatewayFile]). The file is not watched: an application that wants to read it again calls
  /// [#reload] with [GatewayFile#load].
  ///
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong with it, and
  ///   where
  public static Gateway start(Path file) {
    return builder(file).start();
  }

  /// Starts a gateway as the text of a configuration file says, by the rules of [#start(Path)].
  ///
  /// @throws dev.sluice.config.yaml.ConfigException with everything that is wrong with it, and
  ///   where
  public static Gateway start(String yaml) {
    return builder(yaml).start();
  }

  /// Sends a request and waits until its answer begins. For any thread, platform or virtual, but a
  /// loop; from an observer's or a payer's callback too, where it does not hold up admission.
  ///
  /// @return the answer, to be closed
  /// @throws CallFailedException if there is none; it says why
  /// @throws IllegalStateException if it would wait for itself: on a loop, in [Observer#noticed] or
  ///   [Observer#credentialChanged]
  /// @throws InterruptedException if interrupted while it waits; the call is cancelled
  public Answer call(Request request) throws InterruptedException {
    return calls.call(request);
  }

  /// Returns whether the event loops carry the virtual threads of calls. Where the JDK does not
  /// open `java.lang` to Sluice its default scheduler does: all works, at about twice the CPU time.
  public boolean loopsCarryCalls() {
    return loops.mode() == Loops.Mode.LOOP;
  }

  /// Returns what an edge such as the server starts calls with.
  GatewayEdge edge() {
    return edge;
  }

  /// Returns a view of what the gateway's features hold under the current configuration;
  /// [GatewayMeters] makes meters of it.
  public GatewayStats stats() {
    return stats(generations.current());
  }

  private GatewayStats stats(Generation of) {
    return new GatewayStats(
        of.controllers(),
        of.quotas(),
        Map.<String, CacheStats>copyOf(of.caches()),
        memory,
        of.budgets(),
        of.breakerStats(),
        of.credentials(),
        of.latencies(),
        transport::connections);
  }

  /// Returns the catalogue of models of the current configuration.
  public ModelCatalogue catalogue() {
    return generations.current().catalogue();
  }

  /// Returns what the current configuration means: its routes, with those that it has by default.
  public GatewayPlan plan() {
    return new GatewayPlan(config());
  }

  /// Lets the calls end: from now on new ones fail, and those that wait for a grant; running ones
  /// may finish for as long as `limit`, the rest are ended with an error that says so. Returns when
  /// the last one has ended, or ten seconds after the interrupt of those that a callback holds on;
  /// [#close] follows.
  ///
  /// @throws IllegalStateException if called by a callback of the gateway, for which it would wait
  /// @throws InterruptedException if interrupted while it waits; the calls then just go on
  public void drain(Duration limit) throws InterruptedException {
    calls.checkMayWaitForAll("drain(...)");
    engine.drain(limit);
  }

  /// Ends what runs and gives everything back: calls under way are ended with an error; use
  /// [#drain] before to let them finish. A second time it does nothing.
  ///
  /// @throws IllegalStateException if called by a callback of the gateway, for which it would wait
  @Override
  public void close() {
    calls.checkMayWaitForAll("close()");
    synchronized (closing) {
      if (!closed) {
        closed = true;
        end();
      }
    }
  }

  private void end() {
    // An interrupt from before must not keep calls from being ended; one that comes now may.
    boolean interrupted = Thread.interrupted();
    calls.close();
    generations.current().catalogue().close();
    prober.close();
    pauses.close();
    try {
      engine.drain(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.close();
    loops.close(LAST_THREADS);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private CallHandle launch(Service through, Call call, ClientResponse response) {
    return engine.launch(through, call, response);
  }

  /// Describes a gateway before it starts.
  public static final class Builder {
    private static final SchedulerNote SCHEDULER = new SchedulerNote();

    private final GatewayConfig config;
    private final List<Observer> observers = new ArrayList<>();
    private Optional<TransportConfig> transport = Optional.empty();
    private int loops = Runtime.getRuntime().availableProcessors();
    private long bodies = HeapBudget.usual(Runtime.getRuntime().maxMemory());
    private Payer payer = Payer.NOBODY;
    private boolean tellsScheduler = true;
    private Optional<Sharing> sharing = Optional.empty();

    private Builder(GatewayConfig config) {
      this.config = config.checked();
    }

    /// Lets `observer` see what happens; each one that is added does.
    public Builder observer(Observer observer) {
      observers.add(observer);
      return this;
    }

    /// Sets how many event loops there are; one per processor by default.
    public Builder loops(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("loops is " + count + "; it must be at least 1");
      }
      loops = count;
      return this;
    }

    /// Sets how many bytes request bodies, answers that are held and copies in the making may take
    /// together; half of the heap by default.
    public Builder bodies(long bytes) {
      bodies = bytes;
      return this;
    }

    /// Sets the payer that is told what the gateway uses by itself, for probes of circuits that no
    /// call tries, and may refuse them ([Payer#enter]); nobody by default.
    public Builder payer(Payer own) {
      payer = own;
      return this;
    }

    /// Sets whether the log says, once in a JVM, that calls run on the JDK's default scheduler if
    /// they do; true by default. An application that says so itself ([Gateway#loopsCarryCalls]), as
    /// the server does, sets it to false.
    public Builder tellsScheduler(boolean tells) {
      tellsScheduler = tells;
      return this;
    }

    /// Sets what the gateway shares with others that use the same accounts; nothing by default.
    public Builder sharing(Sharing with) {
      sharing = Optional.of(with);
      return this;
    }

    /// Sets how connections to providers are kept.
    public Builder transport(TransportConfig config) {
      transport = Optional.of(config);
      return this;
    }

    private TransportConfig transport() {
      return transport.orElseGet(
          () ->
              config.providers().stream().anyMatch(ProviderConfig::tls)
                  ? TransportConfig.defaults()
                  : TransportConfig.plain());
    }

    /// Starts the gateway, which the caller must close.
    ///
    /// @throws IllegalStateException if the versions of Netty on the class path are mixed or too
    ///   old
    public Gateway start() {
      NettyVersions.check(Gateway.class.getClassLoader());
      Loops started = Loops.start(loops);
      if (tellsScheduler) {
        SCHEDULER.tell(started.mode());
      }
      try {
        return new Gateway(this, started);
      } catch (RuntimeException | Error e) {
        started.close();
        throw e;
      }
    }
  }
}
