package dev.sluice.lab.overhead;

import dev.sluice.lab.load.GatewayProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The parts to measure, and how thoroughly.
///
/// @param rounds how often each contender is visited, at least 1
/// @param seconds how long it is measured each time, at least 1
/// @param only which parts
/// @param json where to write the results for programs, if anywhere
/// @param sluice how to start Sluice; empty measures nginx alone
/// @param defaultScheduler whether to measure Sluice on the default scheduler too
/// @param peers other gateways that run already
/// @param provider the port of the provider behind all of them; 0 for a free one
/// @param cores how many cores a proxy has, 1 or 2
public record OverheadOptions(
    int rounds,
    int seconds,
    Set<Part> only,
    Optional<Path> json,
    Optional<GatewayProgram> sluice,
    boolean defaultScheduler,
    List<Peer> peers,
    int provider,
    int cores) {
  /// The rounds that the thresholds need.
  public static final int ROUNDS = 3;

  /// The seconds of a measurement that the thresholds need.
  public static final int SECONDS = 5;

  private static final int PORT_MAX = 65_535;

  public OverheadOptions {
    if (rounds < 1 || seconds < 1) {
      throw new IllegalArgumentException(
          "%d rounds of %d seconds: at least 1 of each is needed".formatted(rounds, seconds));
    }
    if (provider < 0 || provider > PORT_MAX || (provider == 0 && !peers.isEmpty())) {
      throw new IllegalArgumentException(
          "the provider's port is %d: give one from 1 to %d, to which the peers send"
              .formatted(provider, PORT_MAX));
    }
    if (cores < 1 || cores > 2) {
      throw new IllegalArgumentException("%d cores: a proxy has 1 or 2".formatted(cores));
    }
    only = Set.copyOf(only);
    peers = List.copyOf(peers);
  }

  /// Whether anything to be measured is about the contender of this name.
  boolean concerns(String contender) {
    return only.stream()
        .flatMap(part -> part.scenarios().stream())
        .anyMatch(scenario -> scenario.concerns(contender));
  }

  /// Returns whether a contender is a gateway that runs already, so that it cannot be started anew.
  boolean isPeer(String contender) {
    return peers.stream().anyMatch(peer -> peer.name().equals(contender));
  }

  /// A part of the measurement that can be had alone.
  public enum Part {
    /// CPU time and throughput when there is always another call, of 1 and 32 KB.
    SATURATED,
    /// CPU time and throughput with bodies of 200 and 512 KB.
    LARGE,
    /// CPU time and throughput of streams of many events, passed on or put together.
    ASSEMBLED,
    /// CPU time and throughput of calls that are translated from one dialect into another.
    TRANSLATED,
    /// CPU time and latency at 2,500 calls a second.
    RATE,
    /// CPU time and delay of streamed events.
    STREAMS,
    /// Memory at rest, after a burst, with 5,000 open streams, and with large bodies.
    MEMORY,
    /// CPU time and throughput of forms in parts of 10 MB, whose model stands behind the file.
    FORMS,
    /// Memory with 50 uploads of 50 MB side by side, which have 512 MiB together.
    UPLOADS,
    /// The pauses of a full cache.
    CACHE,
    /// Start-up, and the first second.
    START,
    /// Latency from the start on.
    MINUTE,
    /// CPU time of calls that nothing can save, with and without what saves calls.
    SAVINGS,
    /// CPU time of calls whose key has limits and budgets, and of calls without a key.
    KEYS,
    /// CPU time of calls within limits that a cluster shares, whose lease is at hand, and of those
    /// within limits of one gateway alone. Needs `redis-server`.
    NODES,
    /// The calls of a good key that go on beside 10,000 calls a second with wrong ones.
    GUESSES,
    /// CPU time of calls over HTTP/2, beside nginx and beside HTTP/1.1. Needs `h2load`.
    HTTP2,
    /// CPU time of calls with TLS on both sides, beside nginx. Needs `h2load`.
    TLS,
    /// CPU time, throughput and bytes allocated of an application that embeds the gateway, beside
    /// one that calls it over loopback.
    IN_PROCESS;

    /// The scenarios of `parts`, in the report's order.
    static List<OverheadScenario> scenarios(Set<Part> parts) {
      return Stream.of(values())
          .filter(parts::contains)
          .flatMap(part -> part.scenarios().stream())
          .toList();
    }

    List<OverheadScenario> scenarios() {
      return switch (this) {
        case SATURATED -> List.of(Saturated.ONE_KB, Saturated.LARGE);
        case LARGE -> List.of(Saturated.KB_200, Saturated.KB_512);
        case ASSEMBLED -> List.of(new Assembled());
        case TRANSLATED -> List.of(new TranslatedCalls());
        case RATE -> List.of(new FixedRate());
        case STREAMS -> List.of(new Streams());
        case MEMORY -> List.of(new Burst(), new OpenStreams(), new LargeBodies());
        case FORMS -> List.of(new FormCalls());
        case UPLOADS -> List.of(new Uploads());
        case CACHE -> List.of(new FullCache());
        case MINUTE -> List.of(new FirstMinute());
        case START -> List.of(new StartUp());
        case SAVINGS -> List.of(Saturated.NOTHING_TO_SAVE);
        case KEYS -> List.of(Saturated.KEYED);
        case NODES -> List.of(Saturated.LEASED);
        case GUESSES -> List.of(new Guesses());
        case HTTP2 -> List.of(new Http2Calls());
        case TLS -> List.of(new TlsCalls());
        case IN_PROCESS -> List.of(new InProcess());
      };
    }
  }
}
