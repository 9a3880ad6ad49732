package io.bighammer.services.process;

import io.bighammer.spi.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What starts a worker: the {@code command} of its service, the runtime that its file's ending stands for, or the file itself; and what
 * checks such a file without running it.
 */
public final class CommandLine {
    private final Executables executables;
    private final Path home;

    public CommandLine(Executables executables, Path home) {
        this.executables = executables;
        this.home = home;
    }

    /** @throws CannotStartException when there is nothing that could run it; the message says what to install or change */
    public List<String> of(ServiceConfig service) throws CannotStartException {
        return service.command().isEmpty() ? ofFile(service.path()) : service.command();
    }

    List<String> ofFile(Path file) throws CannotStartException {
        Optional<Language> language = Language.of(file);
        if (language.isPresent()) {
            return hosted(language.get(), file);
        }
        if (Files.isExecutable(file)) {
            return List.of(file.toString());
        }
        throw new CannotStartException(
                ("%s is neither a file of a known language (%s) nor executable: make it executable with"
                                + " chmod +x, or give the service a \"command\" that starts it")
                        .formatted(file, Language.allEndings()));
    }

    /** What has the language's own program look at a file; empty when nothing can. */
    public Optional<List<String>> check(ServiceConfig service, Path file) {
        return Language.of(file)
                .filter(language -> Files.isRegularFile(file))
                .flatMap(language -> program(service, language).map(program -> {
                    List<String> command = new ArrayList<>();
                    command.add(program);
                    command.addAll(language.options());
                    command.addAll(language.check());
                    command.add(file.toString());
                    return command;
                }));
    }

    /** A service with a command of its own may run with another version than the one in PATH. */
    private Optional<String> program(ServiceConfig service, Language language) {
        if (service.command().isEmpty()) {
            return executables.find(language.program()).map(Path::toString);
        }
        String own = service.command().get(0);
        boolean same = Path.of(own).getFileName().toString().startsWith(language.program());
        return same ? Optional.of(own) : Optional.empty();
    }

    private List<String> hosted(Language language, Path file) throws CannotStartException {
        Path host = home.resolve(language.host());
        if (!Files.isRegularFile(host)) {
            throw new CannotStartException(
                    "%s, which connects %s services to the gateway, is missing: restore the folder %s"
                            .formatted(host, language.name(), language.host().getParent()));
        }
        Path program = executables
                .find(language.program())
                .orElseThrow(() -> new CannotStartException(
                        "%s is not in PATH, and %s needs it: install it, for example with apt-get install %s"
                                .formatted(language.program(), file, language.debianPackage())));
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(language.options());
        command.add(host.toString());
        command.add(file.toString());
        return command;
    }
}
