package io.bighammer.core.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The plugins in a deploy folder, read from the component descriptions of its jars without starting them.
 *
 * @param names of the plugins
 * @param broken the jars that could not be read, each with the reason
 */
record PluginJars(Set<String> names, List<String> broken) {

    private static final String NAME_PROPERTY = "bighammer.plugin.name";

    static PluginJars of(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        List<String> broken = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
                for (Path jar : jars) {
                    try {
                        names.addAll(namesIn(jar));
                    } catch (IOException | XMLStreamException e) {
                        broken.add(jar.getFileName() + " cannot be read (" + e.getMessage() + "); copy it again");
                    }
                }
            }
        }
        return new PluginJars(names, broken);
    }

    private static Set<String> namesIn(Path jar) throws IOException, XMLStreamException {
        Set<String> names = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry :
                    file.stream().filter(PluginJars::isDescription).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    addNames(in, names);
                }
            }
        }
        return names;
    }

    private static boolean isDescription(JarEntry entry) {
        return entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml");
    }

    private static void addNames(InputStream in, Set<String> names) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader reader = factory.createXMLStreamReader(in);
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT
                    && reader.getLocalName().equals("property")
                    && NAME_PROPERTY.equals(reader.getAttributeValue(null, "name"))) {
                names.add(reader.getAttributeValue(null, "value"));
            }
        }
        reader.close();
    }
}
