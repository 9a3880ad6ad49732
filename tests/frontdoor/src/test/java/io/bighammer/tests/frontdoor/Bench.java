package io.bighammer.tests.frontdoor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of {@code bench/} that end with 0 when the gateway held out. */
final class Bench {
    private static final Path FOLDER = Path.of("../../bench");

    private Bench() {}

    /** Runs one to its end; its figures are for people as well. */
    static String run(String program, int port, String... options) {
        List<String> command = new ArrayList<>(List.of("python3", program, "--port", Integer.toString(port)));
        command.addAll(List.of(options));
        String figures = Shell.in(FOLDER).run(command).succeeded().output();
        System.out.print(String.join(" ", options) + "\n" + figures);
        return figures;
    }
}
