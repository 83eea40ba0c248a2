package dev.sluice.cli.litellm;

import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Sql.Row;
import dev.sluice.cli.console.CannotStart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables of LiteLLM's database that say who may call and what that may cost. Columns differ
/// from one version to the next: those that are there are read.
///
/// @param teams of `LiteLLM_TeamTable`
/// @param users of `LiteLLM_UserTable`
/// @param budgets of `LiteLLM_BudgetTable`
/// @param keys of `LiteLLM_VerificationToken`
record ForeignTables(
    List<ForeignRow> teams,
    List<ForeignRow> users,
    List<ForeignRow> budgets,
    List<ForeignRow> keys) {
  /// The most rows of a table that are read.
  private static final int MOST = 100_000;

  private static final String KEYS = "LiteLLM_VerificationToken";
  private static final Set<String> INSTANTS = Set.of("expires", "budget_reset_at", "created_at");
  private static final Set<String> LISTS = Set.of("models", "allowed_routes");

  /// What a budget and limits are made of, wherever they stand.
  private static final List<String> TERMS =
      List.of(
          "max_budget",
          "budget_duration",
          "budget_reset_at",
          "tpm_limit",
          "rpm_limit",
          "max_parallel_requests",
          "model_max_budget");

  private static final List<String> HOLDER =
      List.of("spend", "models", "blocked", "created_at", "budget_limits", "object_permission_id");

  /// The tables of a database that may be another program's.
  ///
  /// @param problem why that is not LiteLLM's; empty if it is
  record Found(ForeignTables tables, String problem) {
    ForeignTables orThrow() throws CannotStart {
      if (!problem.isEmpty()) {
        throw new CannotStart(problem);
      }
      return tables;
    }
  }

  /// Reads them.
  ///
  /// @param name what the database is called in messages
  static Found read(Sql sql, String name) {
    ForeignTables tables =
        new ForeignTables(
            rows(sql, "LiteLLM_TeamTable", with("team_id", "team_alias", "organization_id")),
            rows(sql, "LiteLLM_UserTable", with("user_id", "user_alias", "organization_id")),
            rows(sql, "LiteLLM_BudgetTable", with("budget_id")),
            rows(
                sql,
                KEYS,
                with(
                    "token",
                    "key_alias",
                    "expires",
                    "user_id",
                    "team_id",
                    "budget_id",
                    "allowed_routes",
                    "aliases",
                    "config",
                    "permissions",
                    "policies",
                    "access_group_ids",
                    "organization_id",
                    "project_id",
                    "agent_id")));
    return new Found(tables, tables.problem(sql, name));
  }

  private String problem(Sql sql, String name) {
    if (!columns(sql, KEYS).contains("token")) {
      return "the database "
          + name
          + " has no table LiteLLM_VerificationToken with a column token: name LiteLLM's database,"
          + " and its schema by ?schema=NAME where that is not public";
    }
    boolean more = Stream.of(teams, users, budgets, keys).anyMatch(rows -> rows.size() > MOST);
    return more
        ? "the database %s has more than %d teams, users, budgets or keys: no more are taken over"
            .formatted(name, MOST)
        : "";
  }

  private static List<String> with(String... own) {
    return Stream.of(Stream.of(own), TERMS.stream(), HOLDER.stream())
        .flatMap(names -> names)
        .toList();
  }

  private static List<ForeignRow> rows(Sql sql, String table, List<String> wanted) {
    Set<String> there = columns(sql, table);
    List<String> columns = wanted.stream().filter(there::contains).toList();
    if (columns.isEmpty()) {
      return List.of();
    }
    String selected =
        columns.stream().map(ForeignTables::selected).collect(Collectors.joining(", "));
    String order = there.contains("created_at") ? "created_at nulls first, 1" : "1";
    return sql.query(
        "select %s from \"%s\" order by %s limit %d".formatted(selected, table, order, MOST + 1),
        row -> row(row, columns));
  }

  private static String selected(String column) {
    String value = "\"" + column + "\"";
    if (INSTANTS.contains(column)) {
      value = "(extract(epoch from " + value + ") * 1000)::bigint";
    } else if (LISTS.contains(column)) {
      value = "to_json(" + value + ")";
    }
    return "coalesce(" + value + "::text, '') as " + column + "_";
  }

  private static ForeignRow row(Row row, List<String> columns) {
    Map<String, String> texts = new HashMap<>();
    for (String column : columns) {
      String text = row.text(column + "_");
      if (!text.isEmpty()) {
        texts.put(column, text);
      }
    }
    return new ForeignRow(texts);
  }

  private static Set<String> columns(Sql sql, String table) {
    return new HashSet<>(
        sql.query(
            "select column_name as name from information_schema.columns where table_name = ?"
                + " and table_schema = any (current_schemas(false))",
            row -> row.text("name"),
            table));
  }
}
