package dev.sluice.lab.streams;

import java.util.List;

/// What `lab streams` is asked for.
///
/// @param streams how many are open at once
/// @param body the bytes of each request's body
/// @param seconds how long the memory is watched when they are open
/// @param classes how many classes are told, the largest first
/// @param jvm options of the gateway's JVM, which outweigh those of this process
public record StreamsOptions(int streams, int body, int seconds, int classes, List<String> jvm) {
  public StreamsOptions {
    jvm = List.copyOf(jvm);
    atLeastOne("--streams", streams);
    atLeastOne("--body", body);
    atLeastOne("--seconds", seconds);
    atLeastOne("--top", classes);
  }

  private static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " " + value + " is less than 1");
    }
  }
}
