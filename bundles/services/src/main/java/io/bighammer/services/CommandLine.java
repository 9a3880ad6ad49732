package io.bighammer.services;

import io.bighammer.spi.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What starts a worker: the {@code command} of its service, the runtime that its file's ending stands for, or the file itself. */
final class CommandLine {
    /** Where the gateway's part of a PHP worker is, from home. */
    static final Path PHP_HOST = Path.of("Develop", "sdk", "php", "host.php");

    private final Executables executables;
    private final Path home;

    CommandLine(Executables executables, Path home) {
        this.executables = executables;
        this.home = home;
    }

    /** @throws CannotStartException when there is nothing that could run it; the message says what to install or change */
    List<String> of(ServiceConfig service) throws CannotStartException {
        if (!service.command().isEmpty()) {
            return service.command();
        }
        String file = service.path().getFileName().toString().toLowerCase(Locale.ROOT);
        if (file.endsWith(".php")) {
            return php(service.path());
        }
        if (Files.isExecutable(service.path())) {
            return List.of(service.path().toString());
        }
        throw new CannotStartException(
                service.path() + " is neither a .php file nor executable: make it executable with"
                        + " chmod +x, or give the service a \"command\" that starts it");
    }

    private List<String> php(Path script) throws CannotStartException {
        Path host = home.resolve(PHP_HOST);
        if (!Files.isRegularFile(host)) {
            throw new CannotStartException(
                    host + ", which connects PHP services to the gateway, is missing: restore the" + " folder "
                            + PHP_HOST.getParent());
        }
        Path php = executables
                .find("php")
                .orElseThrow(() -> new CannotStartException("php is not in PATH, and " + script
                        + " needs it: install it, for example with apt-get install php-cli"));
        // Errors once, on stderr, whatever php.ini says; opcache is left out since it makes each start 5 ms longer.
        return List.of(
                php.toString(),
                "-d",
                "display_errors=stderr",
                "-d",
                "log_errors=0",
                host.toString(),
                script.toString());
    }
}
