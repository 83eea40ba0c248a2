package dev.sluice.lab.overhead;

import dev.sluice.lab.process.ProcessUsage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One way to the provider.
interface Contender extends AutoCloseable {

  String DIRECT = "direct";
  String NGINX = "nginx";
  String NGINX_TLS = "nginx, TLS";
  String OTHER = "other revision";
  String SLUICE = "sluice";
  String SLUICE_DEFAULT = "sluice, default scheduler";
  String SLUICE_SAVING = "sluice, saving calls";
  String SLUICE_CACHING = "sluice, cache of 1 GiB";

  /// The name of a Sluice whose one key has limits and budgets.
  String SLUICE_KEYED = "sluice, keys and budgets";

  /// The name of a Sluice that knows the limits of its provider.
  String SLUICE_LIMITED = "sluice, limits";

  /// The name of a Sluice that shares these limits with the other nodes of a cluster.
  String SLUICE_NODE = "sluice, node of a cluster";

  /// The name of a Sluice that asks for streams, and puts whole answers together.
  String SLUICE_ASSEMBLING = "sluice, assembling";

  /// The name of a Sluice whose clients may begin with HTTP/2.
  String SLUICE_HTTP2 = "sluice, HTTP/2";

  /// The name of a Sluice whose clients and provider speak TLS.
  String SLUICE_TLS = "sluice, TLS";

  /// The name of a Sluice whose bodies have little memory together.
  String SLUICE_SMALL = "sluice, 512 MiB for bodies";

  /// The name of an application that embeds a Sluice.
  String IN_PROCESS = "application, in process";

  /// The name of an application that calls a Sluice which serves on the same core.
  String OVER_LOOPBACK = "application, over loopback";

  /// The names of all contenders, in the report's order.
  List<String> ALL =
      List.of(
          DIRECT,
          NGINX,
          NGINX_TLS,
          OTHER,
          SLUICE,
          SLUICE_DEFAULT,
          SLUICE_SAVING,
          SLUICE_ASSEMBLING,
          SLUICE_CACHING,
          SLUICE_KEYED,
          SLUICE_LIMITED,
          SLUICE_NODE,
          SLUICE_HTTP2,
          SLUICE_TLS,
          SLUICE_SMALL,
          OVER_LOOPBACK,
          IN_PROCESS);

  /// Returns the place of a contender in the report; peers stand behind nginx.
  static int place(String name) {
    int place = ALL.indexOf(name);
    return place < 0 ? ALL.indexOf(OTHER) : place;
  }

  /// Returns the contender's name in the report.
  String name();

  /// Returns the address that calls are sent to.
  InetSocketAddress address();

  /// Returns the address that calls over HTTP/2 are sent to.
  default InetSocketAddress http2Address() {
    return address();
  }

  /// Returns the path of the contender's chats.
  default String path() {
    return "/v1/chat/completions";
  }

  /// The process that does the work; none for the way without a proxy.
  Optional<ProcessUsage> usage();

  /// The allocations of its process, where they are counted.
  default Optional<AllocationCounter> allocations() {
    return Optional.empty();
  }

  /// The application that makes its calls by itself, where it is one.
  default Optional<Application> application() {
    return Optional.empty();
  }

  /// The pauses of its collector, where they are written.
  default Optional<PauseLog> pauses() {
    return Optional.empty();
  }

  /// Returns the key that calls have to show; empty for none.
  default String key() {
    return "";
  }

  /// Keys that it does not know, or not any more: one of each kind.
  default List<String> wrongKeys() {
    return List.of();
  }

  /// Returns the time from the contender's start until it was ready.
  Duration startedIn();

  /// Ends the contender's processes, and waits for them.
  @Override
  void close();

  /// Makes the contender that goes straight to the provider.
  static Contender direct(InetSocketAddress provider) {
    return new Contender() {
      @Override
      public String name() {
        return DIRECT;
      }

      @Override
      public InetSocketAddress address() {
        return provider;
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
      public void close() {}
    };
  }
}
