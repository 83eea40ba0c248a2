package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.RetryHint;
import dev.sluice.api.head.RequestIds;
import dev.sluice.call.Payer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.engine.Engine;
import dev.sluice.memory.HeapBudget;
import dev.sluice.provider.header.ClientHeaders;
import dev.sluice.server.admin.AdminChannels;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.AdminWrites;
import dev.sluice.server.admin.FrameStream;
import dev.sluice.server.admin.PagePools;
import dev.sluice.server.admin.StaticFiles;
import dev.sluice.server.client.ClientKeys;
import dev.sluice.server.edge.ClientChannels;
import dev.sluice.server.edge.EdgeDependencies;
import dev.sluice.server.edge.HeadRules;
import dev.sluice.server.edge.HeadValidator;
import dev.sluice.server.edge.OriginRules;
import dev.sluice.server.edge.PassThroughs;
import dev.sluice.server.edge.Resources;
import dev.sluice.server.edge.ServerStage;
import dev.sluice.server.edge.TagRules;
import dev.sluice.server.memory.UploadRoom;
import dev.sluice.server.proxy.NamedProxies;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.transport.loop.Loops;
import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections that a network reaches which is served no more, since the key or the token is gone.
class RemoteConnectionsTest {
  private final Loops loops = Loops.start(1);

  @AfterEach
  void close() {
    loops.close();
  }

  /// A connection that was accepted at an address of this machine.
  private static EmbeddedChannel accepted(String at, ChannelHandler channels) {
    return new EmbeddedChannel(DefaultChannelId.newInstance(), channels) {
      @Override
      protected SocketAddress localAddress0() {
        return new InetSocketAddress(InetAddress.ofLiteral(at), 8080);
      }
    };
  }

  @Test
  void without_keys_connections_of_clients_from_elsewhere_end() {
    ClientChannels channels = clients();
    EmbeddedChannel here = accepted("127.0.0.3", channels);
    EmbeddedChannel elsewhere = accepted("192.0.2.1", channels);
    channels.closeRemote();
    assertThat(here.isOpen()).isTrue();
    assertThat(elsewhere.isOpen()).isFalse();
    assertThat(here.close().isSuccess()).isTrue();
  }

  @Test
  void without_a_token_connections_of_operators_from_elsewhere_end() {
    AdminChannels channels = admins();
    EmbeddedChannel here = accepted("::1", channels);
    EmbeddedChannel elsewhere = accepted("2001:db8::1", channels);
    channels.closeRemote();
    assertThat(here.isOpen()).isTrue();
    assertThat(elsewhere.isOpen()).isFalse();
    assertThat(here.close().isSuccess()).isTrue();
  }

  private ClientChannels clients() {
    var validator =
        new HeadValidator(
            new ClientKeys(false, List.of(), Optional.empty(), 0, false, () -> 0),
            null,
            1 << 20,
            new HeadRules(
                ClientHeaders.ofAny(List.of()), OriginRules.NONE, PassThroughs.of(List.of())),
            new TagRules(List.of()),
            Resources.NONE,
            _ -> {},
            () -> ServerStage.SERVING);
    var calls =
        new EdgeDependencies(
            new Engine(new FakePipeline()),
            List::of,
            new HeapBudget(1 << 20),
            new UploadRoom(new HeapBudget(1 << 20), 1 << 20),
            new HeapBudget(1 << 20),
            _ -> {},
            loops::of,
            new RetryHint(() -> new SplittableRandom(1)),
            Clock.SYSTEM,
            _ -> Payer.NOBODY);
    var wire = new ClientChannels.Wire(TestServer.LONG, NamedProxies.NONE, false, null);
    return new ClientChannels(validator, calls, new RequestIds(() -> 1), wire);
  }

  private AdminChannels admins() {
    AdminPages.Source none = AdminPages.Source.NONE;
    return new AdminChannels(
        new AdminPages(() -> true, Optional::empty, _ -> "", none, new StaticFiles()),
        new AdminWrites(dry -> new ReloadResult(1, dry, false, List.of(), List.of())),
        List.of(),
        new FrameStream(none::frame, loops.next(), Runnable::run),
        new PagePools(Runnable::run, Runnable::run, Runnable::run),
        Clock.SYSTEM,
        null);
  }
}
