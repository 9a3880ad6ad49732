package io.bighammer.services;

import io.bighammer.spi.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Has a language's own program look at files before workers are started with them: it is quick, and says it best. */
final class SyntaxCheck {
    private static final int MOST_FILES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** What makes a language's program check a file instead of running it. */
    private static final Map<String, List<String>> OPTIONS = Map.of(
            "php",
            List.of("-l"),
            "node",
            List.of("--check"),
            "python3",
            List.of("-c", "import ast, sys; ast.parse(open(sys.argv[1], 'rb').read(), sys.argv[1])"));

    private final Workshop workshop;

    SyntaxCheck(Workshop workshop) {
        this.workshop = workshop;
    }

    /** Completed exceptionally, by a {@link FailedStart}, when one is wrong; what cannot be checked counts as right. */
    CompletableFuture<Void> of(ServiceConfig service, List<Path> files) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        // One after the other: they would take the processors from the workers.
        for (Path file : files.stream().limit(MOST_FILES).toList()) {
            Optional<List<String>> command = command(service, file);
            if (command.isPresent()) {
                all = all.thenCompose(right -> check(service, file, command.get()));
            }
        }
        return all;
    }

    private Optional<List<String>> command(ServiceConfig service, Path file) {
        return Language.of(file.getFileName().toString().toLowerCase(Locale.ROOT))
                .filter(language -> Files.isRegularFile(file) && OPTIONS.containsKey(language.program()))
                .flatMap(language -> program(service, language).map(program -> {
                    List<String> command = new ArrayList<>();
                    command.add(program);
                    command.addAll(language.options());
                    command.addAll(OPTIONS.get(language.program()));
                    command.add(file.toString());
                    return command;
                }));
    }

    /** A service with a command of its own may run with another version than the one in PATH. */
    private Optional<String> program(ServiceConfig service, Language language) {
        if (service.command().isEmpty()) {
            return workshop.executables().find(language.program()).map(Path::toString);
        }
        String own = service.command().get(0);
        boolean same = Path.of(own).getFileName().toString().startsWith(language.program());
        return same ? Optional.of(own) : Optional.empty();
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
                                    new FailedStart(file + " is wrong: " + Diagnosis.essence(words), words));
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
