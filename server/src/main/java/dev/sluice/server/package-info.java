/** Placeholder. */
@org.jspecify.annotations.NullMarked
package dev.sluice.server;
