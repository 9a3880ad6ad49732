package io.bighammer.tests.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of languages.json: how a worker of this language is started, from the checkout's root.
 *
 * @param profile synchronous or multiplexing
 * @param needs the program without which its cases are skipped
 * @param check fails where it cannot be started all the same; empty when the program is enough
 * @param build run once before the first case; empty when there is nothing to build
 */
record Language(
        String name, String profile, String needs, List<String> check, List<String> build, List<String> command) {

    static List<Language> all() {
        JsonMapper json = new JsonMapper();
        return json.readTree(Checkout.file("tests/conformance/languages.json"))
                .valueStream()
                .map(Language::of)
                .toList();
    }

    private static Language of(JsonNode line) {
        return new Language(
                line.required("name").asString(),
                line.required("profile").asString(),
                line.required("needs").asString(),
                strings(line.path("check")),
                strings(line.path("build")),
                strings(line.required("command")));
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(value -> strings.add(value.asString()));
        return strings;
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }

    boolean isInstalled() throws IOException, InterruptedException {
        return isInstalled(needs)
                && (check.isEmpty()
                        || new ProcessBuilder(check)
                                        .redirectErrorStream(true)
                                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                        .start()
                                        .waitFor()
                                == 0);
    }

    @Override
    public String toString() {
        return name;
    }
}
