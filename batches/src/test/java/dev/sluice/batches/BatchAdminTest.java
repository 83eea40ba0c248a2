package dev.sluice.batches;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.audit.AuditEntry;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.batches.BatchEvent.Broken;
import dev.sluice.batches.BatchQuery.Place;
import dev.sluice.batches.BatchesRig.ScriptedCaller;
import dev.sluice.batches.LineAnswer.Later;
import dev.sluice.batches.LineAnswer.Result;
import dev.sluice.batches.LineAnswer.Why;
import dev.sluice.batches.StoreRig.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The batches of all teams, as operators see and end them.
class BatchAdminTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MANY = 100;

  @TempDir private Path folder;

  private final ScriptedCaller caller = new ScriptedCaller();

  private BatchesRig rig() throws Exception {
    return new BatchesRig(
        StoreRig.config(Kind.SQLITE, folder.resolve("data")),
        BatchesRig.files(folder.resolve("files"), false),
        caller,
        "one");
  }

  private static Batch batch(String id, String team, long created) {
    var order = new BatchOrder(team, "key-1", "/v1/embeddings", "file-1", 0, Map.of(), Map.of());
    return Batch.made(id, order, BatchTimes.from(created, 86_400_000));
  }

  private static List<String> ids(StoreRig rig, BatchQuery query) throws Exception {
    return rig.write(sql -> WorkStatusTable.list(sql, query)).stream()
        .map(one -> one.batch().id())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void batches_are_listed_from_the_newest_on_by_team_and_state(Kind kind) throws Exception {
    try (StoreRig rig = StoreRig.open(StoreRig.config(kind, folder), "one")) {
      rig.run(
          sql -> {
            for (int i = 0; i < 6; i++) {
              String team = i == 3 ? "team b" : "team a";
              Batch made = batch("batch_" + i, team, 1_000L + i / 2);
              BatchTable.insert(sql, i < 2 ? made.next(new Broken(List.of()), 5_000) : made);
            }
          });
      var all = new BatchQuery("", Set.of(), Place.FIRST, 4);
      assertThat(ids(rig, all)).containsExactly("batch_5", "batch_4", "batch_3", "batch_2");
      var rest = new BatchQuery("", Set.of(), new Place(1_001, "batch_2"), 4);
      assertThat(ids(rig, rest)).containsExactly("batch_1", "batch_0");
      var ofTeam = new BatchQuery("team b", Set.of(), Place.FIRST, 4);
      assertThat(ids(rig, ofTeam)).containsExactly("batch_3");
      var failed = new BatchQuery("", Set.of(BatchState.FAILED), Place.FIRST, 4);
      assertThat(ids(rig, failed)).containsExactly("batch_1", "batch_0");
      Set<BatchState> open = EnumSet.of(BatchState.VALIDATING, BatchState.IN_PROGRESS);
      var openOfTeam = new BatchQuery("team a", open, Place.FIRST, MANY);
      assertThat(ids(rig, openOfTeam)).containsExactly("batch_5", "batch_4", "batch_2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void only_the_owner_tells_how_its_work_stands(Kind kind) throws Exception {
    try (StoreRig rig = StoreRig.open(StoreRig.config(kind, folder), "one")) {
      rig.run(sql -> BatchTable.insert(sql, batch("batch_1", "team a", 1_000)));
      assertThat(status(rig)).isEqualTo(new BatchWorkStatus(found(rig), "", PauseReason.NONE, 0));
      long epoch = taken(rig).ownership().epoch();
      var told = new BatchWorkStatus(found(rig), "gw-1", PauseReason.DISK, 7_000);
      boolean other = rig.write(sql -> WorkStatusTable.tell(sql, told, epoch + 1));
      assertThat(other).isFalse();
      boolean own = rig.write(sql -> WorkStatusTable.tell(sql, told, epoch));
      assertThat(own).isTrue();
      assertThat(status(rig)).isEqualTo(told);
      var _ = rig.change("batch_1", epoch, new Broken(List.of()), 9_000);
      assertThat(status(rig))
          .isEqualTo(new BatchWorkStatus(found(rig), "gw-1", PauseReason.NONE, 0));
    }
  }

  private static BatchOwners.Taken taken(StoreRig rig) throws Exception {
    return rig.owners().take(new BatchTable.Open("batch_1", "team a", 0)).orElseThrow();
  }

  private static Batch found(StoreRig rig) throws Exception {
    return rig.find("team a", "batch_1").orElseThrow();
  }

  private static BatchWorkStatus status(StoreRig rig) throws Exception {
    return rig.write(sql -> WorkStatusTable.find(sql, "", "batch_1")).orElseThrow();
  }

  @Test
  void a_batch_that_pauses_says_why_until_when_and_where_it_runs() throws Exception {
    caller.script =
        (call, _) ->
            Optional.of(
                new Later(
                    Why.BUDGET,
                    Optional.of(Duration.ofSeconds(30)),
                    new Result(429, call.id(), "{}".getBytes(UTF_8), Tokens.NONE)));
    try (BatchesRig rig = rig().started()) {
      long before = System.currentTimeMillis();
      String id = rig.make(3).id();
      BatchWorkStatus paused = awaitStatus(rig, id, one -> one.pause() == PauseReason.BUDGET);
      assertThat(paused.node()).isEqualTo("node one");
      assertThat(paused.until()).isBetween(before + 1_000, before + 90_000);
      assertThat(rig.batches.admin().find("team red", id)).isEmpty();
      assertThat(rig.batches.admin().find(BatchesRig.TEAM, id)).isPresent();
      var _ = rig.batches.admin().cancel("ann", id);
      BatchWorkStatus over = awaitStatus(rig, id, one -> one.batch().state().isOver());
      assertThat(over.pause()).isEqualTo(PauseReason.NONE);
      assertThat(over.node()).isEqualTo("node one");
    }
  }

  private static BatchWorkStatus awaitStatus(
      BatchesRig rig, String id, Predicate<BatchWorkStatus> wanted) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> rig.batches.admin().find("", id).orElseThrow(), wanted);
  }

  @Test
  void who_cancels_a_batch_stands_in_the_audit_log_once() throws Exception {
    caller.script = (_, _) -> Optional.empty();
    try (BatchesRig rig = rig().started()) {
      BatchAdmin admin = rig.batches.admin();
      String id = rig.make(2).id();
      BatchWorkStatus cancelled = admin.cancel("ann", id).orElseThrow();
      assertThat(cancelled.batch().state()).isEqualTo(BatchState.CANCELLING);
      var _ = rig.awaitEnd(id);
      var _ = admin.cancel("bob", id);
      List<AuditEntry> told = rig.accounts.audit(0, MANY, new AuditFilter("", "batch.cancel", id));
      assertThat(told)
          .singleElement()
          .satisfies(entry -> assertThat(entry.event().actor()).isEqualTo("ann"))
          .satisfies(
              entry -> assertThat(entry.event().subject()).isEqualTo(id + " " + BatchesRig.TEAM));
      assertThat(rig.accounts.verifyAudit().broken()).isEmpty();
    }
  }

  @Test
  void a_batch_that_has_ended_or_is_none_is_not_cancelled() throws Exception {
    try (BatchesRig rig = rig().started()) {
      BatchAdmin admin = rig.batches.admin();
      String id = rig.make(2).id();
      var _ = rig.awaitEnd(id);
      assertThatThrownBy(() -> admin.cancel("ann", id))
          .isInstanceOf(BatchRefused.class)
          .hasMessageContaining("'completed'");
      assertThat(admin.cancel("ann", "batch_0")).isEmpty();
      assertThat(admin.cancel("ann", "nonsense' or 1=1")).isEmpty();
      assertThat(rig.accounts.audit(0, MANY, new AuditFilter("", "", ""))).isEmpty();
    }
  }
}
