package io.bighammer.services.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A language in which a service can be one file, because its SDK has a host script that loads that file.
 *
 * @param endings of the file
 * @param program in PATH that runs it
 * @param options of the program
 * @param check options that make the program check a file instead of running it
 * @param host the host script, from home
 * @param debianPackage what has the program
 */
record Language(
        String name,
        List<String> endings,
        String program,
        List<String> options,
        List<String> check,
        Path host,
        String debianPackage) {
    private static final Path SDK = Path.of("Develop", "sdk");

    private static final List<Language> ALL = List.of(
            // Errors once, on stderr, whatever php.ini says; opcache is left out since it makes each start 5 ms longer.
            new Language(
                    "PHP",
                    List.of(".php"),
                    "php",
                    List.of("-d", "display_errors=stderr", "-d", "log_errors=0"),
                    List.of("-l"),
                    SDK.resolve("php/host.php"),
                    "php-cli"),
            new Language(
                    "Python",
                    List.of(".py"),
                    "python3",
                    List.of(),
                    List.of("-c", "import ast, sys; ast.parse(open(sys.argv[1], 'rb').read(), sys.argv[1])"),
                    SDK.resolve("python/host.py"),
                    "python3"),
            new Language(
                    "JavaScript",
                    List.of(".js", ".mjs", ".cjs"),
                    "node",
                    List.of(),
                    List.of("--check"),
                    SDK.resolve("node/host.js"),
                    "nodejs"));

    /** The one that the file's ending stands for. */
    static Optional<Language> of(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(language -> language.endings.stream().anyMatch(name::endsWith))
                .findFirst();
    }

    /** All endings, as a person would list them. */
    static String allEndings() {
        return String.join(
                ", ",
                ALL.stream().flatMap(language -> language.endings.stream()).toList());
    }
}
