package dev.sluice.lab.batch;

import dev.sluice.lab.batch.BatchOptions.Part;
import dev.sluice.lab.batch.BesideBatch.Kind;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Kills, starves and measures batches of gateways in processes of their own.
public record BatchLab(
    BatchOptions options, GatewayProgram program, PrintStream out, Optional<PrintStream> terminal) {
  private static final int KILLS_A_BATCH = 5;
  private static final int LINES_OF_KILLED = 1_000;

  /// Of so many kills one is of a gateway whose batches the provider runs.
  private static final int KILLS_A_DELEGATED = 10;

  /// Runs the experiment, and prints what it finds.
  ///
  /// @param terminal where to say what is under way; empty for nowhere
  /// @return 0, or 1 if a bound does not hold
  public static int run(
      BatchOptions options, GatewayProgram program, PrintStream out, Optional<PrintStream> terminal)
      throws IOException, InterruptedException {
    return new BatchLab(options, program, out, terminal).run();
  }

  private int run() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (Part part : options.only()) {
      for (Finding one : found(part)) {
        print(one);
        findings.add(one);
      }
    }
    var table = new FindingTable(findings);
    table.print(out);
    write(findings, table);
    boolean holds = findings.stream().allMatch(Finding::holds);
    out.println(holds ? "all bounds hold" : "MISSED");
    return holds ? 0 : 1;
  }

  private void write(List<Finding> findings, FindingTable table) throws IOException {
    JsonReport.write(findings.stream().map(BatchLab::tree).toList(), options.reports().json());
    if (options.reports().html().isPresent()) {
      Path _ = Files.writeString(options.reports().html().get(), table.page());
    }
  }

  private List<Finding> found(Part part) throws IOException, InterruptedException {
    return switch (part) {
      case KILLS -> List.of(kills());
      case STARVES -> List.of(starves());
      case SUMS -> new SummedBatch(options, program, this::say).all();
      case DELEGATED -> List.of(delegated());
      case LIMIT -> new LimitedBatch(options, program, this::say).all();
      case BESIDE -> List.of(beside(Kind.AT_A_LIMIT));
      case UNLIMITED -> List.of(beside(Kind.CHATS), beside(Kind.EMBEDDINGS));
      case MEMORY -> new BatchMemory(options, program, this::say).all();
    };
  }

  private void say(String what) {
    terminal.ifPresent(line -> line.println(what));
  }

  private Finding beside(Kind kind) throws IOException, InterruptedException {
    return new BesideBatch(options, program, this::say).found(kind);
  }

  private Finding delegated() throws IOException, InterruptedException {
    say("batches that the provider runs, whose gateways are killed");
    int kills = Math.max(1, options.kills() / KILLS_A_DELEGATED);
    return DelegatedKills.run(program, LINES_OF_KILLED, kills, options.seed()).finding();
  }

  private Finding kills() throws IOException, InterruptedException {
    KilledBatch.Result all = killed(0);
    for (int batch = 1; batch * KILLS_A_BATCH < options.kills(); batch++) {
      all = all.and(killed(batch));
    }
    return new Finding(
        "%d kills of gateways in the middle of batches of %d lines"
            .formatted(options.kills(), LINES_OF_KILLED),
        List.of(),
        all.bounds());
  }

  private KilledBatch.Result killed(int batch) throws IOException, InterruptedException {
    int kills = Math.min(options.kills() - batch * KILLS_A_BATCH, KILLS_A_BATCH);
    say("batch %d of those whose gateways are killed".formatted(batch + 1));
    return KilledBatch.run(program, LINES_OF_KILLED, kills, options.seed() + batch);
  }

  private Finding starves() throws IOException, InterruptedException {
    List<String> notes = new ArrayList<>();
    List<Threshold> bounds = new ArrayList<>();
    for (Starvation each : Starvation.values()) {
      say(each.label());
      Starvation.Came came = each.at(program);
      notes.add("%s: %s".formatted(each.label(), came.what()));
      bounds.add(Threshold.atLeast(each.label() + ", as it must be", came.holds() ? 1 : 0, 1));
    }
    return new Finding("batches that lack something midway", notes, bounds);
  }

  private void print(Finding found) {
    out.println(found.title());
    found.notes().forEach(note -> out.println("  " + note));
    found.bounds().forEach(bound -> bound.print(out));
    out.println();
  }

  private static Map<String, Object> tree(Finding found) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", found.title());
    tree.put("notes", found.notes());
    tree.put("bounds", found.bounds().stream().map(Threshold::tree).toList());
    return tree;
  }
}
