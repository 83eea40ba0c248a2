package dev.sluice.provider.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A recording of how a credential is fetched: what is configured, the environment, the files, and
/// each request with its answer. Its parts begin with lines such as `-- ask GET http://...`.
record CredentialTape(
    String provider,
    Map<String, String> env,
    Map<String, String> files,
    List<Step> steps,
    List<String> result) {

  /// A request that is expected, and its answer.
  ///
  /// @param expected lines: `name: value` of headers, where a value may end in `*`, and after an
  ///   empty line what the body contains
  record Step(String request, String expected, int status, String answer) {}

  static CredentialTape read(Path file) throws IOException {
    String provider = "";
    Map<String, String> env = new LinkedHashMap<>();
    Map<String, String> files = new LinkedHashMap<>();
    List<Step> steps = new ArrayList<>();
    List<String> result = new ArrayList<>();
    String[] parts = Files.readString(file).split("(?m)^-- ", -1);
    for (int i = 1; i < parts.length; i++) {
      int line = parts[i].indexOf('\n');
      String title = parts[i].substring(0, line).strip();
      String text = parts[i].substring(line + 1).stripTrailing();
      if (title.equals("provider")) {
        provider = text;
      } else if (title.equals("env")) {
        text.lines().forEach(l -> env.put(l.split("=", 2)[0], l.split("=", 2)[1]));
      } else if (title.startsWith("file ")) {
        files.put(title.substring(5), text + "\n");
      } else if (title.startsWith("ask ")) {
        steps.add(new Step(title.substring(4), text, 0, ""));
      } else if (title.startsWith("answer ")) {
        Step asked = steps.removeLast();
        int status = Integer.parseInt(title.substring(7));
        steps.add(new Step(asked.request, asked.expected, status, text));
      } else {
        text.lines().forEach(result::add);
      }
    }
    return new CredentialTape(provider, env, files, steps, result);
  }

  /// The configuration of a gateway with the tape's provider.
  String yaml() {
    return provider.lines().collect(Collectors.joining("\n    ", "providers:\n  it:\n    ", "\n"));
  }
}
