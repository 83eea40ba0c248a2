/// What keeping conversations at one target is worth: [dev.sluice.lab.affinity.AffinityLab] plays
/// an hour of agents over targets with prompt caches, in virtual time, through the gateway's own
/// choice and admission.
@NullMarked
package dev.sluice.lab.affinity;

import org.jspecify.annotations.NullMarked;
