package io.bighammer.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** The services that the gateway runs. */
@ProviderType
public interface Services {

    /**
     * Makes the running services those of the list; the workers' door is open. One that is new can be asked at once, and its
     * callers wait for a worker; one whose settings have changed goes on with its old workers until new ones are ready; one
     * that is not in the list drains and ends.
     *
     * @return completed, never exceptionally, when each worker that was started is ready or has failed once
     */
    CompletableFuture<Void> run(List<ServiceConfig> services, GatewayConfig config);

    /**
     * Starts new workers beside the old ones, of the program as it is now, and lets the old ones go when the new ones are ready.
     *
     * @return completed when the new workers serve; completed exceptionally, with a message for people, when they cannot, and then
     *     the old ones serve on. When a newer change overtakes it, it ends as that does.
     */
    CompletableFuture<Void> reload(String service);

    /** The names of the services that run, in the order of their configuration. */
    List<String> names();

    /** The service of that name, if it is among those that run or built in. */
    Optional<Service> find(String name);

    /**
     * Asks every idle worker whether it lives, so that {@link StatusSource#status} tells the present.
     *
     * @return completed, never exceptionally, when all have answered or the limit has passed
     */
    CompletableFuture<Void> ping(Duration limit);

    /**
     * Ends all workers: DRAIN and its confirmation, SIGTERM, SIGKILL.
     *
     * @return completed, never exceptionally, when the last process is gone
     */
    CompletableFuture<Void> stop();
}
