package dev.sluice.batches.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.ReadyStores;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.batches.file.KeptFiles.Kept;
import dev.sluice.batches.file.KeptFiles.OfTeam;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileAdminTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void teams_are_told_by_what_they_keep_and_results_by_themselves(boolean postgres)
      throws Exception {
    Path data = folder.resolve("data");
    StoreConfig store =
        postgres
            ? new StoreConfig(data, Optional.of(new Secret(TestPostgres.database())))
            : ReadyStores.ready(StoreConfig.in(data));
    try (var rig = new FilesRig(folder, store, FilesRig.bounded(1_000, 5_000))) {
      StoredFile _ = rig.store(FilesRig.RED, "four");
      StoredFile _ = rig.store(FilesRig.RED, "fives");
      StoredFile _ = rig.store(FilesRig.BLUE, "ones");
      NewFile results = new NewFile("out.jsonl", NewFile.OUTPUT, 0);
      StoredFile _ = rig.store(FilesRig.BLUE, results, "x".repeat(70).getBytes(UTF_8));
      KeptFiles kept = rig.files.admin().kept("", 10);
      assertThat(kept.teams())
          .containsExactly(
              new OfTeam("team blue", new Kept(1, 4, 1, 70)),
              new OfTeam("team red", new Kept(2, 9, 0, 0)));
      assertThat(kept.all()).isEqualTo(new Kept(3, 13, 1, 70));
      assertThat(kept.quota()).isEqualTo(5_000);
      assertThat(kept.disk().orElseThrow().size()).isPositive();
      KeptFiles first = rig.files.admin().kept("", 1);
      assertThat(first.teams()).hasSize(1);
      assertThat(first.number()).isEqualTo(2);
      assertThat(first.all()).isEqualTo(kept.all());
    }
  }

  @Test
  void a_team_is_told_of_itself_alone() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile _ = rig.store(FilesRig.RED, "four");
      StoredFile _ = rig.store(FilesRig.BLUE, "ones");
      KeptFiles kept = rig.files.admin().kept("team red", 10);
      assertThat(kept.teams()).containsExactly(new OfTeam("team red", new Kept(1, 4, 0, 0)));
      assertThat(kept.all()).isEqualTo(new Kept(1, 4, 0, 0));
      assertThat(kept.disk()).isEmpty();
      assertThat(rig.files.admin().kept("team none", 10).teams()).isEmpty();
    }
  }
}
