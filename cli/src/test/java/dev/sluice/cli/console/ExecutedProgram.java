package dev.sluice.cli.console;

import java.util.List;

/// Tries to execute what does not exist.
final class ExecutedProgram {
  private ExecutedProgram() {}

  public static void main(String[] args) {
    System.out.println(new Program("/there/is/no/java", List.of()).execute());
    System.out.println("still here");
  }
}
