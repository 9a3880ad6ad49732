package io.bighammer.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The admin door, for the part that has pages to show there. They are handed to it, not asked for: they tell of the gateway as a whole, the
 * doors included, and so are there after these.
 */
@ProviderType
public interface AdminPort {

    /** Has these pages answer whoever comes from now on. */
    void show(Gateway pages);
}
