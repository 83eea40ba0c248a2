package dev.sluice.lab.mechanism;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// The figures of several gateways, a value for each seed. Confined to one thread.
final class FigureTable {
  /// By figure and variant, the whole gateway first.
  private final Map<String, Map<Variant, List<Double>>> figures = new LinkedHashMap<>();

  void add(Map<Variant, Map<String, Double>> ofSeed) {
    ofSeed.forEach(
        (variant, values) ->
            values.forEach(
                (name, value) ->
                    figures
                        .computeIfAbsent(name, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(variant, _ -> new ArrayList<>())
                        .add(value)));
  }

  /// Returns the values of a figure, in the order of the seeds.
  List<Double> values(String figure, Variant variant) {
    return List.copyOf(figures.getOrDefault(figure, Map.of()).getOrDefault(variant, List.of()));
  }

  /// Prints for each figure and gateway the median and the range over the seeds, and those of the
  /// differences to the whole gateway, seed by seed.
  void print(PrintStream out) {
    figures.forEach(
        (name, variants) -> {
          out.printf("%n%s%n", name);
          List<Double> whole = variants.values().iterator().next();
          variants.forEach((variant, values) -> out.println(line(variant, values, whole)));
        });
  }

  private static String line(Variant variant, List<Double> values, List<Double> whole) {
    List<Double> differences =
        IntStream.range(0, values.size()).mapToObj(i -> values.get(i) - whole.get(i)).toList();
    String difference = values.equals(whole) ? "" : spread(differences);
    return "  %-26s %-34s %s"
        .formatted(variant.label(), spread(values), difference)
        .stripTrailing();
  }

  private static String spread(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    return String.format(
        Locale.ROOT, "%,.2f (%,.2f..%,.2f)", median, sorted[0], sorted[sorted.length - 1]);
  }

  /// Returns all values as a tree for [dev.sluice.lab.draw.JsonReport].
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    figures.forEach(
        (name, variants) -> {
          Map<String, Object> values = new LinkedHashMap<>();
          variants.forEach((variant, ofVariant) -> values.put(variant.label(), ofVariant));
          tree.put(name, values);
        });
    return tree;
  }
}
