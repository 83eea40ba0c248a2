package dev.sluice.cli.litellm;

import dev.sluice.config.yaml.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// Reads which models stand in for others, and by which names they are asked for.
final class FallbackReader {
  private static final String ANY = "*";

  private final RouteBook routes;
  private final Set<String> forAny = new HashSet<>();

  FallbackReader(RouteBook routes) {
    this.routes = routes;
  }

  void read(Foreign in) {
    aliases(in, "model_group_alias");
    each(in, "fallbacks", (group, others) -> fallBack(in, "fallbacks", group, others));
    defaults(in);
    each(in, "context_window_fallbacks", (group, others) -> tooLong(in, group, others));
    each(in, "content_policy_fallbacks", (group, others) -> filtered(in, group, others));
  }

  private void aliases(Foreign in, String key) {
    in.take(key)
        .filter(Node.Mapping.class::isInstance)
        .map(Node.Mapping.class::cast)
        .ifPresent(
            map -> map.entries().forEach((alias, entry) -> alias(in, key, alias, entry.value())));
  }

  private void alias(Foreign in, String key, String alias, Node value) {
    Optional<String> group =
        value instanceof Node.Mapping map ? text(map, "model") : Foreign.text(value);
    Optional<String> wrong =
        group.isEmpty() || !alias.matches("[!-)+-~]{1,256}")
            ? Optional.of("must be a name for a model")
            : routes.alias(alias, group.get());
    wrong.ifPresent(why -> in.remark(key, Foreign.quoted(alias) + " " + why));
  }

  private static Optional<String> text(Node.Mapping map, String key) {
    return Optional.ofNullable(map.entries().get(key))
        .flatMap(entry -> Foreign.text(entry.value()));
  }

  /// Each group of a list of maps with the models that stand in for it.
  private static void each(Foreign in, String key, BiConsumer<String, List<String>> reader) {
    Optional<Node> list = in.take(key);
    if (list.isPresent() && !(list.get() instanceof Node.Items)) {
      in.remark(key, "must be a list of maps, such as [{gpt-5: [claude]}]: left out");
    }
    if (list.orElse(null) instanceof Node.Items items) {
      for (Node node : items.nodes()) {
        if (node instanceof Node.Mapping map) {
          map.entries()
              .forEach((group, entry) -> reader.accept(group, models(in, key, entry.value())));
        } else {
          in.remark(key, "must be a list of maps, such as [{gpt-5: [claude]}]: left out");
        }
      }
    }
  }

  private static List<String> models(Foreign in, String key, Node value) {
    List<Node> nodes = value instanceof Node.Items items ? items.nodes() : List.of(value);
    return nodes.stream().flatMap(node -> model(in, key, node).stream()).toList();
  }

  /// A name, or the `model` of a request that LiteLLM makes of it.
  private static Optional<String> model(Foreign in, String key, Node node) {
    if (node instanceof Node.Mapping map) {
      in.remark(key, "what a fallback changes beside the model has no counterpart");
      return text(map, "model");
    }
    return Foreign.text(node);
  }

  private void fallBack(Foreign in, String key, String group, List<String> others) {
    if (group.equals(ANY) && !routes.has(ANY)) {
      any(in, key, others);
    } else {
      add(in, key, group, others);
    }
  }

  /// Each model stands in once for those of every group.
  private void any(Foreign in, String key, List<String> others) {
    List<String> more = others.stream().filter(forAny::add).toList();
    if (!more.isEmpty()) {
      routes.groups().forEach(group -> add(in, key, group, more));
    }
  }

  private void add(Foreign in, String key, String group, List<String> others) {
    for (String other : others) {
      routes.fallBack(group, other).ifPresent(why -> in.remark(key, why));
    }
  }

  private void defaults(Foreign in) {
    any(in, "default_fallbacks", in.texts("default_fallbacks"));
  }

  private void tooLong(Foreign in, String group, List<String> others) {
    if (!routes.fallsBackTo(group, others)) {
      in.remark(
          "context_window_fallbacks",
          "add the model to the route with `fallback: true`, and `context` to its targets; it then"
              + " takes other failures, too");
    }
  }

  private void filtered(Foreign in, String group, List<String> others) {
    if (routes.has(group) && routes.fallsBackTo(group, others)) {
      routes.passFiltered(group);
    } else {
      in.remark(
          "content_policy_fallbacks",
          "add the model to the route with `fallback: true`, and `fallback_on: [content_filter]`;"
              + " it then takes other failures, too");
    }
  }
}
