/// The schema of sluice.yaml, by which editors complete and check it. `sluice.schema.json` is made
/// from the tables of docs/configuration.md, by the tests.
@NullMarked
package dev.sluice.cli.schema;

import org.jspecify.annotations.NullMarked;
