/// The way to Redis: questions, answers, and the thread that everything of a cluster runs on.
@NullMarked
package dev.sluice.cluster.link;

import org.jspecify.annotations.NullMarked;
