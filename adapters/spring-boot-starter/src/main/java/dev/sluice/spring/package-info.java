/// Sluice in a Spring Boot 4 application: a [dev.sluice.Gateway] made of the properties under
/// `sluice`, with its health, its meters and its part in the application's shutdown; and Spring
/// AI's models upon it.
///
/// Every bean steps aside for one of the application's own.
@NullMarked
package dev.sluice.spring;

import org.jspecify.annotations.NullMarked;
