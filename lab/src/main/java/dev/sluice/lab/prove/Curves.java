package dev.sluice.lab.prove;

import dev.sluice.lab.draw.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A plot of shares, a curve for each side, from 0 to 100 per cent.
final class Curves {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 220;
  private static final double LEFT = 44;
  private static final double RIGHT = 850;
  private static final double TOP = 12;
  private static final double BOTTOM = 190;
  private static final int RULES = 4;

  private final Svg svg = new Svg(WIDTH, HEIGHT);
  private final List<String> labels;

  /// @param labels along the horizontal axis; empty for none at a value
  Curves(List<String> labels) {
    this.labels = labels;
    for (int i = 0; i <= RULES; i++) {
      double share = i / (double) RULES;
      svg.rule(LEFT, RIGHT, y(share));
      svg.label(LEFT - 6, y(share) + 4, "end", "%.0f".formatted(100 * share));
    }
    for (int i = 0; i < labels.size(); i++) {
      svg.label(x(i), BOTTOM + 16, "middle", labels.get(i));
    }
  }

  /// Draws a curve; a part without a call has no point.
  Curves add(String name, String color, List<Double> shares) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      if (!shares.get(i).isNaN()) {
        points.add(new double[] {x(i), y(shares.get(i))});
        svg.dot(x(i), y(shares.get(i)), color, hint(name, shares.get(i)));
      }
    }
    svg.curve(points, color);
    return this;
  }

  String done() {
    return svg.done();
  }

  private static String hint(String name, double share) {
    return String.format(Locale.ROOT, "%s: %.1f %%", name, 100 * share);
  }

  private double x(int i) {
    return LEFT + (RIGHT - LEFT) * (i + 0.5) / labels.size();
  }

  private static double y(double share) {
    return BOTTOM - share * (BOTTOM - TOP);
  }
}
