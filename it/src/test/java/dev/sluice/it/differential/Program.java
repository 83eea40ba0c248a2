package dev.sluice.it.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.it.installed.Installed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A client whose program is a process: it reads the tasks, and prints a line for each.
///
/// @param folder where it runs
/// @param cases which it plays beside the long form
record Program(String name, Predicate<Case> cases, Path folder, List<String> command)
    implements Client {

  @Override
  public boolean makes(Case one) {
    return cases.test(one);
  }

  @Override
  public Map<String, JsonNode> run(List<? extends JsonNode> tasks)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Installed.compileOnce(builder);
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(Yaml.JSON.writeValueAsBytes(tasks));
    }
    Map<String, JsonNode> seen = new HashMap<>();
    for (String line : new String(process.getInputStream().readAllBytes(), UTF_8).split("\n", -1)) {
      if (!line.isBlank()) {
        JsonNode result = Yaml.JSON.readTree(line);
        seen.put(result.path("name").asText(), result);
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(name + " has failed");
    }
    return seen;
  }
}
