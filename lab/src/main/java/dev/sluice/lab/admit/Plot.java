package dev.sluice.lab.admit;

import dev.sluice.lab.draw.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// Plots with a value of each contender at each of some places, as bars or as curves.
///
/// @param places along the horizontal axis
/// @param most where the vertical axis ends
/// @param unit of the values
/// @param values each contender's, place by place; [Double#NaN] for none
record Plot(
    List<String> places, double most, String unit, SequencedMap<Contender, List<Double>> values) {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 220;
  private static final double LEFT = 44;
  private static final double RIGHT = 510;
  private static final double TOP = 12;
  private static final double BOTTOM = 190;
  private static final int LINES = 4;
  private static final double FILLED = 0.8;

  String bars() {
    Svg svg = frame();
    double room = step() * FILLED / values.size();
    int place = 0;
    for (Contender contender : values.sequencedKeySet()) {
      List<Double> row = row(contender);
      for (int i = 0; i < row.size(); i++) {
        double value = row.get(i);
        if (!Double.isNaN(value)) {
          double x = LEFT + step() * (i + (1 - FILLED) / 2) + place * room;
          svg.bar(
              x, y(value), room - 1, BOTTOM - y(value), color(contender), hint(contender, value));
        }
      }
      place++;
    }
    return svg.done();
  }

  String curves() {
    Svg svg = frame();
    // The first last, so that it lies above the others.
    for (Contender contender : values.sequencedKeySet().reversed()) {
      var points = new ArrayList<double[]>();
      List<Double> row = row(contender);
      for (int i = 0; i < row.size(); i++) {
        points.add(new double[] {LEFT + step() * (i + 0.5), y(row.get(i))});
      }
      svg.curve(points, color(contender));
      for (int i = 0; i < row.size(); i++) {
        svg.dot(points.get(i)[0], points.get(i)[1], color(contender), hint(contender, row.get(i)));
      }
    }
    return svg.done();
  }

  static String color(Contender contender) {
    return switch (contender) {
      case SLUICE -> "#0b6e4f";
      case SDK -> "#c8553d";
      case PATIENT -> "#e9a23b";
      case STRICT -> "#5b7db1";
      case FIFO -> "#9a9a9a";
    };
  }

  private Svg frame() {
    Svg svg = new Svg(WIDTH, HEIGHT);
    for (int i = 0; i <= LINES; i++) {
      double value = most * i / LINES;
      svg.rule(LEFT, RIGHT, y(value));
      svg.label(LEFT - 6, y(value) + 4, "end", number(value));
    }
    for (int i = 0; i < places.size(); i++) {
      svg.label(LEFT + step() * (i + 0.5), BOTTOM + 16, "middle", places.get(i));
    }
    return svg;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private List<Double> row(Contender contender) {
    return values.getOrDefault(contender, List.of());
  }

  private double step() {
    return (RIGHT - LEFT) / places.size();
  }

  private double y(double value) {
    double share = Math.clamp(value / most, 0, 1);
    return BOTTOM - share * (BOTTOM - TOP);
  }

  private String hint(Contender contender, double value) {
    return String.format(Locale.ROOT, "%s: %.2f %s", contender.label(), value, unit);
  }
}
