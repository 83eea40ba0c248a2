package dev.sluice.lab.nodes;

import static dev.sluice.lab.nodes.ModelQuota.number;

import java.util.List;

/// The head of a question to the script LEASE.
///
/// @param args its arguments
record LeaseQuestion(List<String> args) {
  private static final int FULL = 4;

  String node() {
    return args.get(1);
  }

  double elapsed() {
    return number(args, 3);
  }

  private int flags() {
    return (int) number(args, 4);
  }

  boolean first() {
    return flags() % 2 == 1;
  }

  boolean alone() {
    return flags() / 2 % 2 == 1;
  }

  boolean full() {
    return flags() >= FULL;
  }

  double part() {
    return number(args, 5);
  }

  String tenant() {
    return args.get(5);
  }

  int charged() {
    return (int) number(args, 7);
  }

  boolean wants() {
    return args.get(7).equals("1");
  }
}
