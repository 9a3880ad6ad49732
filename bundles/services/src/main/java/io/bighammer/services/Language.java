package io.bighammer.services;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A language in which a service can be one file, because its SDK has a host script that loads that file.
 *
 * @param endings of the file
 * @param program in PATH that runs it
 * @param options of the program
 * @param host the host script, from home
 * @param debianPackage what has the program
 */
record Language(
        String name, List<String> endings, String program, List<String> options, Path host, String debianPackage) {
    private static final Path SDK = Path.of("Develop", "sdk");

    private static final List<Language> ALL = List.of(
            // Errors once, on stderr, whatever php.ini says; opcache is left out since it makes each start 5 ms longer.
            new Language(
                    "PHP",
                    List.of(".php"),
                    "php",
                    List.of("-d", "display_errors=stderr", "-d", "log_errors=0"),
                    SDK.resolve("php/host.php"),
                    "php-cli"),
            new Language("Python", List.of(".py"), "python3", List.of(), SDK.resolve("python/host.py"), "python3"),
            new Language(
                    "JavaScript",
                    List.of(".js", ".mjs", ".cjs"),
                    "node",
                    List.of(),
                    SDK.resolve("node/host.js"),
                    "nodejs"));

    /** @param file a file's name in lower case */
    static Optional<Language> of(String file) {
        return ALL.stream()
                .filter(language -> language.endings.stream().anyMatch(file::endsWith))
                .findFirst();
    }

    /** All endings, as a person would list them. */
    static String allEndings() {
        return String.join(
                ", ",
                ALL.stream().flatMap(language -> language.endings.stream()).toList());
    }
}
