package io.bighammer.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** The connection to one worker that was let in. Safe for use by many threads; nothing blocks. */
@ProviderType
public interface WorkerLink {

    /**
     * Sends a request. The caller keeps to the worker's {@code max_streams}: a slot is taken here and given back by {@link
     * Listener#slotFree}, which may come later than the answer's end.
     */
    void send(Call call, AnswerListener listener);

    /** Asks whether it lives; {@link Listener#pong} tells. */
    void ping();

    /** Sends nothing new; what runs may finish. The worker confirms, {@link Listener#drained}, and ends. */
    void drain(Duration grace);

    /** Closes the connection; requests in flight fail with the reason. */
    void close(String reason);

    /** Hears what happens to a link, on an I/O thread; must not block. */
    @ConsumerType
    interface Listener {

        /**
         * A request is over at the worker: answered whole, failed or cancelled.
         *
         * @param call as it was sent
         */
        void slotFree(Call call);

        /**
         * The worker asks another service, or its own.
         *
         * @param service its name
         * @param call whose {@link Call#parent} is the call that the worker works on
         * @param answer hears {@link ServiceException.Kind#REFUSED} when such a call may not be made
         */
        void called(String service, Call call, AnswerListener answer);

        /** The worker has loaded these files, besides those that it named before; absolute. */
        void loaded(List<Path> files);

        /** @param rss resident memory in bytes, 0 when unknown */
        void pong(long rss, int inFlight);

        /** The worker wants to end (or confirms that it will): send it nothing new. */
        void drained();

        /** The connection is gone; called once, last, after the requests in flight have failed. */
        void closed(String reason);
    }
}
