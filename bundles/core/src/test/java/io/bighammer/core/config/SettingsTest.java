package io.bighammer.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bighammer.api.Default;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static SettingsSchema everything;
    private static SettingsSchema demanding;

    @BeforeAll
    static void compile(@TempDir Path one, @TempDir Path other) throws IOException {
        everything = schemaOf(Everything.class, one);
        demanding = schemaOf(Demanding.class, other);
    }

    @Test
    void everyTypeIsBound() {
        Everything bound = bind("""
                {"text": "t", "flag": false, "maybe_flag": true, "count": 4, "other_count": 5, "big": 6, "ratio": 7,
                 "window": "fixed", "wait_time": "8s", "note": "n", "inners": [{"name": "a", "size": 1}, {}],
                 "names": ["x", "y", "x"], "weights": {"甲": 1}, "inner": {"name": "j", "size": null}}
                """, Everything.class);

        assertEquals(
                new Everything(
                        "t",
                        false,
                        true,
                        4,
                        5,
                        6,
                        7,
                        Everything.Window.FIXED,
                        Duration.ofSeconds(8),
                        Optional.of("n"),
                        List.of(new Everything.Inner("a", Optional.of(1)), new Everything.Inner("i", Optional.empty())),
                        Set.of("x", "y"),
                        Map.of("甲", 1),
                        new Everything.Inner("j", Optional.empty())),
                bound);
    }

    @Test
    void whatIsAbsentHasItsDefault() {
        assertEquals(
                new Everything(
                        "a \"text\"",
                        true,
                        false,
                        3,
                        -4,
                        5_000_000_000L,
                        0.5,
                        Everything.Window.TOKEN_BUCKET,
                        Duration.ofMillis(250),
                        Optional.empty(),
                        List.of(),
                        Set.of("x", "y"),
                        Map.of("a", 1),
                        new Everything.Inner("i", Optional.empty())),
                bind("{}", Everything.class));
    }

    @Test
    void whatHasNoDefaultMustBeThere() {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> bind("{}", Demanding.class));

        assertEquals(
                "s.json:1: text: is missing\ns.json:1: count: is missing\ns.json:1: inners: is missing",
                e.getMessage());
    }

    record Wrong(@Default("many") int count) {}

    @Test
    void aDefaultThatDoesNotFitIsTheAuthorsError() {
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> bind("{}", Wrong.class));

        assertEquals("@Default(\"many\") of count is not JSON", e.getMessage());
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
            {"otherCount": 2}                       | s.json:1: otherCount: unknown key; did you mean "other_count"?
            []                                      | s.json:1: must be an object in { }
            """)
    void whatDoesNotFitIsTold(String json, String expected) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> bind(json, Everything.class));

        assertEquals(expected, e.getMessage());
    }

    /** The second half of the way that {@code check} goes; the first one is the compiler's. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{}",
                "{\"txt\": \"a\"}",
                "{\"text\": 5, \"note\": 6}",
                "{\"note\": null, \"text\": null}",
                "{\"flag\": \"true\", \"count\": 2147483648, \"big\": 1e999999999, \"ratio\": \"half\"}",
                "{\"window\": \"sliding\", \"wait_time\": \"long\"}",
                "{\"inners\": [{\"name\": 1}, {\"size\": true}, 7]}",
                "{\"inners\": {\"name\": \"a\"}, \"inner\": {\"siez\": 1}}",
                "{\"names\": [\"a\", 2], \"weights\": {\"a\": \"b\"}}",
                "{\"otherCount\": 2}"
            })
    void theSchemaSaysWhatTheRecordSays(String json) {
        Settings settings = Settings.parse("s.json", json);

        assertEquals(findings(() -> settings.bind(Everything.class)), everything.findings(settings));
    }

    private static List<Finding> findings(Runnable binding) {
        try {
            binding.run();
            return List.of();
        } catch (ConfigurationException e) {
            return e.findings();
        }
    }

    private static SettingsSchema schemaOf(Class<? extends Record> settings, Path folder) throws IOException {
        Path sources = Path.of("src/test/java");
        Path source = sources.resolve(settings.getName().replace('.', '/') + ".java");
        return SettingsSchema.parse(
                CompiledSettings.schema(sources, source, folder).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"{}", "{\"text\": \"t\", \"count\": 1, \"inners\": []}", "{\"txet\": \"t\", \"inners\": [{}]}"})
    void theSchemaKnowsWhatIsRequired(String json) {
        Settings settings = Settings.parse("s.json", json);

        assertEquals(findings(() -> settings.bind(Demanding.class)), demanding.findings(settings));
    }

    @Test
    void whatIsNoSchemaOfSettingsIsRefused() {
        for (String json : List.of("{", "[]", "{}", "{\"properties\": {\"a\": {\"type\": \"string\"}}}")) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            assertThrows(IllegalArgumentException.class, () -> SettingsSchema.parse(bytes), json);
        }
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

    record Careless(Optional<String> name) {
        Careless {
            Objects.requireNonNull(name.orElse(null));
        }
    }

    @Test
    void aRecordThatFailsOtherwiseIsToldAsWell() {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> bind("{}", Careless.class));

        assertTrue(
                e.getMessage().startsWith("s.json:1: make the plugin fail with java.lang.NullPointerException"),
                e::getMessage);
    }

    record Named(String name) {}

    @Test
    void aPluginWithoutAnEntryIsToldWhereItsSettingsAreWanted() {
        Settings none = Settings.none(new Place("config/router.json", 2, "routes[0].plugins[1]"));

        ConfigurationException e = assertThrows(ConfigurationException.class, () -> none.bind(Named.class));

        assertEquals(
                "config/router.json:2: routes[0].plugins[1].config.name: is missing; the plugin has no entry in plugins.json:"
                        + " give it one with \"config\", or write {\"name\": …, \"config\": …} here",
                e.getMessage());
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
