package dev.sluice.server.view;

import static dev.sluice.server.view.Trees.array;
import static dev.sluice.server.view.Trees.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// All views, by their paths. Safe for any thread but a loop.
public final class Views implements AdminPages.Source {
  private final ViewSources sources;
  private final TargetsView targets;
  private final QueueView queue;
  private final FrameView frame;
  private final AdminPages.Source others;

  /// @param others what is read beside the views
  public Views(ViewSources sources, AdminPages.Source others) {
    this.others = others;
    this.sources = sources;
    var latest = new LatestGlance(sources.glance(), sources.clock());
    this.targets = new TargetsView(sources, latest);
    this.queue = new QueueView(sources);
    this.frame = new FrameView(sources, targets, queue, latest);
  }

  @Override
  public Optional<Supplier<Page>> at(String path, Map<String, List<String>> query) {
    return switch (path) {
      case "/admin/v1/state/targets" -> json(targets::tree);
      case "/admin/v1/state/queue" -> json(queue::tree);
      case "/admin/v1/configuration" -> json(this::configuration);
      default -> others.at(path, query);
    };
  }

  @Override
  public String paths() {
    return others.paths();
  }

  @Override
  public String frame() {
    return Trees.text(frame.tree());
  }

  private static Optional<Supplier<Page>> json(Supplier<ObjectNode> tree) {
    return Optional.of(() -> Page.json(Trees.text(tree.get())));
  }

  private ObjectNode configuration() {
    return object().set("sections", array(sources.sections().get(), Views::section));
  }

  private static ObjectNode section(ConfigSection section) {
    ObjectNode tree = object().put("title", section.title());
    ArrayNode rows = tree.putArray("rows");
    section.rows().forEach(row -> rows.add(cells(row)));
    return tree;
  }

  private static ArrayNode cells(List<String> row) {
    ArrayNode cells = JsonNodeFactory.instance.arrayNode();
    row.forEach(cells::add);
    return cells;
  }
}
