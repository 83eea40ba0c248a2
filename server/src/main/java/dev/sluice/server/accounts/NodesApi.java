package dev.sluice.server.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.nodes.NodeInfo;
import dev.sluice.accounts.nodes.Nodes;
import dev.sluice.accounts.nodes.Order;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.text.EnumWords;
import dev.sluice.server.admin.AdminActions;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.AdminRequest;
import dev.sluice.server.admin.Page;
import dev.sluice.server.config.AdminToken.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The nodes of a cluster, in front of the other pages and changes of accounts: `GET
/// /admin/v1/nodes`, `POST /admin/v1/nodes/reload`, which the role operator may, and `GET
/// /admin/v1/nodes/orders/NUMBER`. Safe for any thread.
public final class NodesApi {
  static final String NODES = "/admin/v1/nodes";
  private static final String RELOAD = NODES + "/reload";
  private static final String ORDERS = NODES + "/orders/";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Optional<Nodes> nodes;

  /// @param nodes this process among the others, where it is one of a cluster
  public NodesApi(Optional<Nodes> nodes) {
    this.nodes = nodes;
  }

  /// Whether this process is one of a cluster.
  public boolean isOneOfSeveral() {
    return nodes.isPresent();
  }

  /// The pages to read, and behind them others.
  public AdminPages.Source pages(AdminPages.Source others) {
    return new AdminPages.Source() {
      @Override
      public Optional<Supplier<Page>> at(String path, Map<String, List<String>> query) {
        if (path.equals(NODES)) {
          return AccountsApi.asked(NodesApi.this::all);
        }
        return path.startsWith(ORDERS)
            ? AccountsApi.asked(() -> order(path.substring(ORDERS.length())))
            : others.at(path, query);
      }

      @Override
      public String paths() {
        return nodes.isPresent() ? NODES + " " + others.paths() : others.paths();
      }
    };
  }

  /// What may be changed, and behind it others.
  public AdminActions actions(AdminActions others) {
    return new AdminActions() {
      @Override
      public Optional<Role> needed(String method, String path) {
        return isReload(method, path) ? Optional.of(Role.OPERATOR) : others.needed(method, path);
      }

      @Override
      public Page run(AdminRequest request) {
        return isReload(request.method(), request.path())
            ? AccountsApi.Answers.of(() -> reload(request.actor()))
            : others.run(request);
      }
    };
  }

  private static boolean isReload(String method, String path) {
    return method.equals("POST") && path.equals(RELOAD);
  }

  private Nodes there() throws ApiProblem {
    return nodes.orElseThrow(
        () ->
            ApiProblem.missing("this gateway is alone: it has no `cluster` in its configuration"));
  }

  private Page all() throws ApiProblem, StoreException, InterruptedException {
    Nodes there = there();
    ObjectNode tree = MAPPER.createObjectNode().put("node", there.id());
    ArrayNode list = tree.putArray("nodes");
    there.all().forEach(node -> list.add(tree(node)));
    return Pages.of(200, tree);
  }

  private static ObjectNode tree(NodeInfo node) {
    return MAPPER
        .createObjectNode()
        .put("id", node.id())
        .put("name", node.name())
        .put("version", node.version())
        .put("started", node.started())
        .put("silent_ms", node.silent())
        .put("there", node.isThere())
        .set("view", view(node));
  }

  /// What a node of another version shows may be anything.
  private static JsonNode view(NodeInfo node) {
    try {
      JsonNode shown = MAPPER.readTree(node.view());
      return shown.isObject() ? shown : MAPPER.createObjectNode();
    } catch (JsonProcessingException unread) {
      return MAPPER.createObjectNode();
    }
  }

  private Page reload(String actor) throws ApiProblem, StoreException, InterruptedException {
    return Pages.of(202, MAPPER.createObjectNode().put("order", there().reload(actor)));
  }

  private Page order(String number) throws ApiProblem, StoreException, InterruptedException {
    if (!number.matches("\\d{1,18}")) {
      throw ApiProblem.invalid("an order has a number; this is `" + number + "`");
    }
    Order order =
        there()
            .order(Long.parseLong(number))
            .orElseThrow(() -> ApiProblem.missing("there is no order of this number"));
    ObjectNode tree =
        MAPPER
            .createObjectNode()
            .put("order", order.id())
            .put("over", order.isOver())
            .put("done", order.isDone());
    ArrayNode steps = tree.putArray("steps");
    order
        .steps()
        .forEach(
            step ->
                steps
                    .addObject()
                    .put("node", step.node())
                    .put("name", step.name())
                    .put("state", EnumWords.of(step.state()))
                    .put("detail", step.detail()));
    return Pages.of(200, tree);
  }
}
