package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A link whose beats are answered for a cluster of four while it is up, and whose leases are
/// granted in full or by a script of the test.
final class FakeLink implements Link {
  static final int NODES = 4;

  boolean up = true;
  boolean grants = true;

  /// How much is granted beyond what is asked for.
  double more;

  /// Whether several servers answer, each of which may be down by itself.
  boolean spread;

  int looks;

  /// What all nodes have been granted.
  double total;

  /// With which word questions for leases are refused, while looks and beats are answered.
  Optional<String> refusal = Optional.empty();

  /// Whether questions for leases get no answer, while beats do.
  boolean loses;

  final List<List<String>> leases = new ArrayList<>();

  /// What is answered to who wants to try a target; empty for nothing.
  Optional<String> turn = Optional.of("1");

  int turns;
  final List<String> told = new ArrayList<>();

  /// How many other nodes wait.
  String waiting = "0";

  /// How long what was told last holds, in microseconds.
  String toldFor = "";

  /// Whether what is told is taken.
  boolean takes;

  Consumer<String> lines = _ -> {};

  @Override
  public void ask(
      Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
    if (script == Script.LEASE) {
      leases.add(args);
    }
    if (script == Script.REACH) {
      looks++;
    }
    if (script == Script.FACT) {
      told.add(args.get(2));
      toldFor = args.get(3);
    }
    if (up && takes && script == Script.FACT) {
      answer.accept(new RedisReply.Values(List.of("1", "")));
    }
    if (up && script == Script.PROBE) {
      turns++;
      turn.ifPresent(it -> answer.accept(new RedisReply.Values(List.of(it))));
    }
    if (up && script == Script.BEAT) {
      answer.accept(new RedisReply.Values(List.of("0", "1", String.valueOf(NODES), "0", "0", "4")));
    } else if (up && !loses && script == Script.REACH) {
      answer.accept(new RedisReply.Values(List.of("1")));
    } else if (up && refusal.isPresent() && script == Script.LEASE) {
      answer.accept(new RedisReply.Refused(refusal.get(), "no"));
    } else if (up && !loses && script == Script.LEASE) {
      answer.accept(new RedisReply.Values(granted(args)));
    }
  }

  private List<String> granted(List<String> args) {
    boolean wants = args.get(7).equals("1");
    var values =
        new ArrayList<String>(List.of(wants && grants ? "1" : "0", "500000", "0", waiting, "0"));
    int first = 12 + 2 * Integer.parseInt(args.get(6));
    for (int at = first; at < args.size(); at += 14) {
      double grant =
          grants
              ? more + Double.parseDouble(args.get(at + 6)) + Double.parseDouble(args.get(at + 8))
              : 0;
      boolean known = Double.parseDouble(args.get(at + 2)) < 1e300;
      values.addAll(
          List.of(
              String.valueOf(grant),
              "5000",
              "5000",
              String.valueOf(total),
              known ? "1" : "0",
              known ? args.get(at + 2) : "0",
              args.get(at + 3),
              args.get(at + 4)));
    }
    return values;
  }

  @Override
  public void onLine(String channel, Consumer<String> listener) {
    lines = listener;
  }

  @Override
  public long connection() {
    return up ? 1 : 0;
  }

  @Override
  public boolean isSpread() {
    return spread;
  }
}
