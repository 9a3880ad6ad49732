/**
 * What the core bundles say to each other: a {@link io.bighammer.spi.Door} makes an {@link io.bighammer.spi.Exchange} of what
 * comes in, the {@link io.bighammer.spi.Gateway} takes it its way, a {@link io.bighammer.spi.Service} answers it, and the
 * services bundle gets hold of its workers over a {@link io.bighammer.spi.WorkerLink}. Not for plugins.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.bighammer.spi;
