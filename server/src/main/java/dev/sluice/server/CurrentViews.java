package dev.sluice.server;

import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.page.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The admin listener's pages of the configuration that holds. Safe for any thread.
final class CurrentViews implements AdminPages.Source {
  private volatile AdminPages.Source now = AdminPages.Source.NONE;

  /// Shows those of another configuration.
  void show(AdminPages.Source next) {
    now = next;
  }

  @Override
  public Optional<Supplier<Page>> at(String path, Map<String, List<String>> query) {
    return now.at(path, query);
  }

  @Override
  public String paths() {
    return now.paths();
  }

  @Override
  public String frame() {
    return now.frame();
  }
}
