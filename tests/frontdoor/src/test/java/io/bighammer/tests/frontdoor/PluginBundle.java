package io.bighammer.tests.frontdoor;

import io.bighammer.api.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A class of these tests made into the jar of a plugin, as bnd would do it. */
final class PluginBundle {
    private static final String COMPONENT = "OSGI-INF/component.xml";

    private PluginBundle() {}

    static void write(Path jar, String name, Class<? extends Plugin> plugin) {
        write(jar, name, plugin, "1.0.0");
    }

    /** @param services that the plugin needs, each taken by a method {@code take} */
    static void write(Path jar, String name, Class<? extends Plugin> plugin, String version, Class<?>... services) {
        String classFile = plugin.getName().replace('.', '/') + ".class";
        try (JarOutputStream out =
                        new JarOutputStream(Files.newOutputStream(jar), manifest(plugin, version, services));
                InputStream compiled = plugin.getResourceAsStream("/" + classFile)) {
            out.putNextEntry(new ZipEntry(COMPONENT));
            out.write(component(name, plugin, services).getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry(classFile));
            compiled.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Manifest manifest(Class<?> plugin, String version, Class<?>... services) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", plugin.getName());
        main.putValue("Bundle-Version", version);
        main.putValue("Import-Package", "io.bighammer.api;version=\"[1.0,2)\"" + imports(services));
        main.putValue("Service-Component", COMPONENT);
        main.putValue(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0)(!(version>=2.0.0)))\"");
        return manifest;
    }

    /** What of Java is not in java.base, a bundle imports like anything else. */
    private static String imports(Class<?>... services) {
        return Stream.of(services)
                .map(Class::getPackageName)
                .filter(name -> name.startsWith("javax."))
                .distinct()
                .map(name -> "," + name)
                .collect(Collectors.joining());
    }

    private static String component(String name, Class<?> plugin, Class<?>... services) {
        String references = Stream.of(services)
                .map(Class::getName)
                .map(service -> "<reference name=\"%1$s\" interface=\"%1$s\" bind=\"take\"/>".formatted(service))
                .collect(Collectors.joining());
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%2$s">
                  <property name="bighammer.plugin.name" type="String" value="%1$s"/>
                  <service scope="prototype">
                    <provide interface="%3$s"/>
                  </service>
                  %4$s
                  <implementation class="%2$s"/>
                </scr:component>
                """.formatted(name, plugin.getName(), Plugin.class.getName(), references);
    }
}
