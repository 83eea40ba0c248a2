package dev.sluice.cluster.link;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A client for one form of address, and what it dials.
///
/// @param client the client, with its event loops
/// @param questions dials a connection for scripts
/// @param channel dials a connection that hears what is published
record RedisClients(
    AbstractRedisClient client,
    Supplier<CompletionStage<Questions>> questions,
    Supplier<CompletionStage<StatefulRedisPubSubConnection<String, String>>> channel) {
  private static final int THREADS = 2;

  /// How many commands may be on their way. A server that hangs takes no more.
  private static final int ON_THEIR_WAY = 4_096;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);
  private static final Duration SHORTEST_DELAY = Duration.ofMillis(50);
  private static final Duration TOPOLOGY = Duration.ofSeconds(30);
  private static final Duration TRIGGERS = Duration.ofSeconds(1);

  /// A connection, and the scripts that it runs.
  record Questions(
      StatefulConnection<String, String> connection,
      RedisScriptingAsyncCommands<String, String> scripts) {}

  static RedisClients of(RedisAddress address) {
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .reconnectDelay(
                Delay.exponential(SHORTEST_DELAY, LONGEST_DELAY, 2, TimeUnit.MILLISECONDS))
            .build();
    return address.place().form() == RedisAddress.Form.CLUSTER
        ? cluster(address, resources)
        : single(address, resources);
  }

  /// A question that was on its way when its connection broke is not sent again: what it gives back
  /// would count twice.
  private static <B extends ClientOptions.Builder> B common(B options, RedisAddress address) {
    options
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(_ -> true)
        .requestQueueSize(ON_THEIR_WAY)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .timeoutOptions(TimeoutOptions.enabled(CONNECT))
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).keepAlive(true).build());
    if (address.tls().ca().isPresent()) {
      options.sslOptions(
          SslOptions.builder()
              .jdkSslProvider()
              .handshakeTimeout(CONNECT)
              .trustManager(address.tls().ca().get().toFile())
              .build());
    }
    return options;
  }

  private static RedisClients single(RedisAddress address, ClientResources resources) {
    RedisURI uri = RedisAddresses.single(address, CONNECT);
    RedisClient client = RedisClient.create(resources, uri);
    client.setOptions(common(ClientOptions.builder(), address).autoReconnect(false).build());
    return new RedisClients(
        client,
        () ->
            client
                .connectAsync(StringCodec.UTF8, uri)
                .thenApply(connection -> new Questions(connection, connection.async())),
        () -> client.connectPubSubAsync(StringCodec.UTF8, uri));
  }

  private static RedisClients cluster(RedisAddress address, ClientResources resources) {
    RedisClusterClient client =
        RedisClusterClient.create(resources, RedisAddresses.nodes(address, CONNECT));
    ClusterTopologyRefreshOptions refresh =
        ClusterTopologyRefreshOptions.builder()
            .adaptiveRefreshTriggersTimeout(TRIGGERS)
            .enablePeriodicRefresh(TOPOLOGY)
            .build();
    client.setOptions(
        common(ClusterClientOptions.builder(), address)
            .topologyRefreshOptions(refresh)
            .validateClusterNodeMembership(false)
            .build());
    return new RedisClients(
        client,
        () ->
            client
                .refreshPartitionsAsync()
                .thenCompose(_ -> client.connectAsync(StringCodec.UTF8))
                .thenApply(connection -> new Questions(connection, connection.async())),
        () ->
            client
                .refreshPartitionsAsync()
                .thenCompose(_ -> client.connectPubSubAsync(StringCodec.UTF8))
                .thenApply(channel -> channel));
  }
}
