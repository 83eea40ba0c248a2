/// Reports of a comparison: a table for people, JSON for programs, a page with plots.
@NullMarked
package dev.sluice.lab.admit.report;

import org.jspecify.annotations.NullMarked;
