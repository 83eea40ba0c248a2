/// Tests of `batch` and `files`.
@NullMarked
package dev.sluice.cli.batch;

import org.jspecify.annotations.NullMarked;
