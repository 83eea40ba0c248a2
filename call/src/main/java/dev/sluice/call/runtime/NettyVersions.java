package dev.sluice.call.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Checks the versions of Netty on the class path, as its jars tell them, before a class of Netty
/// is used: with mixed or old ones the first call would end in a `NoClassDefFoundError`. Jars that
/// tell nothing, since they were merged or renamed, are not judged. Pure but for [#check].
public final class NettyVersions {
  private static final String TOLD = "META-INF/io.netty.versions.properties";
  private static final String VERSION = ".version";
  private static final Pattern NUMBER = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");
  private static final int[] OLDEST = {4, 2, 19};

  /// The artifacts that the gateway uses, and what they were called before 4.2.
  private static final Set<String> USED =
      Set.of(
          "netty-buffer",
          "netty-codec",
          "netty-codec-base",
          "netty-codec-compression",
          "netty-codec-dns",
          "netty-codec-http",
          "netty-common",
          "netty-handler",
          "netty-resolver",
          "netty-resolver-dns",
          "netty-transport",
          "netty-transport-native-unix-common");

  private NettyVersions() {}

  /// Checks what `loader` finds.
  ///
  /// @throws IllegalStateException if the versions differ, or are too old
  public static void check(ClassLoader loader) {
    Optional<String> fault = fault(read(loader));
    if (fault.isPresent()) {
      throw new IllegalStateException(fault.get());
    }
  }

  /// Returns what is wrong with these versions, as one sentence; nothing if they can be used.
  ///
  /// @param versions the artifacts of each version
  static Optional<String> fault(Map<String, Set<String>> versions) {
    boolean old = versions.keySet().stream().anyMatch(NettyVersions::isOld);
    if (versions.size() < 2 && !old) {
      return Optional.empty();
    }
    String found =
        versions.entrySet().stream()
            .map(version -> version.getKey() + " (" + String.join(", ", version.getValue()) + ")")
            .collect(Collectors.joining(", "));
    return Optional.of(
        (versions.size() < 2 ? "Netty is too old: " : "versions of Netty are mixed: ")
            + found
            + "; Sluice needs one version, 4.2.19.Final or newer: import io.netty:netty-bom of such"
            + " a version, in front of the BOM that manages another (with Spring Boot 3.5 set"
            + " netty.version)");
  }

  private static Map<String, Set<String>> read(ClassLoader loader) {
    Map<String, Set<String>> versions = new TreeMap<>();
    try {
      for (URL each : Collections.list(loader.getResources(TOLD))) {
        read(each, versions);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the versions of Netty cannot be read", e);
    }
    return versions;
  }

  private static void read(URL from, Map<String, Set<String>> versions) throws IOException {
    var told = new Properties();
    var connection = from.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      told.load(in);
    }
    for (String name : told.stringPropertyNames()) {
      String artifact =
          name.endsWith(VERSION) ? name.substring(0, name.length() - VERSION.length()) : "";
      if (USED.contains(artifact)) {
        versions.computeIfAbsent(told.getProperty(name), _ -> new TreeSet<>()).add(artifact);
      }
    }
  }

  private static boolean isOld(String version) {
    Matcher number = NUMBER.matcher(version);
    if (!number.matches()) {
      return false;
    }
    for (int i = 0; i < OLDEST.length; i++) {
      int part = Integer.parseInt(number.group(i + 1));
      if (part != OLDEST[i]) {
        return part < OLDEST[i];
      }
    }
    return false;
  }
}
