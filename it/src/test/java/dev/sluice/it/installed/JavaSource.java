package dev.sluice.it.installed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/// Programs of Java that are there as sources. They are compiled in this process: the launcher of
/// sources would start a compiler for each.
public final class JavaSource {
  private JavaSource() {}

  /// Compiles a program with the classes of this process.
  ///
  /// @param root where its packages begin
  /// @param source the file with its `main`
  /// @param classes where its own classes go
  /// @return the command that runs it
  public static List<String> compile(Path root, Path source, Path classes) {
    String path = System.getProperty("java.class.path");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                path,
                "-sourcepath",
                root.toString(),
                source.toString());
    if (code != 0) {
      throw new IllegalStateException(source + ": " + said.toString(UTF_8));
    }
    String name = root.relativize(source).toString().replaceFirst("\\.java$", "");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-BytecodeVerificationRemote",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classes + File.pathSeparator + path,
        name.replace(File.separatorChar, '.'));
  }
}
