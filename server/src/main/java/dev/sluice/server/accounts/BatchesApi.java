package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.server.accounts.AccountsApi.Answers;
import dev.sluice.server.admin.AdminActions;
import dev.sluice.server.admin.AdminPages;
import dev.sluice.server.admin.AdminRequest;
import dev.sluice.server.admin.Page;
import dev.sluice.server.config.AdminToken.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Batches and files of all teams, to read, and to end:
///
/// | request                             | role     | does                                  |
/// |-------------------------------------|----------|---------------------------------------|
/// | `GET /admin/v1/batches`             | viewer   | batches, the newest first             |
/// | `GET /admin/v1/batches/ID`          | viewer   | one, with all that is wrong with it   |
/// | `GET /admin/v1/files`               | viewer   | what teams keep, and the disk         |
/// | `POST /admin/v1/batches/ID/cancel`  | operator | ends one, whosever it is              |
///
/// Safe for any thread; waits for the store.
///
/// @param batches empty where none are run
/// @param files empty where none are kept
/// @param keys finds the key with an id, if it is there now
public record BatchesApi(
    Optional<BatchAdminView> batches,
    Optional<FileAdminView> files,
    Function<String, Optional<Principal>> keys) {
  static final String BATCHES = "/admin/v1/batches";
  static final String FILES = "/admin/v1/files";

  private static final String BELOW = BATCHES + "/";
  private static final String CANCEL = "/cancel";
  private static final String TEAM = "team";
  private static final int USUAL = 50;

  /// So few, since each batch has a hundred errors at most, which are read with it.
  private static final int MOST = 100;

  private static final int MOST_TEAMS = 1_000;

  /// The pages to read, and behind them others.
  public AdminPages.Source pages(AdminPages.Source others) {
    return new AdminPages.Source() {
      @Override
      public Optional<Supplier<Page>> at(String path, Map<String, List<String>> query) {
        return switch (path) {
          case BATCHES -> AccountsApi.asked(() -> all(query));
          case FILES -> AccountsApi.asked(() -> kept(query));
          default ->
              path.startsWith(BELOW)
                  ? AccountsApi.asked(() -> one(path.substring(BELOW.length()), query))
                  : others.at(path, query);
        };
      }

      @Override
      public String paths() {
        return String.join(" ", BATCHES, FILES, others.paths());
      }
    };
  }

  /// What may be changed, and behind it others.
  public AdminActions actions(AdminActions others) {
    return new AdminActions() {
      @Override
      public Optional<Role> needed(String method, String path) {
        return isCancel(method, path) ? Optional.of(Role.OPERATOR) : others.needed(method, path);
      }

      @Override
      public Page run(AdminRequest request) {
        return isCancel(request.method(), request.path())
            ? Answers.of(() -> cancel(request))
            : others.run(request);
      }
    };
  }

  private static boolean isCancel(String method, String path) {
    return method.equals("POST")
        && path.startsWith(BELOW)
        && path.endsWith(CANCEL)
        && path.length() > BELOW.length() + CANCEL.length();
  }

  private BatchAdminView there() throws ApiProblem {
    return batches.orElseThrow(
        () ->
            new ApiProblem(
                409,
                "no_batches",
                "this gateway runs no batches: add `files: {folder: files}` and `batches: {}` to"
                    + " its configuration, and start it again"));
  }

  private Page all(Map<String, List<String>> query)
      throws ApiProblem, StoreException, InterruptedException {
    BatchAdminView view = there();
    Cursor cursor = Cursor.of(query, List.of(TEAM, "state"), USUAL, MOST);
    ObjectNode page =
        view.list(
            new BatchAdminView.Wanted(
                cursor.of(TEAM), cursor.of("state"), cursor.after(), cursor.limit()));
    page.get("batches").forEach(batch -> named((ObjectNode) batch));
    return Pages.of(200, page);
  }

  /// Adds the name of the key whose calls the lines of a batch are; null for one that is gone.
  private ObjectNode named(ObjectNode batch) {
    String name = keys.apply(batch.get("key").asText()).map(Principal::name).orElse(null);
    return batch.put("key_name", name);
  }

  private Page one(String id, Map<String, List<String>> query)
      throws ApiProblem, StoreException, InterruptedException {
    BatchAdminView view = there();
    Cursor cursor = Cursor.of(query, List.of(TEAM), USUAL, MOST);
    return Pages.of(200, named(view.find(cursor.of(TEAM), id).orElseThrow(() -> missing(id))));
  }

  private static ApiProblem missing(String id) {
    return ApiProblem.missing("there is no batch %s, or it ended long ago".formatted(id));
  }

  private Page kept(Map<String, List<String>> query)
      throws ApiProblem, StoreException, InterruptedException {
    FileAdminView view =
        files.orElseThrow(
            () ->
                new ApiProblem(
                    409,
                    "no_files",
                    "this gateway keeps no files: add `files: {folder: files}` to its"
                        + " configuration, and start it again"));
    Cursor cursor = Cursor.of(query, List.of(TEAM), USUAL, MOST_TEAMS);
    return Pages.of(200, view.kept(cursor.of(TEAM), cursor.limit()));
  }

  private Page cancel(AdminRequest request)
      throws ApiProblem, StoreException, InterruptedException {
    AdminRequestBody.of(request.body()).end();
    String path = request.path();
    String id = path.substring(BELOW.length(), path.length() - CANCEL.length());
    return Pages.of(200, named(there().cancel(request.actor(), id).orElseThrow(() -> missing(id))));
  }
}
