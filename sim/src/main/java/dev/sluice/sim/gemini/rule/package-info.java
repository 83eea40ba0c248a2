/// What Google refuses in a request, and in which words: unknown members, turns out of order,
/// schemas, tools and settings. Pure functions of the request.
@NullMarked
package dev.sluice.sim.gemini.rule;

import org.jspecify.annotations.NullMarked;
