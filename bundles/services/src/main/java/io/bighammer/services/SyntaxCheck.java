package io.bighammer.services;

import io.bighammer.services.process.LastWords;
import io.bighammer.services.worker.Workshop;
import io.bighammer.spi.ServiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Has a language's own program look at files before workers are started with them: it is quick, and says it best. */
final class SyntaxCheck {
    private static final int MOST_FILES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Workshop workshop;

    SyntaxCheck(Workshop workshop) {
        this.workshop = workshop;
    }

    /** Completed exceptionally, by a {@link FailedStart}, when one is wrong; what cannot be checked counts as right. */
    CompletableFuture<Void> of(ServiceConfig service, List<Path> files) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        // One after the other: they would take the processors from the workers.
        for (Path file : files.stream().limit(MOST_FILES).toList()) {
            Optional<List<String>> command = workshop.commands().check(service, file);
            if (command.isPresent()) {
                all = all.thenCompose(right -> check(service, file, command.get()));
            }
        }
        return all;
    }

    private CompletableFuture<Void> check(ServiceConfig service, Path file, List<String> command) {
        CompletableFuture<Void> checked = new CompletableFuture<>();
        workshop.run(service.name() + " check", command)
                .thenCompose(process -> {
                    process.killAfter(LIMIT, workshop.loop());
                    return process.ended().thenAccept(code -> {
                        if (code == 0 || process.lastWords().isEmpty()) {
                            checked.complete(null);
                        } else {
                            String words = process.lastWords();
                            checked.completeExceptionally(
                                    new FailedStart(file + " is wrong: " + LastWords.essence(words), words));
                        }
                    });
                })
                // A check that cannot be run says nothing about the file.
                .exceptionally(notRun -> {
                    checked.complete(null);
                    return null;
                });
        return checked;
    }
}
