package dev.sluice.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/// Properties as the tree that their names spell.
sealed interface PropertyTree {

  /// A single value.
  record Leaf(ConfigurationProperty property) implements PropertyTree {}

  /// Values by name, in the order of their source.
  record Branch(Map<String, PropertyTree> named) implements PropertyTree {
    Branch() {
      this(new LinkedHashMap<>());
    }
  }

  /// Values by index.
  record Items(TreeMap<Integer, PropertyTree> elements) implements PropertyTree {
    Items() {
      this(new TreeMap<>());
    }
  }

  /// Adds a property to a tree, whose name is read from an element on.
  ///
  /// @return the tree with the property; another one where it was of another kind
  static PropertyTree with(PropertyTree tree, ConfigurationProperty property, int from) {
    ConfigurationPropertyName name = property.getName();
    if (from == name.getNumberOfElements()) {
      return tree instanceof Branch branch && branch.named().isEmpty() ? new Leaf(property) : tree;
    }
    String element = name.getElement(from, Form.ORIGINAL);
    if (name.isNumericIndex(from) && !(tree instanceof Branch(var named) && !named.isEmpty())) {
      Items items = tree instanceof Items already ? already : new Items();
      items
          .elements()
          .compute(
              Integer.valueOf(element),
              (_, old) -> with(old == null ? new Branch() : old, property, from + 1));
      return items;
    }
    Branch branch = tree instanceof Branch already ? already : new Branch();
    branch
        .named()
        .compute(element, (_, old) -> with(old == null ? new Branch() : old, property, from + 1));
    return branch;
  }

  /// Lays one tree over another: names are joined, and of lists and single values the upper one
  /// stands alone, as everywhere in Spring Boot.
  static PropertyTree over(PropertyTree upper, PropertyTree lower) {
    if (!(upper instanceof Branch(var above) && lower instanceof Branch(var under))) {
      return upper;
    }
    Map<String, PropertyTree> joined = new LinkedHashMap<>(under);
    above.forEach(
        (name, tree) -> {
          String same =
              under.keySet().stream()
                  .filter(other -> KnownKeys.isSame(other, name))
                  .findFirst()
                  .orElse(name);
          joined.merge(same, tree, (old, _) -> over(tree, old));
        });
    return new Branch(joined);
  }
}
