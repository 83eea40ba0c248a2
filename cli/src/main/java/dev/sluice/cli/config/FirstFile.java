package dev.sluice.cli.config;

import dev.sluice.cli.schema.Schema;
import dev.sluice.config.file.Environment;
import dev.sluice.config.file.Environment.Found;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A first sluice.yaml for the keys of an environment. The file names their variables, and has what
/// is mostly wanted next as comments.
@SuppressWarnings("InlineFormatString")
public final class FirstFile {
  private static final String REGION = "us-east-1";

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
  /// @param env the variables that `environment` was read from
  public static String text(Environment environment, Map<String, String> env) {
    List<ProviderConfig> found = environment.found().stream().map(Found::provider).toList();
    Set<ProviderType> types =
        found.stream().map(ProviderConfig::type).collect(Collectors.toUnmodifiableSet());
    List<String> lines = new ArrayList<>();
    found.forEach(provider -> lines.add("  " + line(provider, env)));
    lines.add("  # With a key of theirs in the environment:");
    Arrays.stream(ProviderType.values())
        .filter(type -> !types.contains(type) && Preset.of(type).keyVariable().isPresent())
        .forEach(type -> lines.add("  # " + line(type, usual(type), "")));
    lines.add("  # Servers of your own, without one:");
    lines.add("  # " + line(ProviderType.VLLM, usual(ProviderType.VLLM), ""));
    lines.add("  # " + line(ProviderType.OLLAMA, usual(ProviderType.OLLAMA), ""));
    return HEAD.formatted(Schema.FILE)
        + String.join("\n", lines)
        + "\n"
        + REST.formatted(found.getFirst().name());
  }

  private static String line(ProviderConfig provider, Map<String, String> env) {
    Preset preset = Preset.of(provider.type());
    String url =
        preset.url().filter(provider.url()::equals).isPresent()
            ? ""
            : reference(preset.urlVariable().orElse(""), provider.url().toString(), env);
    boolean inside = provider.allowPrivate() && !preset.allowPrivate();
    return line(provider.type(), member("url", url), inside ? ", allow_private: true" : "");
  }

  /// The place of a type that needs one in the file: its address, or the region that has it.
  private static String usual(ProviderType type) {
    Preset preset = Preset.of(type);
    if (type == ProviderType.BEDROCK) {
      return member("region", REGION);
    }
    if (preset.url().isEmpty()) {
      return member("url", preset.urlVariable().map(FirstFile::reference).orElse(""));
    }
    return member("url", preset.keyVariable().isPresent() ? "" : preset.url().get().toString());
  }

  private static String member(String key, String value) {
    return value.isEmpty() ? "" : ", " + key + ": \"" + value + "\"";
  }

  private static String line(ProviderType type, String at, String more) {
    String name = type.configName();
    String key =
        Preset.of(type)
            .keyVariable()
            .map(variable -> ", key: \"" + reference(variable) + "\"")
            .orElse("");
    return name + ": {type: " + name + at + key + more + "}";
  }

  /// A reference to a variable with an address, and what the address has behind its value; the
  /// address itself where no variable has it.
  private static String reference(String variable, String url, Map<String, String> env) {
    String value = env.getOrDefault(variable, "").replaceFirst("/+$", "");
    if (value.isEmpty()) {
      return url;
    }
    return reference(variable) + (url.startsWith(value) ? url.substring(value.length()) : "");
  }

  private static String reference(String variable) {
    return "${env:" + variable + "}";
  }
}
