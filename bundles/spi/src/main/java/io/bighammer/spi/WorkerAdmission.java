package io.bighammer.spi;

import org.osgi.annotation.versioning.ProviderType;

/** Decides which worker may come in at the workers' door. Registered by the services bundle. */
@ProviderType
public interface WorkerAdmission {

    /**
     * Judges a worker's HELLO. Called on an I/O thread; must not block.
     *
     * @param peerUser the name of the user at the other end, empty when the transport does not say
     * @param link to be used from now on; the HELLO's answer is written before anything that is sent over it
     * @return who hears what happens to the link
     * @throws WorkerRefusedException when it may not come in
     */
    WorkerLink.Listener admit(Hello hello, String peerUser, WorkerLink link) throws WorkerRefusedException;
}
