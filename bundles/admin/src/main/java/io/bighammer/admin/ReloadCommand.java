package io.bighammer.admin;

import io.bighammer.spi.Services;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Has new workers take the place of the old ones: those of the services that are named, or of all. Waits for the outcome, and tells it
 * a line for each service.
 */
final class ReloadCommand implements Command {
    /** Below the 60 s that the client waits. */
    private static final long LIMIT_SECONDS = 55;

    private final Supplier<Optional<Services>> services;

    /** @param services empty while they are not there */
    ReloadCommand(Supplier<Optional<Services>> services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public Reply run(List<String> arguments) {
        Optional<Services> running = services.get();
        if (running.isEmpty()) {
            return new Reply(List.of("The gateway has no services yet: wait until it runs."), Reply.PARTLY);
        }
        List<String> names = arguments.isEmpty() ? running.get().names() : arguments;
        Map<String, CompletableFuture<String>> outcomes = new LinkedHashMap<>();
        names.forEach(name -> outcomes.put(name, outcome(running.get(), name)));
        List<String> lines = new ArrayList<>();
        boolean all = true;
        for (Map.Entry<String, CompletableFuture<String>> service : outcomes.entrySet()) {
            String failure = service.getValue().join();
            all &= failure.isEmpty();
            lines.add(service.getKey() + ": " + (failure.isEmpty() ? "new workers serve" : failure));
        }
        return new Reply(lines.isEmpty() ? List.of("There is no service.") : lines, all ? Reply.OK : Reply.PARTLY);
    }

    /** Empty when it went well. */
    private static CompletableFuture<String> outcome(Services services, String name) {
        return services.reload(name)
                .handle((done, failure) -> failure == null ? "" : "not reloaded: " + failure.getMessage())
                .completeOnTimeout(
                        "not reloaded within " + LIMIT_SECONDS + " s; ./duang.sh status tells when it is",
                        LIMIT_SECONDS,
                        TimeUnit.SECONDS);
    }
}
