package dev.sluice.dist;

import java.nio.file.Path;
import java.time.Instant;

/// The command line that `dist/package` uses.
final class Main {
  private static final String USAGE =
      """
      licences MAVENS-LIST FILE
      sbom MAVENS-LIST ROOT FILE-IN-ROOT
      image ROOT TAR NAME MOMENT
      deb ROOT CONTROL-FOLDER DEB MOMENT""";

  private Main() {}

  /// Makes one thing.
  ///
  /// @throws IllegalArgumentException with the usage, if `args` are none of it
  public static void main(String[] args) throws Exception {
    switch ((args.length == 0 ? "" : args[0]) + " " + args.length) {
      case "licences 3" -> Sbom.writeLicences(Path.of(args[1]), Path.of(args[2]));
      case "sbom 4" -> Sbom.write(Path.of(args[1]), Path.of(args[2]), args[3]);
      case "image 5" -> Image.write(Path.of(args[1]), Path.of(args[2]), args[3], moment(args[4]));
      case "deb 5" ->
          DebianPackage.write(
              Path.of(args[1]), Path.of(args[2]), Path.of(args[3]), moment(args[4]));
      default -> throw new IllegalArgumentException("expected one of\n" + USAGE);
    }
  }

  private static Instant moment(String text) {
    return Instant.parse(text);
  }
}
