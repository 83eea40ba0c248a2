package dev.sluice.accounts.nodes;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreListener;
import dev.sluice.call.runtime.Bugs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// This process as a node among others: tells them each second that it is there, and does what all
/// of them were ordered to do. Where several clusters use one store, it knows those of its own.
/// Safe for any thread; [#all], [#order] and [#reload] wait for the store, and are not for a call's
/// thread or a loop.
public final class Nodes implements AutoCloseable {
  private static final long TICK_MS = 1_000;
  private static final long KEPT_MS = Duration.ofDays(1).toMillis();

  /// How many beats there are between two looks for what is of long ago.
  private static final int RARELY = 600;

  private static final String ORDER = "order ";
  private static final String RELOAD = "reload";
  private final Accounts accounts;
  private final Self self;
  private final OrderTable orders;
  private final Supplier<String> view;
  private final Supplier<List<String>> reload;
  private final BlockingQueue<Boolean> woken = new ArrayBlockingQueue<>(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-nodes").unstarted(this::run);
  private volatile boolean closing;
  private long beats;

  /// What a node tells of itself.
  ///
  /// @param cluster the name of its cluster
  /// @param id tells the process from all others
  /// @param name for people
  /// @param version of the program
  public record Self(String cluster, String id, String name, String version) {}

  /// @param accounts of a store that all nodes share
  /// @param view what the node shows of itself, as JSON; asked each second
  /// @param reload reads the configuration again; answers why it was not taken, nothing if it was
  public Nodes(Accounts accounts, Self self, Supplier<String> view, Supplier<List<String>> reload) {
    this.accounts = accounts;
    this.self = self;
    this.orders = new OrderTable(self.cluster(), self.id());
    this.view = view;
    this.reload = reload;
  }

  /// Begins. From now on the accounts hear at once of what other nodes change, too.
  public void begin() {
    accounts.listen(
        told -> {
          if (told.startsWith(ORDER)) {
            boolean _ = woken.offer(true);
          }
        });
    thread.start();
  }

  /// The id of this node.
  public String id() {
    return self.id();
  }

  /// All nodes of the cluster that have told of themselves of late, in the order of their names.
  public List<NodeInfo> all() throws StoreException, InterruptedException {
    return accounts.read(
        sql ->
            sql.query(
                "select id, name, version, started, greatest(0, "
                    + Sql.NOW
                    + " - beat) as silent, view from cluster_nodes where cluster = ? order by name, id limit 1000",
                Nodes::node,
                self.cluster()));
  }

  private static NodeInfo node(Sql.Row row) {
    return new NodeInfo(
        row.text("id"),
        row.text("name"),
        row.text("version"),
        row.number("started"),
        row.number("silent"),
        row.text("view"));
  }

  /// Orders all nodes of the cluster to read their configurations again, one after another, up to
  /// the first that refuses.
  ///
  /// @param actor who orders it
  /// @return the order's number
  public long reload(String actor) throws StoreException, InterruptedException {
    Store store = accounts.opened();
    return store.await(
        store.lease(
            sql -> {
              long id = orders.add(sql, RELOAD, actor);
              boolean _ = StoreListener.tell(sql, ORDER + id);
              return id;
            }));
  }

  /// An order to the cluster; empty where there is none of this number.
  public Optional<Order> order(long id) throws StoreException, InterruptedException {
    return accounts.read(sql -> orders.find(sql, id));
  }

  private void run() {
    try {
      while (!closing) {
        boolean more = work();
        Boolean _ = woken.poll(more ? 0 : TICK_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean work() throws InterruptedException {
    try {
      Store store = accounts.opened();
      String shown = view.get();
      Optional<Long> due = store.await(store.lease(sql -> beat(sql, shown)));
      due.ifPresent(id -> carryOut(store, id));
      return due.isPresent();
    } catch (StoreException away) {
      return false;
    } catch (RuntimeException bug) {
      Bugs.report("a bug keeps a node from telling that it is there", bug);
      return false;
    }
  }

  private Optional<Long> beat(Sql sql, String shown) {
    sql.update(
        "insert into cluster_nodes (id, cluster, name, version, started, beat, view) values (?, ?, ?, ?, "
            + Sql.NOW
            + ", "
            + Sql.NOW
            + ", ?) on conflict (id) do update set beat = excluded.beat, view = excluded.view",
        self.id(),
        self.cluster(),
        self.name(),
        self.version(),
        shown);
    if (beats++ % RARELY == 0) {
      sql.update("delete from cluster_nodes where beat < " + Sql.NOW + " - " + KEPT_MS);
      OrderTable.dropOld(sql, KEPT_MS);
    }
    return orders.next(sql);
  }

  private void carryOut(Store store, long id) {
    List<String> problems = reload.get();
    Optional<String> problem =
        problems.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", problems));
    try {
      boolean _ =
          store.await(
              store.lease(
                  sql -> orders.end(sql, id, problem) && StoreListener.tell(sql, ORDER + id)));
    } catch (StoreException away) {
      // The others take it for one that has not answered.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends, and tells the others that the node is gone.
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(TICK_MS);
      Store store = accounts.opened();
      int _ =
          store.await(
              store.lease(sql -> sql.update("delete from cluster_nodes where id = ?", self.id())));
    } catch (StoreException away) {
      // They will miss it.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
