/// What is counted before a process begins.
@NullMarked
package dev.sluice.report;

import org.jspecify.annotations.NullMarked;
