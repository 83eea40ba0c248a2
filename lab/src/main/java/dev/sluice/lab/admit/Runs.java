package dev.sluice.lab.admit;

import java.util.Arrays;
import java.util.List;

/// All runs of a comparison.
record Runs(List<Run> all) {
  public Runs {
    all = List.copyOf(all);
  }

  /// Returns the settings in the order in which they were played.
  public List<Setting> settings() {
    return all.stream().map(Run::setting).distinct().toList();
  }

  /// The compared policies, in the order of reports.
  public List<Contender> contenders() {
    return Arrays.stream(Contender.values())
        .filter(contender -> all.stream().anyMatch(run -> run.contender() == contender))
        .toList();
  }

  /// Returns the means over the seeds.
  public Figures of(Setting setting, Contender contender) {
    return Figures.mean(
        all.stream()
            .filter(run -> run.setting().equals(setting) && run.contender() == contender)
            .map(Run::figures)
            .toList());
  }
}
