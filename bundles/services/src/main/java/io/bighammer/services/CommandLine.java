package io.bighammer.services;

import io.bighammer.spi.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What starts a worker: the {@code command} of its service, the runtime that its file's ending stands for, or the file itself. */
final class CommandLine {
    private final Executables executables;
    private final Path home;

    CommandLine(Executables executables, Path home) {
        this.executables = executables;
        this.home = home;
    }

    /** @throws CannotStartException when there is nothing that could run it; the message says what to install or change */
    List<String> of(ServiceConfig service) throws CannotStartException {
        return service.command().isEmpty() ? ofFile(service.path()) : service.command();
    }

    List<String> ofFile(Path file) throws CannotStartException {
        Optional<Language> language = Language.of(file.getFileName().toString().toLowerCase(Locale.ROOT));
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
