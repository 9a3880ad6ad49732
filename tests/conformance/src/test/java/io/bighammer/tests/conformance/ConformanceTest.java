package io.bighammer.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every SDK behaves alike: the cases of cases.json with a worker of each language. One language or case alone:
 * {@code -Dconformance.language=php -Dconformance.case=generator}.
 */
class ConformanceTest {
    private static final int AUTH = 10;
    private static final Set<Language> BUILT = new HashSet<>();

    static Stream<Arguments> everyLanguageAndCase() {
        List<Case> cases = Case.all().toList();
        return Language.all().stream()
                .filter(language -> chosen("language", language.name()))
                .flatMap(language -> cases.stream()
                        .filter(each -> each.concerns(language) && chosen("case", each.name()))
                        .map(each -> Arguments.of(language, each)));
    }

    private static boolean chosen(String what, String name) {
        return name.contains(System.getProperty("conformance." + what, ""));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyLanguageAndCase")
    void passes(Language language, Case each) throws Exception {
        assumeTrue(language.isInstalled(), "what " + language + " needs is not installed: its SDK was not tested");
        build(language);
        try (TestedWorker worker = new TestedWorker(language, each.overTcp())) {
            try {
                play(language, each, worker);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nstderr: " + worker.output("stderr"), e);
            }
        }
    }

    private static void build(Language language) throws IOException, InterruptedException {
        if (language.build().isEmpty() || !BUILT.add(language)) {
            return;
        }
        Process build = new ProcessBuilder(language.build())
                .directory(Checkout.root().toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, build.waitFor(), output);
    }

    private static void play(Language language, Case each, TestedWorker worker)
            throws IOException, InterruptedException {
        try (Peer peer = new Peer(worker.accept(), each.creditByHand())) {
            WireFrame frame = peer.take(0, List.of());
            assertEquals("HELLO", frame.name(), "the first frame");
            JsonNode hello = frame.head();
            assertEquals(worker.pid(), hello.path("pid").asLong(), "pid of HELLO");
            answerHello(peer, each, each.window(language.profile()), hello);
            new Script(worker, peer, hello).play(each.steps());
            assertTrue(peer.complaint().isEmpty(), peer::complaint);
        }
    }

    private static void answerHello(Peer peer, Case each, int window, JsonNode hello)
            throws IOException, InterruptedException {
        if (!each.refusal().isEmpty()) {
            byte[] reason = each.refusal().getBytes(StandardCharsets.UTF_8);
            peer.send(new WireFrame(WireFrame.type("CANCEL"), 0, 0, 0, AUTH, reason));
            return;
        }
        peer.windows(window, hello.path("window").asLong());
        ObjectNode answer = new JsonMapper()
                .createObjectNode()
                .put("version", 1)
                .put("ping_ms", 10_000)
                .put("max_frame", 1 << 20)
                .put("window", window)
                .put("a_key_of_tomorrow", true);
        answer.putObject("settings");
        byte[] json = answer.toString().getBytes(StandardCharsets.UTF_8);
        peer.send(new WireFrame(WireFrame.type("HELLO"), 0, 0, 0, 0, json));
    }
}
