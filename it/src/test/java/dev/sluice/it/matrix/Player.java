package dev.sluice.it.matrix;

import dev.sluice.it.matrix.DialectGateways.Where;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plays every scene at each gateway, with one client or several.
interface Player {
  List<Line> play(List<Where> gateways) throws IOException, InterruptedException;

  /// One for the clients of each program, since most of the time of a process goes into its start,
  /// and behind these, which take longest, one for each client in this process.
  static List<Player> of(List<MatrixClient> clients) {
    List<JavaClient> own = new ArrayList<>();
    Map<Program, List<ProgramClient>> programs = new LinkedHashMap<>();
    for (MatrixClient client : clients) {
      switch (client) {
        case JavaClient java -> own.add(java);
        case ProgramClient other ->
            programs.computeIfAbsent(other.program(), _ -> new ArrayList<>()).add(other);
      }
    }
    List<Player> players = new ArrayList<>();
    programs.forEach((program, its) -> players.add(gateways -> program.play(its, gateways)));
    players.addAll(own);
    return players;
  }
}
