package dev.sluice.accounts.nodes;

import dev.sluice.accounts.nodes.Order.State;
import dev.sluice.accounts.nodes.Order.Step;
import dev.sluice.accounts.store.Sql;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The tables `orders` and `order_steps`: an order to a cluster is carried out by one node after
/// another, in the order of their names, and ends at the first that refuses it or does not answer.
/// The next order begins when the one before is over.
///
/// @param node the one that looks for what it has to do
record OrderTable(String cluster, String node) {
  /// Makes an order to all nodes that are there. A node that sees it sees those of lower numbers,
  /// too: the one before is committed.
  long add(Sql sql, String kind, String actor) {
    sql.update("lock table orders in share row exclusive mode");
    long id =
        sql.number(
            "insert into orders (cluster, kind, at, actor) values (?, ?, "
                + Sql.NOW
                + ", ?) returning id as n",
            cluster,
            kind,
            actor);
    sql.update(
        "insert into order_steps (order_id, node, name, state, at) select ?, id, name, 'waits', "
            + Sql.NOW
            + " from cluster_nodes where cluster = ? and beat > "
            + Sql.NOW
            + " - "
            + NodeInfo.PATIENCE_MS,
        id,
        cluster);
    return id;
  }

  /// An order; empty where there is none of this number.
  Optional<Order> find(Sql sql, long id) {
    List<Step> steps =
        sql.query(
            "select node, s.name as name, state, detail from order_steps s join orders o on o.id = order_id where order_id = ? and cluster = ? order by s.name, node",
            row ->
                new Step(
                    row.text("node"),
                    row.text("name"),
                    State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                    row.text("detail")),
            id,
            cluster);
    return steps.isEmpty() ? Optional.empty() : Optional.of(new Order(id, steps));
  }

  /// Goes on with the order that is under way: takes its step of this node where that is due, and
  /// gives up a node that has not answered.
  ///
  /// @return the order whose step this node is to do now
  Optional<Long> next(Sql sql) {
    List<Long> open =
        sql.query(
            "select order_id from order_steps join orders on id = order_id where cluster = ? and state in ('waits', 'runs') order by order_id limit 1",
            row -> row.number("order_id"),
            cluster);
    return open.stream().filter(id -> isDue(sql, id)).findFirst();
  }

  private boolean isDue(Sql sql, long id) {
    sql.query("select id from orders where id = ? for update", row -> row.number("id"), id);
    Order order = find(sql, id).orElseThrow();
    Optional<Step> first =
        order.steps().stream().filter(step -> step.state() != State.DONE).findFirst();
    if (first.isEmpty() || first.get().state().isOver()) {
      return false;
    }
    Step step = first.get();
    if (step.node().equals(node)) {
      return step.state() == State.WAITS && set(sql, id, State.RUNS, "");
    }
    boolean missed =
        sql.update(
                "update order_steps set state = 'missed' where order_id = ? and node = ? and at < "
                    + Sql.NOW
                    + " - "
                    + NodeInfo.PATIENCE_MS,
                id,
                step.node())
            == 1;
    if (missed) {
      leaveRest(sql, id);
    }
    return false;
  }

  private boolean set(Sql sql, long id, State state, String detail) {
    return sql.update(
            "update order_steps set state = ?, detail = ?, at = "
                + Sql.NOW
                + " where order_id = ? and node = ? and state in ('waits', 'runs')",
            state.name().toLowerCase(Locale.ROOT),
            detail,
            id,
            node)
        == 1;
  }

  /// Ends the step of this node.
  ///
  /// @param problem why it could not be done; empty where it is done
  boolean end(Sql sql, long id, Optional<String> problem) {
    sql.query("select id from orders where id = ? for update", row -> row.number("id"), id);
    State state = problem.isEmpty() ? State.DONE : State.REFUSED;
    boolean ended = set(sql, id, state, problem.orElse(""));
    if (problem.isPresent()) {
      leaveRest(sql, id);
    } else {
      waitFromNow(sql);
    }
    return ended;
  }

  private void leaveRest(Sql sql, long id) {
    sql.update("update order_steps set state = 'left' where order_id = ? and state = 'waits'", id);
    waitFromNow(sql);
  }

  /// Gives those that wait their time from now on, also in orders behind.
  private void waitFromNow(Sql sql) {
    sql.update(
        "update order_steps set at = "
            + Sql.NOW
            + " where state = 'waits' and order_id in (select id from orders where cluster = ?)",
        cluster);
  }

  /// Removes orders of long ago, of all clusters.
  static void dropOld(Sql sql, long keptMillis) {
    sql.update("delete from orders where at < " + Sql.NOW + " - ?", keptMillis);
  }
}
