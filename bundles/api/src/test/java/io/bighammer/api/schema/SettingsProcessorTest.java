package io.bighammer.api.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsProcessorTest {

    @TempDir
    Path out;

    @Test
    void aRecordBecomesASchema() throws IOException {
        assertEquals("", compile("""
                import io.bighammer.api.*;
                import java.util.*;

                /**
                 * Who may come in.
                 *
                 * @param maxTenants how many; see {@link Map}, <i>or</i>
                 *     "nothing"
                 */
                @PluginSettings
                record Settings(@Default("5") int maxTenants, List<String> tenants, Mode mode) {
                    enum Mode { ON, OFF }
                }
                """));

        assertEquals("""
                {
                    "$schema": "https://json-schema.org/draft/2020-12/schema",
                    "type": "object",
                    "description": "Who may come in.",
                    "properties": {
                        "max_tenants": {
                            "$ref": "#/$defs/int",
                            "default": 5,
                            "description": "how many; see Map, or \\"nothing\\""
                        },
                        "tenants": {
                            "type": "array",
                            "items": {
                                "$ref": "#/$defs/text"
                            }
                        },
                        "mode": {
                            "anyOf": [
                                {
                                    "enum": [
                                        "on",
                                        "off"
                                    ]
                                },
                                {
                                    "$ref": "#/$defs/placeholder"
                                }
                            ]
                        }
                    },
                    "required": [
                        "tenants",
                        "mode"
                    ],
                    "additionalProperties": false,
                """, schema().replaceFirst("(?s)    \"\\$defs\".*", ""));
    }

    @Test
    void theCompilerFindsTheProcessorByItself() throws IOException {
        assertTrue(
                Files.readString(Path.of("src/main/resources/META-INF/services/javax.annotation.processing.Processor"))
                        .contains(SettingsProcessor.class.getName()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            @PluginSettings class Settings {}                              | @PluginSettings belongs to a record
            @PluginSettings record A() {} @PluginSettings record B() {}    | @PluginSettings is on A already; a plugin has one record of settings
            @PluginSettings record A(float share) {}                       | settings cannot have the type float
            @PluginSettings record A(int[] counts) {}                      | settings cannot have the type int[]
            @PluginSettings record A(Map<Integer, String> names) {}        | settings cannot have the type java.util.Map<java.lang.Integer,java.lang.String>
            @PluginSettings record A(List<A> inner) {}                     | settings cannot contain themselves: A
            @PluginSettings record A(@Default("many") int count) {}        | @Default("many") is no value of int
            @PluginSettings record A(@Default("1 day") Duration time) {}   | @Default("1 day") is no value of java.time.Duration
            @PluginSettings record A(@Default("x") RetentionPolicy p) {}   | @Default("x") is no value of java.lang.annotation.RetentionPolicy
            @PluginSettings record A(@Default("1") Optional<Integer> x) {} | an Optional has no @Default
            """)
    void whatCannotBeSettingsIsTheAuthorsError(String source, String expected) throws IOException {
        String errors = compile("""
                import io.bighammer.api.*;
                import java.lang.annotation.RetentionPolicy;
                import java.time.Duration;
                import java.util.*;
                """ + source);

        assertEquals(expected, errors);
    }

    @Test
    void withoutTheAnnotationThereIsNoSchema() throws IOException {
        assertEquals("", compile("record Settings(int count) {}"));
        assertFalse(Files.exists(out.resolve(SettingsProcessor.FILE)));
    }

    /** @return what the compiler has to say */
    private String compile(String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null, files, said, List.of("-proc:only", "-d", out.toString()), null, List.of(new Source(source)));
            task.setProcessors(List.of(new SettingsProcessor()));
            task.call();
        }
        return said.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }

    private String schema() throws IOException {
        return Files.readString(out.resolve(SettingsProcessor.FILE));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String content;

        Source(String content) {
            super(URI.create("string:///Settings.java"), Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
