package dev.sluice.sim.dialect;

import java.util.List;

/// The order of the tokens of several choices that are made side by side: the first of each, then
/// the second of each that has one, and so on.
final class ChoiceInterleaver {
  private final List<Integer> sizes;
  private int round;
  private int choice = -1;
  private boolean startsRound = true;
  private boolean started;

  ChoiceInterleaver(List<Integer> sizes) {
    this.sizes = sizes;
  }

  int total() {
    return sizes.stream().mapToInt(Integer::intValue).sum();
  }

  /// Goes to the next token; there must be one.
  void advance() {
    startsRound = !started;
    started = true;
    do {
      choice++;
      if (choice == sizes.size()) {
        choice = 0;
        round++;
        startsRound = true;
      }
    } while (round >= sizes.get(choice));
  }

  int choice() {
    return choice;
  }

  int round() {
    return round;
  }

  /// Returns whether the token is the first one of its round.
  boolean startsRound() {
    return startsRound;
  }
}
