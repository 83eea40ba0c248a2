/// What embedding the gateway adds to an application: [dev.sluice.lab.embed.EmbedLab] runs one in a
/// process of its own, and tells the memory and the threads that an idle gateway takes there.
@NullMarked
package dev.sluice.lab.embed;

import org.jspecify.annotations.NullMarked;
