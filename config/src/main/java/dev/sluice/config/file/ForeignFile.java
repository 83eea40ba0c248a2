package dev.sluice.config.file;

import dev.sluice.config.yaml.Doc;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The configuration of another program, recognised by the keys of its root: what is wrong with it
/// is said once, not of each of its keys.
///
/// @param needed the keys that it has
/// @param signs of which it has one
/// @param words what it is, and what to do; to be read after "the file"
public record ForeignFile(Set<String> needed, List<String> signs, String words) {
  private static final List<ForeignFile> KNOWN =
      List.of(
          new ForeignFile(
              Set.of(),
              List.of("model_list", "litellm_settings", "router_settings"),
              "is a configuration of LiteLLM: write one of Sluice from it with"
                  + " `./sluice import litellm FILE -o sluice.yaml` (docs/from-litellm.md)"),
          new ForeignFile(
              Set.of(),
              List.of("static_resources", "dynamic_resources"),
              "is a configuration of Envoy: name the clusters' hosts under `providers` as url, and"
                  + " what clients may ask for under `routes` (docs/configuration.md)"),
          new ForeignFile(
              Set.of("apiVersion"),
              List.of("kind"),
              "is a manifest of Kubernetes: give it to kubectl, and name Sluice's own file, such as"
                  + " the one that a ConfigMap mounts (docs/configuration.md)"));

  /// Refuses a document that is one and has nothing of ours.
  ///
  /// @throws dev.sluice.config.yaml.ConfigException with its place and the remedy
  public static void refuse(Doc doc) {
    Set<String> keys = doc.keys();
    if (keys.contains("providers")) {
      return;
    }
    for (ForeignFile file : KNOWN) {
      Optional<String> sign = file.signs.stream().filter(keys::contains).findFirst();
      if (sign.isPresent() && keys.containsAll(file.needed)) {
        throw doc.refusal(sign.get(), file.words);
      }
    }
  }
}
