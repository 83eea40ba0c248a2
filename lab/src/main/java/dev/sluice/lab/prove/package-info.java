/// The proof for a decision maker: the same calls at the same planned times, once by applications
/// with an official SDK's retries alone, once through Sluice, before providers that allow half of
/// what is asked for, one of which goes away while the other browns out later.
///
/// ```text
/// Prove        plays both sides at the same time, judges, writes the reports
///   Workload     what is asked; CallMix: which calls, when: chats from a trace, embeddings, repeats
///   Trouble      what the providers do wrong, and how much they allow
///   Site         two simulated providers, and what they have received
///   Side         makes the calls in an open loop; ApplicationClient sends them, as an SDK or to
///                the gateway
///   Figures      what one side has come to; ComparedFigure: one figure of both, with its target
///   TextReport, ResultTree   the rows for people and for programs
/// ```
@NullMarked
package dev.sluice.lab.prove;

import org.jspecify.annotations.NullMarked;
