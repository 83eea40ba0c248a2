package dev.sluice.lab.nodes;

import static dev.sluice.lab.nodes.ModelQuota.number;

import dev.sluice.lab.nodes.ModelQuota.Reserved;
import dev.sluice.lab.nodes.ModelQuota.Step;
import java.util.List;

/// The state of one dimension of a quota in the model of Redis.
final class ModelDimension {
  private static final double KNOWN = 1e300;
  private static final double MINUTE = 60;
  private static final double MICROS = 1e6;
  private static final double QUARTER = 4;
  private static final double LEAST_PART = 0.001;
  private static final double EDGE = 0.000001;
  private static final double MOSTLY = 0.9;

  private boolean stored;
  private double minute;
  private double burst;
  private double total;
  private double revision;
  private double limit;
  private double margin;
  private double window;

  ModelDimension copy() {
    var copy = new ModelDimension();
    copy.stored = stored;
    copy.minute = minute;
    copy.burst = burst;
    copy.total = total;
    copy.revision = revision;
    copy.limit = limit;
    copy.margin = margin;
    copy.window = window;
    return copy;
  }

  /// Moves the levels on, and sees whether the need fits.
  ///
  /// @param part the dimension's arguments
  /// @param keep called when the state is to be kept
  Turn turn(List<String> part, Step step, Reserved reserved, Runnable keep) {
    var turn = new Turn(part, keep);
    turn.learn(part);
    turn.advance(step, part);
    turn.reserve(step, reserved);
    return turn;
  }

  /// One question's turn.
  final class Turn {
    private final Runnable keep;
    private final String name;
    private final double need;
    private final double kept;
    private final double room;
    private double m;
    private double b;
    private double g = total;
    private double revised = revision;
    private double most;
    private double left;
    private double seconds;
    private double rate;
    private double minuteMost;
    private double burstMost;
    private boolean known;
    private double grant;

    private Turn(List<String> part, Runnable keep) {
      this.keep = keep;
      name = part.getFirst();
      need = number(part, 7);
      kept = number(part, 8);
      room = number(part, 9);
    }

    String name() {
      return name;
    }

    double need() {
      return need;
    }

    private void learn(List<String> part) {
      double newLimit = number(part, 3);
      double newMargin = number(part, 4);
      double newWindow = number(part, 5);
      if (revised == 0 || number(part, 2) == revised) {
        boolean differs = newLimit != limit || newMargin != margin || newWindow != window;
        revised += revised == 0 || differs ? 1 : 0;
        most = newLimit;
        left = newMargin;
        seconds = newWindow;
      } else {
        most = limit;
        left = margin;
        seconds = window;
        if (newLimit < most) {
          most = newLimit;
          revised += 1;
        }
      }
      known = most < KNOWN;
      if (!known) {
        revised = 0;
        most = 0;
      }
    }

    private void advance(Step step, List<String> part) {
      rate = ModelQuota.rate(most, left);
      double free = number(part, 6);
      minuteMost = rate * (MINUTE - free);
      burstMost = rate * Math.max(seconds - free, seconds / QUARTER);
      m = minute;
      b = burst;
      if (step.full()) {
        if (step.born() || !stored) {
          m = minuteMost;
          b = burstMost;
        }
      } else if (step.empty() || !stored) {
        m = Math.min(m, 0);
        b = Math.min(b, 0);
      }
      double inflow = rate * step.part() * step.dt() / MICROS;
      m = Math.min(minuteMost, m + inflow);
      b = Math.min(burstMost, b + inflow);
      if (known && !part.get(11).isEmpty()) {
        correct(part);
      }
      double back = number(part, 10);
      m = Math.min(minuteMost, m + back);
      b = Math.min(burstMost, b + back);
      g -= back;
    }

    private void correct(List<String> part) {
      double since = g - number(part, 11);
      double ofMinute = number(part, 12) - since;
      double ofBurst = number(part, 13) - since;
      if (part.get(13).equals("most")) {
        m = Math.min(m, ofMinute);
        b = Math.min(b, ofBurst);
      } else {
        m = Math.max(m, Math.min(ofMinute, minuteMost));
        b = Math.max(b, Math.min(ofBurst, burstMost));
      }
    }

    private void reserve(Step step, Reserved reserved) {
      if (!known || need <= 0) {
        return;
      }
      double wanted = need + kept;
      double lacks = Math.max(Math.min(wanted, minuteMost) - m, Math.min(wanted, burstMost) - b);
      double inflow = rate * Math.max(step.part(), LEAST_PART) / MICROS;
      reserved.each = Math.max(reserved.each, need / inflow);
      double all = reserved.needs.getOrDefault(name, 0.0) + need * (reserved.unknown + 1) + kept;
      reserved.spare &=
          m >= Math.min(all, MOSTLY * minuteMost) && b >= Math.min(all, MOSTLY * burstMost);
      if (lacks > burstMost * EDGE) {
        reserved.fits = false;
        reserved.wait = Math.max(reserved.wait, lacks / inflow);
      }
    }

    /// Gives, and keeps the state.
    void end(boolean takes, boolean granted) {
      if (takes && known) {
        double level = Math.min(m, b);
        grant = granted ? need : 0;
        if (room > 0) {
          grant += Math.max(0, Math.min(room, level - grant - kept));
        }
        m -= grant;
        b -= grant;
        g += grant;
      }
      if (known) {
        keepIt();
      }
    }

    private void keepIt() {
      stored = true;
      minute = m;
      burst = b;
      total = g;
      revision = revised;
      limit = most;
      margin = left;
      window = seconds;
      keep.run();
    }

    void addTo(List<String> values) {
      for (double value : new double[] {grant, m, b, g, revised, most, left, seconds}) {
        values.add(String.valueOf(value));
      }
    }
  }
}
