package dev.sluice.lab.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.Gateway;
import dev.sluice.call.Call;
import dev.sluice.config.file.GatewayFile;
import dev.sluice.dialect.Translation;
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
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;

/// The class path of an application that embeds the gateway and brings nothing else: the
/// laboratory's own would count the directories of its jars as the gateway's memory.
public final class EmbedderPath {
  /// A class of each jar that `sluice-engine` brings, itself among them.
  private static final List<Class<?>> LIBRARIES =
      List.of(
          Gateway.class,
          Call.class,
          Translation.class,
          Upstream.class,
          GatewayFile.class,
          Load.class,
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

  /// Returns the command that runs an application, on the JDK of this process.
  ///
  /// @param folder for the application's classes, which are copied there; the caller deletes it
  /// @param options of the JVM
  /// @param application its classes, the main one first
  public static List<String> command(
      Path folder, List<String> options, List<Class<?>> application, List<String> arguments)
      throws IOException {
    for (Class<?> type : application) {
      copy(type, folder);
    }
    String path =
        Stream.concat(Stream.of(folder.toString()), jars().stream())
            .collect(Collectors.joining(File.pathSeparator));
    String java = ProcessHandle.current().info().command().orElse("java");
    return Stream.of(
            List.of(java),
            options,
            List.of("-cp", path, application.getFirst().getName()),
            arguments)
        .flatMap(List::stream)
        .toList();
  }

  /// Returns the jars that the gateway comes with, or the folders of their classes.
  static List<String> jars() {
    return LIBRARIES.stream().map(EmbedderPath::place).distinct().toList();
  }

  private static void copy(Class<?> type, Path folder) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    Path copy = folder.resolve(file);
    Files.createDirectories(copy.getParent());
    try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(file + " is not on the class path");
      }
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
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
