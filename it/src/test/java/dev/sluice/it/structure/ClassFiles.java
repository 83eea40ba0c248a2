package dev.sluice.it.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The dependencies between source files, as compiled classes show them: each type that a class
/// names in its code, its members' types, or its generic signatures. A constant that the compiler
/// copies leaves no trace in a class.
final class ClassFiles {
  private static final Pattern NAME = Pattern.compile("dev/sluice/[\\w/$]+");

  private final Map<String, Set<String>> dependencies = new TreeMap<>();

  /// @param classes the folder of all classes
  /// @param packages the packages to look at, subpackages included, with slashes
  ClassFiles(Path classes, List<String> packages) throws IOException {
    for (String name : packages) {
      try (Stream<Path> files = Files.walk(classes.resolve(name))) {
        files.filter(file -> file.toString().endsWith(".class")).forEach(this::add);
      }
    }
    dependencies.forEach((file, used) -> used.remove(file));
    dependencies.values().forEach(used -> used.retainAll(dependencies.keySet()));
  }

  private void add(Path file) {
    ClassModel model = parse(file);
    String name = topLevel(model.thisClass().asInternalName());
    dependencies
        .computeIfAbsent(name, _ -> new TreeSet<>())
        .addAll(
            StreamSupport.stream(model.constantPool().spliterator(), false)
                .flatMap(ClassFiles::names)
                .collect(Collectors.toSet()));
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static Stream<String> names(PoolEntry entry) {
    return entry instanceof Utf8Entry text
        ? NAME.matcher(text.stringValue()).results().map(match -> topLevel(match.group()))
        : Stream.empty();
  }

  private static String topLevel(String name) {
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  /// The types, as names of top-level types with slashes, each with those that it depends on.
  Map<String, Set<String>> dependencies() {
    return dependencies;
  }

  /// The types in a cycle, or between two: those that are left when types that depend on none of
  /// the rest, and types that none of the rest depends on, are taken out again and again.
  static Set<String> cyclic(Map<String, Set<String>> graph) {
    Set<String> left = new TreeSet<>(graph.keySet());
    while (left.removeIf(type -> users(graph, left, type).isEmpty())
        || left.removeIf(type -> Collections.disjoint(used(graph, type), left))) {
      // Each round takes some out.
    }
    return left;
  }

  private static Set<String> used(Map<String, Set<String>> graph, String type) {
    return graph.getOrDefault(type, Set.of());
  }

  private static List<String> users(Map<String, Set<String>> graph, Set<String> left, String type) {
    return left.stream().filter(other -> used(graph, other).contains(type)).toList();
  }
}
