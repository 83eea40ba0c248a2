package dev.sluice.it.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.it.installed.Installed;
import java.io.IOException;
import java.util.List;

/// The schemas of Kubernetes' own objects, from a Python package that has those of each version. A
/// member that they do not know is an error, too.
final class KubernetesSchemas {
  static final String OLDEST = "1.25";
  static final String NEWEST = "1.37";

  private KubernetesSchemas() {}

  /// What is wrong with these objects, a line each; objects of other makers are left out.
  ///
  /// @param version such as 1.37
  static List<String> problems(String version, String yaml)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
                Installed.python("kubernetes"),
                Installed.PYTHON.resolve("kubernetes.py").toString(),
                version)
            .redirectErrorStream(true);
    Installed.compileOnce(command);
    Process process = command.start();
    process.getOutputStream().write(yaml.getBytes(UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    return said.lines().toList();
  }
}
