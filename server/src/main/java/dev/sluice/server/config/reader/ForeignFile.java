package dev.sluice.server.config.reader;

import dev.sluice.server.config.yaml.ConfigException;
import dev.sluice.server.config.yaml.Doc;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Recognises the configuration of another program by the keys of its root: what is wrong with it
/// is said once, not of each of its keys.
enum ForeignFile {
  LITELLM(
      Set.of(),
      List.of("model_list", "litellm_settings", "router_settings"),
      "is a configuration of LiteLLM: put each litellm_params' api_key and api_base under"
          + " `providers` as key and url, and each model_name under `routes` as one of models, with"
          + " targets (docs/configuration.md)"),
  ENVOY(
      Set.of(),
      List.of("static_resources", "dynamic_resources"),
      "is a configuration of Envoy: name the clusters' hosts under `providers` as url, and what"
          + " clients may ask for under `routes` (docs/configuration.md)"),
  KUBERNETES(
      Set.of("apiVersion"),
      List.of("kind"),
      "is a manifest of Kubernetes: give it to kubectl, and name Sluice's own file, such as the one"
          + " that a ConfigMap mounts (docs/configuration.md)");

  private final Set<String> needed;
  private final List<String> signs;
  private final String words;

  ForeignFile(Set<String> needed, List<String> signs, String words) {
    this.needed = needed;
    this.signs = signs;
    this.words = words;
  }

  /// Refuses a document that is one and has nothing of ours.
  ///
  /// @throws ConfigException with its place and the remedy
  static void refuse(Doc doc) {
    Set<String> keys = doc.keys();
    if (keys.contains("providers")) {
      return;
    }
    for (ForeignFile file : values()) {
      Optional<String> sign = file.signs.stream().filter(keys::contains).findFirst();
      if (sign.isPresent() && keys.containsAll(file.needed)) {
        throw doc.refusal(sign.get(), file.words);
      }
    }
  }
}
