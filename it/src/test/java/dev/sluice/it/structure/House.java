package dev.sluice.it.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sources of all modules, counted: modules, packages, types, and which of these others use.
/// Runs as a program too, on any checkout of any age:
///
/// ```
/// java it/src/test/java/dev/sluice/it/structure/House.java [CHECKOUT [exports]]
/// ```
///
/// A *room* is a feature with all its packages: `internal.breaker`, `server.edge`. A type is used
/// where its name is imported, is written in full, or stands in a file of its package.
final class House {
  private static final Pattern MODULE = Pattern.compile("<module>([\\w/-]+)</module>");
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern FULL =
      Pattern.compile("\\bdev\\.sluice(?:\\.[a-z]\\w*)*\\.[A-Z]\\w*");
  private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w*");
  private static final Pattern PUBLIC =
      Pattern.compile(
          "^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|enum|record|@interface) ",
          Pattern.MULTILINE);
  private static final Pattern NO_CODE =
      Pattern.compile("\\s*(?://.*|[{}()\\];,]*|import .*|package .*)");

  /// Modules that are one feature.
  private static final Set<String> WHOLE = Set.of("dialect", "provider", "transport");

  private static final String INFO = "package-info";

  private final List<Source> sources = new ArrayList<>();
  private final Map<String, Source> types = new HashMap<>();
  private final int modules;

  /// A file of Java.
  ///
  /// @param main whether it is part of the product
  record Source(String module, boolean main, String pack, String name, String text) {
    String type() {
      return pack + "." + name;
    }

    boolean isPublic() {
      return PUBLIC.matcher(text).find();
    }

    /// The feature that it belongs to: what follows `dev.sluice`, in modules with many features two
    /// words of it.
    String room() {
      List<String> words =
          List.of(pack.split("\\."))
              .subList(Math.min(2, pack.split("\\.").length), pack.split("\\.").length);
      boolean whole = words.isEmpty() || WHOLE.contains(words.getFirst());
      return String.join(".", words.subList(0, Math.min(whole ? 1 : 2, words.size())));
    }

    long codeLines() {
      return text.lines().filter(line -> !NO_CODE.matcher(line).matches()).count();
    }
  }

  House(Path root) throws IOException {
    List<String> names =
        MODULE
            .matcher(Files.readString(root.resolve("pom.xml")))
            .results()
            .map(m -> m.group(1))
            .toList();
    modules = names.size();
    for (String module : names) {
      read(root.resolve(module).resolve("src/main/java"), module, true);
      read(root.resolve(module).resolve("src/test/java"), module, false);
    }
    sources.stream()
        .filter(source -> !source.name().equals(INFO))
        .forEach(source -> types.put(source.type(), source));
  }

  private void read(Path folder, String module, boolean main) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> sources.add(source(file, module, main)));
    }
  }

  private static Source source(Path file, String module, boolean main) {
    try {
      String text = Files.readString(file);
      Matcher pack = PACKAGE.matcher(text);
      String name = file.getFileName().toString().replace(".java", "");
      return new Source(module, main, pack.find() ? pack.group(1) : "", name, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The sources of the product.
  Stream<Source> main() {
    return sources.stream().filter(Source::main);
  }

  private Stream<Source> mainTypes() {
    return main().filter(source -> !source.name().equals(INFO));
  }

  /// What the product's files use of each type that is not of their package, by type.
  Map<String, Set<Source>> users() {
    Map<String, Set<Source>> users = new HashMap<>();
    mainTypes()
        .forEach(
            source ->
                used(source)
                    .forEach(
                        type -> users.computeIfAbsent(type, _ -> new HashSet<>()).add(source)));
    return users;
  }

  private Set<String> used(Source source) {
    Set<String> used = new HashSet<>();
    IMPORT.matcher(source.text()).results().map(m -> m.group(1)).forEach(name -> top(name, used));
    FULL.matcher(source.text()).results().map(m -> m.group()).forEach(name -> top(name, used));
    NAME.matcher(source.text())
        .results()
        .map(name -> source.pack() + "." + name.group())
        .filter(types::containsKey)
        .forEach(used::add);
    used.remove(source.type());
    return used;
  }

  private void top(String name, Set<String> used) {
    for (String at = name; at.contains("."); at = at.substring(0, at.lastIndexOf('.'))) {
      if (types.containsKey(at)) {
        used.add(at);
        return;
      }
    }
  }

  /// How many types of each package files of other packages use, where some do.
  Map<String, Integer> exports() {
    Map<String, Set<Source>> users = users();
    Map<String, Integer> exports = new TreeMap<>();
    mainTypes()
        .filter(type -> isUsedElsewhere(type, users))
        .forEach(type -> exports.merge(type.pack(), 1, Integer::sum));
    return exports;
  }

  private static boolean isUsedElsewhere(Source type, Map<String, Set<Source>> users) {
    return users.getOrDefault(type.type(), Set.of()).stream()
        .anyMatch(user -> !user.pack().equals(type.pack()));
  }

  private long usedByOthers() {
    Map<String, Set<Source>> users = users();
    return mainTypes()
        .filter(
            type ->
                users.getOrDefault(type.type(), Set.of()).stream()
                    .anyMatch(user -> !user.room().equals(type.room())))
        .count();
  }

  private long ownRoomOnly() {
    Map<String, Set<Source>> users = users();
    return mainTypes()
        .filter(Source::isPublic)
        .filter(
            type ->
                users.getOrDefault(type.type(), Set.of()).stream()
                    .allMatch(user -> user.room().equals(type.room())))
        .count();
  }

  /// How many imports of `internal` from other modules each module has, where it has some.
  Map<String, Long> internalAcrossModules() {
    return mainTypes()
        .flatMap(
            source ->
                IMPORT
                    .matcher(source.text())
                    .results()
                    .map(m -> m.group(1))
                    .filter(name -> name.startsWith("dev.sluice.internal."))
                    .filter(name -> isOfAnother(source.module(), name))
                    .map(_ -> source.module()))
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  private boolean isOfAnother(String module, String name) {
    Set<String> top = new HashSet<>();
    top(name, top);
    return top.stream()
        .flatMap(type -> Stream.ofNullable(types.get(type)))
        .anyMatch(source -> !source.module().equals(module));
  }

  /// The counts, a line each.
  String counts() {
    long packages = mainTypes().map(s -> s.module() + s.pack()).distinct().count();
    long publics = mainTypes().filter(Source::isPublic).count();
    return """
        modules                                        %d
        packages                                       %d
        types                                          %d
        public types                                   %d
        public types that only their own feature uses  %d
        types that other features use                  %d
        imports of internal from other modules         %d
        lines of code, main                            %d
        lines of code, tests                           %d
        """
        .formatted(
            modules,
            packages,
            mainTypes().count(),
            publics,
            ownRoomOnly(),
            usedByOthers(),
            internalAcrossModules().values().stream().mapToLong(Long::longValue).sum(),
            main().mapToLong(Source::codeLines).sum(),
            sources.stream().filter(s -> !s.main()).mapToLong(Source::codeLines).sum());
  }

  /// Prints the counts of a checkout; with `exports` behind it, the types that others use.
  public static void main(String[] args) throws IOException {
    var house = new House(Path.of(args.length == 0 ? "." : args[0]));
    if (args.length > 1) {
      house.exports().forEach((pack, count) -> System.out.println(pack + " " + count));
    } else {
      System.out.print(house.counts());
    }
  }
}
