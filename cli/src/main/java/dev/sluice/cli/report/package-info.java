/// `report`: what a running gateway's calls cost, as a table, a document or JSON.
@NullMarked
package dev.sluice.cli.report;

import org.jspecify.annotations.NullMarked;
