package dev.sluice.accounts.nodes;

import dev.sluice.accounts.nodes.Order.State;
import dev.sluice.accounts.nodes.Order.Step;
import dev.sluice.accounts.store.Sql;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The tables `orders` and `order_steps`: an order is carried out by one node after another, in the
/// order of their names, and ends at the first that refuses it or does not answer.
final class OrderTable {
  private static final String NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

  private OrderTable() {}

  /// Makes an order to all nodes that are there.
  static long add(Sql sql, String kind, String actor) {
    long id =
        sql.query(
                "insert into orders (kind, at, actor) values (?, " + NOW + ", ?) returning id",
                row -> row.number("id"),
                kind,
                actor)
            .getFirst();
    sql.update(
        "insert into order_steps (order_id, node, name, state, at) select ?, id, name, 'waits', "
            + NOW
            + " from cluster_nodes where beat > "
            + NOW
            + " - "
            + Node.PATIENCE_MS,
        id);
    return id;
  }

  /// An order; empty where there is none of this number.
  static Optional<Order> find(Sql sql, long id) {
    List<Step> steps =
        sql.query(
            "select node, name, state, detail from order_steps where order_id = ? order by name, node",
            row ->
                new Step(
                    row.text("node"),
                    row.text("name"),
                    State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                    row.text("detail")),
            id);
    return steps.isEmpty() ? Optional.empty() : Optional.of(new Order(id, steps));
  }

  /// Goes on with orders that are under way: takes a step of this node that is due, and gives up
  /// nodes that have not answered.
  ///
  /// @return the order whose step this node is to do now
  static Optional<Long> next(Sql sql, String node) {
    List<Long> open =
        sql.query(
            "select distinct order_id from order_steps where state in ('waits', 'runs') order by order_id",
            row -> row.number("order_id"));
    return open.stream().filter(id -> isDue(sql, id, node)).findFirst();
  }

  private static boolean isDue(Sql sql, long id, String node) {
    sql.query("select id from orders where id = ? for update", row -> row.number("id"), id);
    Order order = find(sql, id).orElseThrow();
    Optional<Step> first =
        order.steps().stream().filter(step -> step.state() != State.DONE).findFirst();
    if (first.isEmpty() || first.get().state().isOver()) {
      return false;
    }
    Step step = first.get();
    if (step.node().equals(node)) {
      return step.state() == State.WAITS && set(sql, id, node, State.RUNS, "");
    }
    boolean missed =
        sql.update(
                "update order_steps set state = 'missed' where order_id = ? and node = ? and at < "
                    + NOW
                    + " - "
                    + Node.PATIENCE_MS,
                id,
                step.node())
            == 1;
    if (missed) {
      leaveRest(sql, id);
    }
    return false;
  }

  private static boolean set(Sql sql, long id, String node, State state, String detail) {
    return sql.update(
            "update order_steps set state = ?, detail = ?, at = "
                + NOW
                + " where order_id = ? and node = ? and state in ('waits', 'runs')",
            state.name().toLowerCase(Locale.ROOT),
            detail,
            id,
            node)
        == 1;
  }

  /// Ends the step of a node.
  ///
  /// @param problem why it could not be done; empty where it is done
  static boolean end(Sql sql, long id, String node, Optional<String> problem) {
    sql.query("select id from orders where id = ? for update", row -> row.number("id"), id);
    State state = problem.isEmpty() ? State.DONE : State.REFUSED;
    boolean ended = set(sql, id, node, state, problem.orElse(""));
    if (problem.isPresent()) {
      leaveRest(sql, id);
    } else {
      // Those that wait have their time from now on.
      sql.update(
          "update order_steps set at = " + NOW + " where order_id = ? and state = 'waits'", id);
    }
    return ended;
  }

  private static void leaveRest(Sql sql, long id) {
    sql.update("update order_steps set state = 'left' where order_id = ? and state = 'waits'", id);
  }

  /// Removes orders of long ago.
  static void dropOld(Sql sql, long keptMillis) {
    sql.update("delete from orders where at < " + NOW + " - ?", keptMillis);
  }
}
