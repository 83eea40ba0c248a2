package dev.sluice.lab.hostile;

import java.util.List;
import java.util.stream.Stream;

/// The list of all cases, those that may end a process last.
final class HostileCases {
  private HostileCases() {}

  public static List<HostileCase> all() {
    return Stream.of(
            MalformedCases.all(),
            BodyCases.all(),
            ClientCases.all(),
            Http2Cases.all(),
            LockoutCases.all(),
            RefusalCases.all(),
            StoredCases.all(),
            AnswerCases.all(),
            UnfinishedCases.all(),
            VariantCases.all(),
            SecretCases.all(),
            MemoryCases.all(),
            TreeCases.all(),
            StoreCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
