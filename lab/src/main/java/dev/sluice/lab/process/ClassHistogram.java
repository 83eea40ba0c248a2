package dev.sluice.lab.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What lives on the heap of a JVM, by class.
///
/// @param classes the instances of each class, by its name as the JVM spells it (`[B` for arrays of
///   bytes); classes of the same name count as one
public record ClassHistogram(Map<String, Instances> classes) {
  /// For the tool's own JVM, which lives for a moment.
  private static final List<String> BRIEF =
      List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");

  private static final Pattern ROW = Pattern.compile(" *\\d+: +(\\d+) +(\\d+) +(\\S+).*");

  public ClassHistogram {
    classes = Map.copyOf(classes);
  }

  /// Objects, and the bytes that they have together.
  public record Instances(long objects, long bytes) {
    private static final Instances NONE = new Instances(0, 0);

    Instances plus(Instances other) {
      return new Instances(objects + other.objects, bytes + other.bytes);
    }

    Instances minus(Instances other) {
      return new Instances(objects - other.objects, bytes - other.bytes);
    }
  }

  /// Asks a JVM, which collects its garbage first.
  public static ClassHistogram of(long pid) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> command = new ArrayList<>(List.of(tool));
    command.addAll(BRIEF);
    command.addAll(List.of(Long.toString(pid), "GC.class_histogram"));
    return parse(CommandOutput.text(command.toArray(String[]::new)));
  }

  static ClassHistogram parse(String text) throws IOException {
    Map<String, Instances> classes = new HashMap<>();
    text.lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(row -> classes.merge(row.group(3), instances(row), Instances::plus));
    if (classes.isEmpty()) {
      throw new IOException("a class histogram without classes: " + text);
    }
    return new ClassHistogram(classes);
  }

  private static Instances instances(Matcher row) {
    return new Instances(Long.parseLong(row.group(1)), Long.parseLong(row.group(2)));
  }

  /// Returns how many objects there are of a class.
  public long objects(String type) {
    return classes.getOrDefault(type, Instances.NONE).objects();
  }

  /// The instances of all classes.
  public Instances total() {
    return classes.values().stream().reduce(Instances.NONE, Instances::plus);
  }

  /// What this has more than `before`, or less.
  public ClassHistogram beyond(ClassHistogram before) {
    Map<String, Instances> more = new HashMap<>(classes);
    before.classes.forEach(
        (name, had) -> more.put(name, more.getOrDefault(name, Instances.NONE).minus(had)));
    return new ClassHistogram(more);
  }
}
