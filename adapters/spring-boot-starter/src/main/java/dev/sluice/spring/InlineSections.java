package dev.sluice.spring;

import static org.springframework.core.env.StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME;

import dev.sluice.config.yaml.FilePosition;
import dev.sluice.config.yaml.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// The sections of sluice.yaml that stand among the application's properties, as a tree for the
/// loader: what lies over a file's.
final class InlineSections {
  private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("sluice");

  /// The starter's own properties.
  private static final Set<String> OWN = Set.of("enabled", "config");

  private final KnownKeys keys = KnownKeys.load();
  private final PropertyText texts;
  private final Set<String> sources = new HashSet<>();

  InlineSections(PropertyText texts) {
    this.texts = texts;
  }

  /// Reads the properties; no entries where there are none.
  Node.Mapping read(Environment environment) {
    PropertyTree tree = new PropertyTree.Branch();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource iterable) {
        tree = PropertyTree.over(tree, tree(iterable));
      }
    }
    return mapping((PropertyTree.Branch) tree, keys);
  }

  /// Whether a place is that of a property.
  boolean isSource(FilePosition position) {
    return sources.contains(position.file());
  }

  private PropertyTree tree(IterableConfigurationPropertySource source) {
    boolean shared = isShared(source);
    PropertyTree tree = new PropertyTree.Branch();
    for (ConfigurationPropertyName name : source) {
      ConfigurationProperty property =
          isSection(name, shared) ? source.getConfigurationProperty(name) : null;
      tree = property == null ? tree : PropertyTree.with(tree, property, 1);
    }
    return tree;
  }

  /// Whether a source has names for all that runs in the process: variables of the environment and
  /// system properties.
  private static boolean isShared(ConfigurationPropertySource source) {
    return source.getUnderlyingSource() instanceof PropertySource<?> origin
        && (origin instanceof SystemEnvironmentPropertySource
            || origin.getName().equals(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
  }

  /// Whether a property belongs to a section. In a shared source only those do that begin with a
  /// known section: others that begin with `sluice` are for others.
  private boolean isSection(ConfigurationPropertyName name, boolean shared) {
    if (!PREFIX.isAncestorOf(name)) {
      return false;
    }
    String first = name.getElement(1, Form.ORIGINAL);
    return !OWN.contains(first) && (!shared || keys.has(first));
  }

  private Node node(PropertyTree tree, KnownKeys known) {
    return switch (tree) {
      case PropertyTree.Leaf(var property) -> leaf(property, known);
      case PropertyTree.Branch branch -> mapping(branch, known);
      case PropertyTree.Items(var elements) -> {
        List<Node> nodes = elements.values().stream().map(e -> node(e, known.item())).toList();
        yield new Node.Items(nodes.getFirst().position(), nodes);
      }
    };
  }

  private Node.Mapping mapping(PropertyTree.Branch branch, KnownKeys known) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    branch
        .named()
        .forEach(
            (element, tree) -> {
              String key = known.key(element);
              Node value = node(tree, known.below(key));
              entries.put(key, new Node.Entry(value.position(), value));
            });
    FilePosition first =
        entries.values().stream().findFirst().map(Node.Entry::key).orElse(PropertyPosition.none());
    sources.add(first.file());
    return new Node.Mapping(first, entries);
  }

  private Node leaf(ConfigurationProperty property, KnownKeys known) {
    FilePosition position = PropertyPosition.of(property);
    sources.add(position.file());
    String text = known.text(property.getValue());
    if (!known.isList()) {
      return scalar(position, text);
    }
    List<Node> nodes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      nodes.add(scalar(position, part.strip()));
    }
    return new Node.Items(position, nodes);
  }

  private Node scalar(FilePosition position, String text) {
    return new Node.Scalar(position, texts.of(text), false);
  }
}
