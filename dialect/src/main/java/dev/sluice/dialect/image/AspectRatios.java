package dev.sluice.dialect.image;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The shapes of pictures that a provider knows, such as `16:9`. Immutable.
///
/// @param known each as a provider writes it
record AspectRatios(List<String> known) {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");

  /// How far, as a part, a shape may be from a size that stands for it: 1792x1024 is 16:9 to most.
  private static final double NEAR = 0.02;

  AspectRatios {
    known = List.copyOf(known);
  }

  /// The shape of a size in points; empty where there is none that is near.
  Optional<String> of(String size) {
    Matcher points = SIZE.matcher(size);
    if (!points.matches()) {
      return Optional.empty();
    }
    double asked = Double.parseDouble(points.group(1)) / Double.parseDouble(points.group(2));
    return known.stream().filter(shape -> Math.abs(ratio(shape) / asked - 1) <= NEAR).findFirst();
  }

  private static double ratio(String shape) {
    int colon = shape.indexOf(':');
    return Double.parseDouble(shape.substring(0, colon))
        / Double.parseDouble(shape.substring(colon + 1));
  }
}
