package dev.sluice.cli.config;

import dev.sluice.cli.schema.Schema;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.server.config.reader.Environment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A first sluice.yaml for the keys of an environment. The file names their variables, and has what
/// is mostly wanted next as comments.
@SuppressWarnings("InlineFormatString")
public final class FirstFile {
  private static final String HEAD =
      """
      # yaml-language-server: $schema=%s
      #
      # The configuration of Sluice. `./sluice validate` checks it, `./sluice serve` runs it, `./sluice reload` takes
      # changes while it runs. Keys stand in the environment, never here.

      providers:
      """;

  private static final String REST =
      """

      # Without routes each model that a provider lists is served under its own name, and PROVIDER/MODEL asks one
      # provider. A route says where the calls for some models go, and what takes over when that fails:
      #
      # routes:
      #   chat:
      #     models: [MODEL]                           # what clients ask for
      #     targets:
      #       - {provider: %s, model: MODEL}
      #       - {provider: OTHER, model: MODEL, fallback: true}

      # Other machines reach the gateway only with keys, here or in a store:
      #
      # server:
      #   listen: 0.0.0.0:8080
      #   keys:
      #     - {name: app, key: "${env:SLUICE_APP_KEY}"}

      # Teams, keys and budgets that are made while the gateway runs, and what each call has cost:
      #
      # store: {path: data}                           # SQLite; `url: "jdbc:postgresql://..."` for several gateways
      # admin: {token: "${env:SLUICE_ADMIN_TOKEN}"}
      """;

  private FirstFile() {}

  /// Returns the file's text, which has no value of the environment.
  ///
  /// @param environment with at least one provider
  public static String text(Environment environment) {
    Set<ProviderType> found =
        environment.found().stream()
            .map(each -> each.provider().type())
            .collect(Collectors.toUnmodifiableSet());
    List<String> lines = new ArrayList<>();
    Arrays.stream(ProviderType.values())
        .filter(found::contains)
        .forEach(type -> lines.add("  " + line(type)));
    lines.add("  # With a key of theirs in the environment:");
    Arrays.stream(ProviderType.values())
        .filter(type -> !found.contains(type) && Preset.of(type).keyVariable().isPresent())
        .forEach(type -> lines.add("  # " + line(type)));
    lines.add("  # Servers of your own, without one:");
    lines.add("  # " + line(ProviderType.VLLM));
    lines.add("  # " + line(ProviderType.OLLAMA));
    String first = environment.found().getFirst().provider().name();
    return HEAD.formatted(Schema.FILE) + String.join("\n", lines) + "\n" + REST.formatted(first);
  }

  private static String line(ProviderType type) {
    Preset preset = Preset.of(type);
    String name = type.configName();
    String url =
        preset
            .urlVariable()
            .map(FirstFile::reference)
            .or(
                () ->
                    preset
                        .url()
                        .filter(_ -> preset.keyVariable().isEmpty())
                        .map(u -> '"' + u.toString() + '"'))
            .map(u -> ", url: " + u)
            .orElse("");
    String key = preset.keyVariable().map(FirstFile::reference).map(k -> ", key: " + k).orElse("");
    return name + ": {type: " + name + url + key + "}";
  }

  private static String reference(String variable) {
    return "\"${env:" + variable + "}\"";
  }
}
