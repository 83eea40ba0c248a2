package dev.sluice.lab.overhead;

import java.io.IOException;

/// A program that allocates 1 MiB for each byte that it reads, and says so.
final class Allocating {
  static final int BYTES = 1 << 20;

  private Allocating() {}

  public static void main(String[] args) throws IOException {
    while (System.in.read() >= 0) {
      System.out.write(new byte[BYTES].length == BYTES ? '+' : '-');
      System.out.flush();
    }
  }
}
