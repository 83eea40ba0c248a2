/// `import litellm`: writes a configuration from one of LiteLLM.
///
/// ```text
/// file -> Node tree -> EntryReader -> Deployment -> RouteBook ----\
///                  \-> SettingsReader -> Draft --------------------> ConfigText -> sluice.yaml
///                   \______________ Remarks ______________________/
/// ```
///
/// With `--database` also fills a store:
///
/// ```text
/// PostgreSQL -> ForeignTables -> AccountPlan (ForeignTerms) -> AccountImport -> store
/// ```
///
/// A key that nothing here takes becomes a remark with its line and the reason, which the written
/// file has as a comment at the place where an answer to it would stand. A secret is never copied:
/// it becomes a reference to a variable of the environment.
@NullMarked
package dev.sluice.cli.litellm;

import org.jspecify.annotations.NullMarked;
