/// Operations that are sold by units: reranks in the forms of Cohere, Jina, Voyage and NIM, speech,
/// pictures and transcripts in OpenAI's ([dev.sluice.sim.unit.UnitCall]).
@NullMarked
package dev.sluice.sim.unit;

import org.jspecify.annotations.NullMarked;
