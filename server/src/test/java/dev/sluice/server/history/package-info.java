/// What is counted before a process begins.
@NullMarked
package dev.sluice.server.history;

import org.jspecify.annotations.NullMarked;
