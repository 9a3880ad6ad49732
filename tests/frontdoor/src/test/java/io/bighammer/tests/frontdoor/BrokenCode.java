package io.bighammer.tests.frontdoor;

import java.util.List;

/** Versions of a PHP service that cannot serve, each in another way. */
final class BrokenCode {
    private static final List<String> KINDS = List.of(
            "return fn($request) => [;",
            "throw new Exception('at load');",
            "exit(1);",
            "while (true) { sleep(1); }",
            """
            foreach (['Frame', 'Disconnected', 'Connection'] as $class) {
                require_once __DIR__ . "/sdk/php/$class.php";
            }
            $gateway = BigHammer\\Connection::to(getenv('BIGHAMMER_SOCKET'));
            $gateway->write(BigHammer\\Frame::HELLO, 0, 0, 0, json_encode([
                'proto' => [1, 1], 'service' => getenv('BIGHAMMER_SERVICE'), 'pid' => getmypid(),
                'instance' => (int) getenv('BIGHAMMER_INSTANCE'), 'generation' => (int) getenv('BIGHAMMER_GENERATION'),
                'token' => getenv('BIGHAMMER_TOKEN'), 'lang' => 'php', 'sdk' => '1', 'max_streams' => 1,
                'max_frame' => 1048576, 'window' => 0,
            ]));
            while (true) { sleep(1); }
            """);

    private BrokenCode() {}

    static int kinds() {
        return KINDS.size();
    }

    /** @param number makes two versions of the same kind different files */
    static String version(int number) {
        return "<?php\n// version " + number + "\n" + KINDS.get(number % KINDS.size()) + "\n";
    }
}
