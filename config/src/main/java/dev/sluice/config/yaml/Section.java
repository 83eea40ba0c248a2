package dev.sluice.config.yaml;

import dev.sluice.call.text.Nearest;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.FilePath;
import dev.sluice.config.value.Quoted;
import dev.sluice.config.value.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/// A map of keys to values in a document, as a reader sees it. A section that is absent from the
/// document looks like one without keys, so that readers need not care.
public final class Section {
  private final Doc doc;
  private final String path;
  private final Node.Mapping node;
  private final Set<String> asked = new LinkedHashSet<>();

  Section(Doc doc, String path, Node.Mapping node) {
    this.doc = doc;
    this.path = path;
    this.node = node;
  }

  /// The position of this section in its file.
  public FilePosition position() {
    return node.position();
  }

  /// The name of this section in messages: `routes.fast.timeout`; empty for the root.
  public String path() {
    return path;
  }

  /// Whether this section has `key`, whatever its value.
  public boolean has(String key) {
    asked.add(key);
    return node.entries().containsKey(key);
  }

  /// Whether a single value stands under `key`, where a section may stand too.
  public boolean single(String key) {
    return find(key).filter(Node.Scalar.class::isInstance).isPresent();
  }

  /// The value of `key`; empty if it is absent, or wrong, which is noted.
  public <T> Optional<T> get(String key, Type<T> type) {
    return find(key).flatMap(value -> read(name(key), value, type));
  }

  /// The path of a file under `key`, which counts as a file of this configuration from then on: it
  /// is watched as the others are.
  public Optional<Path> file(String key) {
    Optional<Path> file = get(key, new FilePath());
    file.ifPresent(doc.interpolation::reads);
    return file;
  }

  /// The value of `key`; `otherwise` where the key is absent.
  public <T> T get(String key, Type<T> type, T otherwise) {
    return get(key, type).orElse(otherwise);
  }

  /// The text of `key` as it stands in the file; empty where it refers to something outside of it,
  /// which no message may show.
  public Optional<String> written(String key) {
    return find(key)
        .filter(value -> value instanceof Node.Scalar scalar && !scalar.raw().contains("${"))
        .map(value -> ((Node.Scalar) value).raw());
  }

  /// The value of `key`; its absence is a problem.
  ///
  /// @param remedy what to add, for the message
  public <T> Optional<T> need(String key, Type<T> type, String remedy) {
    if (!has(key)) {
      fail("has no " + key + ": " + remedy);
    }
    return get(key, type);
  }

  /// The values of the list under `key`; wrong ones are noted and left out.
  public <T> List<T> list(String key, Type<T> type) {
    List<T> values = new ArrayList<>();
    List<Node> nodes = items(key);
    for (int i = 0; i < nodes.size(); i++) {
      read(name(key) + "[" + i + "]", nodes.get(i), type).ifPresent(values::add);
    }
    return values;
  }

  /// The result of `reader` for the section under `key`.
  public <T> T in(String key, Function<Section, T> reader) {
    Optional<Node.Mapping> found = find(key).flatMap(value -> mapping(name(key), value));
    return child(name(key), found.orElse(new Node.Mapping(position(), Map.of()))).bind(reader);
  }

  /// The results of `reader` for each section in the list under `key`.
  public <T> List<T> each(String key, Function<Section, Optional<T>> reader) {
    List<T> results = new ArrayList<>();
    List<Node> nodes = items(key);
    for (int i = 0; i < nodes.size(); i++) {
      String name = name(key) + "[" + i + "]";
      mapping(name, nodes.get(i)).flatMap(m -> child(name, m).bind(reader)).ifPresent(results::add);
    }
    return results;
  }

  /// The results for each value in the list under `key`: by `type` of a single one, by `reader` of
  /// a section.
  public <T> List<T> each(String key, Type<T> type, Function<Section, Optional<T>> reader) {
    List<T> results = new ArrayList<>();
    List<Node> nodes = items(key);
    for (int i = 0; i < nodes.size(); i++) {
      either(name(key) + "[" + i + "]", nodes.get(i), type, reader).ifPresent(results::add);
    }
    return results;
  }

  private <T> Optional<T> either(
      String name, Node node, Type<T> type, Function<Section, Optional<T>> reader) {
    return node instanceof Node.Mapping mapping
        ? child(name, mapping).bind(reader)
        : read(name, node, type);
  }

  /// Reads each section under `key`, with its name.
  public <T> List<T> named(String key, BiFunction<String, Section, Optional<T>> reader) {
    List<T> results = new ArrayList<>();
    entries(key)
        .forEach(
            (name, entry) -> {
              String full = name(key) + "." + name;
              mapping(full, entry.value())
                  .flatMap(m -> child(full, m).bind(s -> reader.apply(name, s)))
                  .ifPresent(results::add);
            });
    return results;
  }

  /// The names under `key`, whatever their values.
  public Set<String> names(String key) {
    return node.entries().get(key) instanceof Node.Entry(_, Node.Mapping mapping)
        ? mapping.entries().keySet()
        : Set.of();
  }

  /// The environment that `${env:NAME}` refers to.
  public Map<String, String> environment() {
    return doc.interpolation.environment();
  }

  /// Notes that something is wrong with this section.
  ///
  /// @param what to be read after its name
  public void fail(String what) {
    doc.problems.add(position(), path, (path.isEmpty() ? "the file" : path) + " " + what);
  }

  /// Notes that something is wrong with the value of `key`, or with the section if it is absent.
  ///
  /// @param what to be read after the key's name
  public void fail(String key, String what) {
    FilePosition at = find(key).map(Node::position).orElse(position());
    doc.problems.add(at, name(key), name(key) + " " + what);
  }

  /// Notes what the author of the value of `key` should know, although nothing is wrong.
  ///
  /// @param what to be read after the key's name
  public void note(String key, String what) {
    doc.note(find(key).map(Node::position).orElse(position()), name(key), what);
  }

  /// Runs a reader, then reports the keys that it has not asked for.
  <T> T bind(Function<Section, T> reader) {
    T result = reader.apply(this);
    node.entries()
        .forEach(
            (key, entry) -> {
              if (!asked.contains(key)) {
                doc.problems.add(unknown(key, entry.key()));
              }
            });
    return result;
  }

  private Problem unknown(String key, FilePosition at) {
    String where = path.isEmpty() ? "" : " in " + path;
    String known = String.join(", ", asked);
    String hint = hint(key);
    String what = "unknown key " + Quoted.of(key) + where + hint + " (accepted: " + known + ")";
    String remedy = hint.isEmpty() ? "remove it, or use one of " + known : hint.substring(2);
    return new Problem(at, what, name(key), remedy);
  }

  private String hint(String key) {
    Optional<String> gone = GoneWords.key(name(key));
    if (gone.isPresent()) {
      return ", which is gone: " + gone.get();
    }
    Optional<String> here = ForeignWords.here(key);
    if (here.isPresent()) {
      return ", which is " + here.get() + " here";
    }
    List<String> near = Nearest.of(key, asked);
    return near.isEmpty() ? "" : ", did you mean " + Quoted.of(near.getFirst()) + "?";
  }

  private Section child(String path, Node.Mapping mapping) {
    return new Section(doc, path, mapping);
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private Optional<Node> find(String key) {
    asked.add(key);
    return Optional.ofNullable(node.entries().get(key)).map(Node.Entry::value);
  }

  private List<Node> items(String key) {
    Optional<Node.Items> found =
        find(key).flatMap(v -> narrow(name(key), v, Node.Items.class, "must be a list: [a, b]"));
    return filled(key, found.map(Node.Items::nodes), List::isEmpty).orElse(List.of());
  }

  private Map<String, Node.Entry> entries(String key) {
    Optional<Node.Mapping> found = find(key).flatMap(value -> mapping(name(key), value));
    return filled(key, found.map(Node.Mapping::entries), Map::isEmpty).orElse(Map.of());
  }

  /// Notes an empty choice as a problem, since leaving the key out says the same.
  private <T> Optional<T> filled(String key, Optional<T> found, Predicate<T> isEmpty) {
    if (found.filter(isEmpty).isPresent()) {
      fail(key, "must not be empty");
    }
    return found;
  }

  private Optional<Node.Mapping> mapping(String name, Node value) {
    return narrow(name, value, Node.Mapping.class, "must hold keys and values");
  }

  private <T> Optional<T> read(String name, Node value, Type<T> type) {
    return narrow(name, value, Node.Scalar.class, "must be a single value")
        .flatMap(scalar -> read(name, scalar, type));
  }

  private <T> Optional<T> read(String name, Node.Scalar scalar, Type<T> type) {
    return fill(name, scalar).flatMap(text -> convert(name, scalar, text, type));
  }

  private Optional<String> fill(String name, Node.Scalar scalar) {
    try {
      return Optional.of(doc.interpolation.fill(scalar.raw()));
    } catch (ConfigProblem e) {
      doc.problems.add(problem(name, scalar, e, ""));
      return Optional.empty();
    }
  }

  private <T> Optional<T> convert(String name, Node.Scalar scalar, String text, Type<T> type) {
    try {
      return Optional.of(type.read(text));
    } catch (ConfigProblem e) {
      ConfigProblem told =
          GoneWords.value(name, text)
              .map(remedy -> new ConfigProblem("has a value that is gone", remedy))
              .orElse(e);
      doc.problems.add(problem(name, scalar, told, ", is " + type.show(scalar.raw())));
      return Optional.empty();
    }
  }

  private static Problem problem(String name, Node.Scalar at, ConfigProblem e, String is) {
    String remedy = e.remedy(at.raw());
    boolean within = e.at().isPresent();
    FilePosition position =
        within && !at.raw().contains("${") ? at.position(e.at().getAsInt()) : at.position();
    String what = name + " " + e.getMessage() + (within ? "" : is) + remedy;
    return new Problem(position, what, name, remedy.replaceFirst("^: ", ""));
  }

  private <N extends Node> Optional<N> narrow(String name, Node value, Class<N> kind, String must) {
    if (value instanceof Node.Scalar scalar && scalar.isNothing()) {
      doc.problems.add(
          value.position(), name, name + " has no value: give it one, or remove the line");
      return Optional.empty();
    }
    if (!kind.isInstance(value) && !(value instanceof Node.Broken)) {
      doc.problems.add(value.position(), name, name + " " + must + ", is " + value.kind());
    }
    return kind.isInstance(value) ? Optional.of(kind.cast(value)) : Optional.empty();
  }
}
