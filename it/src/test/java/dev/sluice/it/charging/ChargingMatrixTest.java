package dev.sluice.it.charging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.budget.SpendListener.Opened;
import dev.sluice.accounts.budget.SpendListener.Paid;
import dev.sluice.accounts.budget.SpendListener.Wasted;
import dev.sluice.accounts.price.Meters;
import dev.sluice.sim.Recorded.Bill;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation in every scene: who pays for it, and whether that is what the provider bills.
/// With `-Dgolden.write` the table of docs/budgets.md is written anew.
class ChargingMatrixTest {
  private static final int AT_A_TIME = 8;

  /// Estimates go by bytes: by how much they may be wrong here.
  private static final double INPUT = 2.5;

  private static final double OUTPUT = 4;

  /// What a call is thought to write that was given up before it had written anything.
  private static final long LIKELY = 1_024;

  private static final List<Cell> CELLS = Cell.all();
  private static ChargedGateway gateway;

  @BeforeAll
  static void play_every_scene() throws Exception {
    gateway = new ChargedGateway(CELLS);
    List<Future<?>> plays = new ArrayList<>();
    try (var waiting = Executors.newVirtualThreadPerTaskExecutor();
        var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (Cell cell : CELLS) {
        // Those that wait for their deadline all wait at the same time.
        boolean waits = cell.scene().deadline().isPresent();
        plays.add((waits ? waiting : threads).submit(new Play(gateway, cell)));
      }
    }
    for (Future<?> play : plays) {
      ended(play);
    }
    gateway.settle();
  }

  private static void ended(Future<?> play) throws InterruptedException {
    try {
      play.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a scene broke", e.getCause());
    }
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  static Stream<Cell> cells() {
    return CELLS.stream();
  }

  /// A row of a key or of the gateway.
  private record Row(String target, Meters meters, long nanos, boolean estimated) {}

  private static List<Row> rows(Cell cell) {
    return Stream.concat(
            gateway.ledger.paid(cell.name()).stream().map(ChargingMatrixTest::row),
            gateway.ledger.wasted(cell.name()).stream().map(ChargingMatrixTest::row))
        .toList();
  }

  private static Row row(Paid paid) {
    return new Row(paid.target(), paid.meters(), paid.nanos(), paid.estimated());
  }

  private static Row row(Wasted lost) {
    return new Row(lost.target(), lost.meters(), lost.nanos(), lost.estimated());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void the_key_is_charged_once_a_call_and_the_gateway_once_a_lost_attempt(Cell cell) {
    int calls = cell.asked().costs() ? cell.scene().expected().rows() : 0;
    assertThat(gateway.ledger.paid(cell.name())).hasSize(calls).allMatch(Paid::priced);
    assertThat(gateway.ledger.paid(cell.name()))
        .allSatisfy(
            row -> {
              assertThat(row.opened().key()).isEqualTo("web");
              assertThat(row.opened().team()).isEqualTo("search");
            });
    assertThat(gateway.ledger.wasted(cell.name()))
        .allSatisfy(row -> assertThat(row.key()).isEqualTo("web"))
        .extracting(Wasted::cause)
        .containsExactlyElementsOf(cell.scene().expected().lost());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void all_rows_add_up_to_what_the_provider_bills(Cell cell) {
    if (cell.scene() == Scene.BACKGROUND) {
      Paid row = gateway.ledger.paid(cell.name()).getFirst();
      assertThat(row.nanos()).isEqualTo(row.opened().nanos()).isPositive();
      return;
    }
    for (Row row : rows(cell)) {
      assertThat(row.nanos())
          .isEqualTo(
              row.meters().input() * ChargedGateway.READ
                  + row.meters().output() * ChargedGateway.WRITTEN);
    }
    Bill first = gateway.provider().bill(cell.first());
    Bill second = gateway.provider().bill(cell.second());
    if (cell.scene().sameModel()) {
      assertThat(first.calls()).isEqualTo(cell.scene() == Scene.RESUMED ? 2 : 3);
      same(cell, rows(cell), first);
    } else {
      same(cell, at(cell, cell.first()), first);
      same(cell, at(cell, cell.second()), second);
    }
  }

  private static List<Row> at(Cell cell, String model) {
    return rows(cell).stream().filter(row -> row.target().endsWith("/" + model)).toList();
  }

  /// To the token where the provider has told what was used.
  private static void same(Cell cell, List<Row> rows, Bill bill) {
    long input = rows.stream().mapToLong(row -> row.meters().input()).sum();
    long output = rows.stream().mapToLong(row -> row.meters().output()).sum();
    if (cell.scene().exact() && rows.stream().noneMatch(Row::estimated)) {
      assertThat(input).isEqualTo(bill.input());
      assertThat(output).isEqualTo(bill.output());
      return;
    }
    assertThat((double) input).isBetween(bill.input() / INPUT, bill.input() * INPUT);
    if (cell.scene().unwritten()) {
      assertThat(output).isBetween(bill.output(), LIKELY);
      return;
    }
    assertThat((double) output).isBetween(bill.output() / OUTPUT - 1, bill.output() * OUTPUT + 1);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void what_the_provider_tells_is_not_estimated(Cell cell) {
    if (cell.asked() == Asked.GENERATE && cell.scene().streamed()) {
      // Each of its events tells what was used so far.
      return;
    }
    if (cell.asked().tells() && cell.scene().exact()) {
      assertThat(gateway.ledger.paid(cell.name())).noneMatch(Paid::estimated);
    } else {
      assertThat(gateway.ledger.paid(cell.name()))
          .allMatch(row -> row.estimated() || row.meters().equals(Meters.NONE));
    }
  }

  @Test
  void every_reservation_is_given_back_and_settled_once() {
    List<Opened> settled = gateway.ledger.paid().stream().map(Paid::opened).toList();
    assertThat(settled).doesNotHaveDuplicates();
    assertThat(settled).containsExactlyInAnyOrderElementsOf(gateway.ledger.opened());
    assertThat(gateway.budget().setAside()).isZero();
    assertThat(gateway.budget().spent())
        .isEqualTo(gateway.ledger.paid().stream().mapToLong(Paid::nanos).sum());
  }

  @Test
  void the_documentation_holds_the_table() throws IOException {
    var table = new ChargingTable();
    if (System.getProperty("golden.write") != null) {
      table.write();
    }
    assertThat(ChargingTable.written()).isEqualTo(table.text());
  }
}
