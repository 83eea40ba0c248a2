package dev.sluice.lab.embed;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.Gateway;
import dev.sluice.call.Call;
import dev.sluice.dialect.Translation;
import dev.sluice.lab.load.Embedded;
import dev.sluice.provider.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.NameResolver;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.Version;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The class path of an application that embeds the gateway and brings nothing else: the
/// laboratory's own would count the directories of its jars as the gateway's memory.
final class EmbedderPath {
  private static final List<Class<?>> APPLICATION =
      List.of(IdleApplication.class, Embedded.class, Footprint.class);

  /// A class of each jar that the gateway comes with.
  private static final List<Class<?>> LIBRARIES =
      List.of(
          Gateway.class,
          Call.class,
          Translation.class,
          Upstream.class,
          JsonFactory.class,
          Caffeine.class,
          Nullable.class,
          ByteBuf.class,
          Channel.class,
          Socket.class,
          ByteToMessageDecoder.class,
          ZlibCodecFactory.class,
          DnsQuery.class,
          HttpObject.class,
          SslContext.class,
          NameResolver.class,
          DnsNameResolver.class,
          Version.class);

  private EmbedderPath() {}

  /// Copies the application's classes to `folder` and returns its class path.
  static String in(Path folder) throws IOException {
    for (Class<?> type : APPLICATION) {
      copy(type, folder);
    }
    return Stream.concat(
            Stream.of(folder.toString()), LIBRARIES.stream().map(EmbedderPath::place).distinct())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void copy(Class<?> type, Path folder) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    Path copy = folder.resolve(file);
    Files.createDirectories(copy.getParent());
    try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(file + " is not on the class path");
      }
      Files.copy(in, copy);
    }
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the jar of " + type + " has no path", e);
    }
  }
}
