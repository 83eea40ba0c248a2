package dev.sluice.dist;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A container image of a folder that stands for its `/`, written as an archive that a container
/// engine loads. Two images of the same files have the same bytes.
final class Image {
  private static final String USER = "65532:65532";
  private static final String DATA = "/var/lib/sluice";

  /// The layers, those that change least first. The start cache is the last one, since it alone has
  /// other bytes whenever it is made.
  private enum Layer {
    SYSTEM,
    RUNTIME,
    LIBRARIES,
    PROGRAM,
    START_CACHE;

    static Layer of(String location) {
      if (!location.startsWith("/opt/sluice/")) {
        return SYSTEM;
      }
      if (location.endsWith("/lib/sluice.aot")) {
        return START_CACHE;
      }
      if (location.startsWith("/opt/sluice/runtime")) {
        return RUNTIME;
      }
      String library = "/opt/sluice/lib/lib/";
      return location.startsWith(library) && !location.startsWith(library + "sluice-")
          ? LIBRARIES
          : PROGRAM;
    }
  }

  private Image() {}

  /// Writes the image.
  ///
  /// @param name its name and tag
  /// @param moment when its files were changed, and when it was made
  static void write(Path root, Path tar, String name, Instant moment) throws Exception {
    Path work = Files.createTempDirectory("image");
    try {
      Jib.fromScratch()
          .setPlatforms(Set.of(new Platform(architecture(), "linux")))
          .setFileEntriesLayers(layers(new Tree(root), moment))
          .setCreationTime(moment)
          .setUser(USER)
          .setWorkingDirectory(AbsoluteUnixPath.get(DATA))
          .addVolume(AbsoluteUnixPath.get(DATA))
          .setExposedPorts(Port.tcp(8080), Port.tcp(8680))
          .setEntrypoint("/opt/sluice/sluice")
          .setProgramArguments("serve", "-c", "/etc/sluice/sluice.yaml")
          .containerize(
              Containerizer.to(TarImage.at(tar).named(name))
                  .setOfflineMode(true)
                  .setBaseImageLayersCache(work)
                  .setApplicationLayersCache(work));
    } finally {
      delete(work);
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static List<FileEntriesLayer> layers(Tree tree, Instant moment) throws IOException {
    // In the order of the layers.
    Map<Layer, FileEntriesLayer.Builder> layers = new EnumMap<>(Layer.class);
    for (Path path : tree.all()) {
      String location = "/" + tree.location(path);
      // Jib has no symbolic links.
      Path source = path.toRealPath();
      layers
          .computeIfAbsent(
              Layer.of(location), layer -> FileEntriesLayer.builder().setName(layer.name()))
          .addEntry(
              source,
              AbsoluteUnixPath.get(location),
              FilePermissions.fromOctalString(Integer.toOctalString(Tree.mode(source))),
              moment,
              location.equals(DATA) ? USER : "");
    }
    return layers.values().stream().map(FileEntriesLayer.Builder::build).toList();
  }

  private static void delete(Path folder) throws IOException {
    for (Path path : new Tree(folder).all().reversed()) {
      Files.delete(path);
    }
    Files.delete(folder);
  }
}
