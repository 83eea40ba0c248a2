package dev.sluice.lab.draw;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;

/// A drawing. Coordinates are in pixels, from the upper left corner.
public final class Svg {
  private final StringBuilder text = new StringBuilder();

  public Svg(int width, int height) {
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'>",
        width, height, width, height);
  }

  public void bar(double x, double y, double width, double height, String color, String hint) {
    add(
        "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'><title>%s</title></rect>",
        x, y, width, height, color, escape(hint));
  }

  public void rule(double x1, double x2, double y) {
    add("<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' class='rule'/>", x1, x2, y, y);
  }

  public void curve(List<double[]> points, String color) {
    StringBuilder path = new StringBuilder();
    points.forEach(p -> path.append(String.format(Locale.ROOT, "%.1f,%.1f ", p[0], p[1])));
    add(
        "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>",
        path.toString().strip(), color);
  }

  public void dot(double x, double y, String color, String hint) {
    add(
        "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'><title>%s</title></circle>",
        x, y, color, escape(hint));
  }

  /// Writes a text.
  ///
  /// @param anchor `start`, `middle` or `end`
  public void label(double x, double y, String anchor, String text) {
    add("<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, escape(text));
  }

  /// The drawing, as an element of a page.
  public String done() {
    return text + "</svg>\n";
  }

  /// Makes text safe inside of elements and attributes.
  public static String escape(String what) {
    return what.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }

  @FormatMethod
  private void add(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
