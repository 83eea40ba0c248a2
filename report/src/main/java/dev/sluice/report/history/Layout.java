package dev.sluice.report.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which figure or bucket stands at which place of a vector, so that one that another version has
/// written can be read: what both know by the same name is taken over, the rest is left out.
/// Immutable.
public final class Layout {
  /// The layout of this version.
  public static final Layout NOW = new Layout(names());

  private final List<String> names;

  /// The place of each of its places in vectors of this version; -1 for none.
  private final int[] places;

  private Layout(List<String> names) {
    this.names = List.copyOf(names);
    this.places = places(this.names);
  }

  /// Reads the layout that a text describes.
  public static Layout of(String text) {
    return text.equals(NOW.text()) ? NOW : new Layout(Arrays.asList(text.split(",", -1)));
  }

  /// The layout as a text, for [#of].
  public String text() {
    return String.join(",", names);
  }

  private static List<String> names() {
    String[] names = new String[Measure.VECTOR];
    for (Figure figure : Figure.values()) {
      names[figure.place()] = figure.name();
    }
    for (Measure measure : Measure.values()) {
      for (int i = 0; i < DurationBuckets.COUNT; i++) {
        names[measure.offset() + i] = measure.name() + i;
      }
    }
    return List.of(names);
  }

  private static int[] places(List<String> names) {
    Map<String, Integer> now = new HashMap<>();
    for (String name : names()) {
      now.put(name, now.size());
    }
    return names.stream().mapToInt(name -> now.getOrDefault(name, -1)).toArray();
  }

  /// Adds what `sparse`, a vector of this layout, holds to `sums`, one of this version.
  public void addTo(long[] sums, byte[] sparse) {
    if (this == NOW) {
      SparseVector.addTo(sums, sparse);
      return;
    }
    long[] read = new long[places.length];
    SparseVector.addTo(read, sparse);
    for (int i = 0; i < read.length; i++) {
      if (places[i] >= 0) {
        sums[places[i]] += read[i];
      }
    }
  }
}
