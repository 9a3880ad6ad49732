package io.bighammer.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    enum Window {
        FIXED,
        TOKEN_BUCKET
    }

    record Inner(String name, Integer size) {
        Inner {
            if (size != null && size < 1) {
                throw new IllegalArgumentException("\"size\": give it 1 or more");
            }
        }
    }

    record Everything(
            String text,
            boolean flag,
            Boolean maybeFlag,
            int count,
            Integer maybeCount,
            long big,
            double ratio,
            Window window,
            Duration waitTime,
            Optional<String> note,
            List<Inner> inners,
            Set<String> names,
            Map<String, Integer> weights,
            Inner inner) {}

    @Test
    void everyTypeIsBound() {
        Everything bound = bind("""
                {"text": "t", "flag": true, "maybe_flag": false, "count": 3, "maybe_count": -4, "big": 5000000000, "ratio": 0.5,
                 "window": "token_bucket", "wait_time": "250ms", "note": "n", "inners": [{"name": "a", "size": 1}, {}],
                 "names": ["x", "y", "x"], "weights": {"甲": 1}, "inner": {"name": "i"}}
                """, Everything.class);

        assertEquals(
                new Everything(
                        "t",
                        true,
                        false,
                        3,
                        -4,
                        5_000_000_000L,
                        0.5,
                        Window.TOKEN_BUCKET,
                        Duration.ofMillis(250),
                        Optional.of("n"),
                        List.of(new Inner("a", 1), new Inner(null, null)),
                        Set.of("x", "y"),
                        Map.of("甲", 1),
                        new Inner("i", null)),
                bound);
    }

    @Test
    void whatIsAbsentIsNullOrZeroOrFalse() {
        assertEquals(
                new Everything(null, false, null, 0, null, 0, 0, null, null, Optional.empty(), null, null, null, null),
                bind("{}", Everything.class));
    }

    @Test
    void aKeyMayBeWrittenLikeTheComponent() {
        assertEquals(7, bind("{\"maybeCount\": 7}", Everything.class).maybeCount());
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"txt": "a"}                            | s.json:1: txt: unknown key; did you mean "text"?
            {"text": 5}                             | s.json:1: text: must be text in double quotes, not 5
            {"text": null}                          | s.json:1: text: must be text in double quotes, not null
            {"flag": "true"}                        | s.json:1: flag: must be true or false, not "true"
            {"count": 2147483648}                   | s.json:1: count: must be a whole number from -2147483648 to 2147483647, not 2147483648
            {"count": 1.5}                          | s.json:1: count: must be a whole number from -2147483648 to 2147483647, not 1.5
            {"big": 1e999999999}                    | s.json:1: big: must be a whole number, not 1e999999999
            {"ratio": "half"}                       | s.json:1: ratio: must be a number, not "half"
            {"window": "sliding"}                   | s.json:1: window: must be "fixed" or "token_bucket", not "sliding"
            {"wait_time": "long"}                   | s.json:1: wait_time: must be a time from 1ms to 24h, like "30s", "500ms" or a number of seconds, not "long"
            {"inners": [{"name": 1}]}               | s.json:1: inners[0].name: must be text in double quotes, not 1
            {"inners": {"name": "a"}}               | s.json:1: inners: must be a list in [ ], not an object
            {"names": ["a", 2]}                     | s.json:1: names[1]: must be text in double quotes, not 2
            {"weights": {"a": "b"}}                 | s.json:1: weights.a: must be a whole number from -2147483648 to 2147483647, not "b"
            {"inner": {"size": 0}}                  | s.json:1: inner.size: "size": give it 1 or more
            {"inner": {"siez": 1}}                  | s.json:1: inner.siez: unknown key; did you mean "size"?
            {"maybe_count": 1, "maybeCount": 2}     | s.json:1: maybeCount: is the same key as maybe_count; remove one
            []                                      | s.json:1: must be an object in { }
            """)
    void whatDoesNotFitIsTold(String json, String expected) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> bind(json, Everything.class));

        assertEquals(expected, e.getMessage());
    }

    @Test
    void allThatDoesNotFitIsToldAtOnceWithItsLine() {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                () -> bind("{\n\"text\": 1,\n\"inner\": {\n\"size\": 0\n},\n\"flg\": true}", Everything.class));

        assertEquals(List.of(2, 4, 6), e.findings().stream().map(Finding::line).toList());
    }

    record Secretive(String password) {
        Secretive {
            throw new IllegalArgumentException("the password " + password + " is too short");
        }
    }

    @Test
    void aSecretIsMaskedInTheWordsOfTheRecordItself(@TempDir Path home) throws Exception {
        Settings settings = withSecret(home, "geheim");

        ConfigurationException e = assertThrows(ConfigurationException.class, () -> settings.bind(Secretive.class));

        assertEquals("config/plugins.json:1: plugins[0].config: the password *** is too short", e.getMessage());
        assertFalse(settings.toString().contains("geheim"), settings::toString);
    }

    record Careless(List<String> names) {
        Careless {
            names = List.copyOf(names);
        }
    }

    @Test
    void aRecordThatFailsOtherwiseIsToldAsWell() {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> bind("{}", Careless.class));

        assertTrue(
                e.getMessage().startsWith("s.json:1: make the plugin fail with java.lang.NullPointerException"),
                e::getMessage);
    }

    @Test
    void settingsAreEqualWhenTheySayTheSame(@TempDir Path home) throws Exception {
        Settings one = Settings.parse("a.json", "{\"a\": 1, \"b\": [true, null, \"x\"]}");

        assertEquals(one, Settings.parse("b.json", "{\n\"b\": [true, null, \"x\"],\n\"a\": 1}"));
        assertEquals(
                one.hashCode(),
                Settings.parse("b.json", "{\"b\": [true, null, \"x\"], \"a\": 1}")
                        .hashCode());
        assertNotEquals(one, Settings.parse("a.json", "{\"a\": \"1\", \"b\": [true, null, \"x\"]}"));
        assertNotEquals(one, Settings.none(one.place()));
        assertNotEquals(withSecret(home, "one"), withSecret(home, "two"));
    }

    private static <T extends Record> T bind(String json, Class<T> type) {
        return Settings.parse("s.json", json).bind(type);
    }

    private static Settings withSecret(Path home, String secret) throws Exception {
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(config.resolve("config.json"), "{}");
        Files.writeString(config.resolve("router.json"), "{\"routes\": []}");
        Files.writeString(config.resolve("services.json"), "{\"services\": []}");
        Files.writeString(
                config.resolve("plugins.json"),
                "{\"plugins\": [{\"name\": \"p\", \"config\": {\"password\": \"${env:PW}\"}}]}");
        return new ConfigurationReader(Home.of(home), name -> Optional.of(secret))
                .read()
                .plugins()
                .get(0)
                .settings();
    }
}
