package io.bighammer.core.config;

import io.bighammer.api.schema.SettingsProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes the schema of a settings record as the compiler of its plugin does. */
final class CompiledSettings {

    private CompiledSettings() {}

    /** @param out an empty folder */
    static String schema(Path sources, Path source, Path out) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            List<String> options =
                    List.of("-proc:only", "-implicit:none", "-sourcepath", sources.toString(), "-d", out.toString());
            JavaCompiler.CompilationTask task =
                    compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(source));
            task.setProcessors(List.of(new SettingsProcessor()));
            if (!task.call()) {
                throw new AssertionError(source + " cannot be compiled");
            }
        }
        return Files.readString(out.resolve("META-INF/bighammer/settings.schema.json"));
    }
}
