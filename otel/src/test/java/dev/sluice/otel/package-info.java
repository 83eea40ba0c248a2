/// Tests of spans.
@NullMarked
package dev.sluice.otel;

import org.jspecify.annotations.NullMarked;
