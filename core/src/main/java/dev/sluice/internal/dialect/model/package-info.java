/// What is known of models: how much they hold and write, whether they think, what they refuse. The
/// data is `models.json` beside this package, each row with its source and date.
@NullMarked
package dev.sluice.internal.dialect.model;

import org.jspecify.annotations.NullMarked;
