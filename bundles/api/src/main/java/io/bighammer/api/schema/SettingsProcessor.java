package io.bighammer.api.schema;

import io.bighammer.api.PluginSettings;
import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/** Run by the compiler of a plugin: writes the JSON Schema of the record that has {@link PluginSettings}. */
@SupportedAnnotationTypes("io.bighammer.api.PluginSettings")
public final class SettingsProcessor extends AbstractProcessor {
    /** Where the schema is in a plugin's jar. */
    static final String FILE = "META-INF/bighammer/settings.schema.json";

    private Element first;

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (Element element : round.getElementsAnnotatedWith(PluginSettings.class)) {
            if (element.getKind() != ElementKind.RECORD) {
                error("@PluginSettings belongs to a record", element);
            } else if (first != null) {
                error("@PluginSettings is on " + first + " already; a plugin has one record of settings", element);
            } else {
                first = element;
                write((TypeElement) element);
            }
        }
        return true;
    }

    private void write(TypeElement settings) {
        try {
            String schema = new RecordSchema(processingEnv).of(settings);
            try (Writer file = processingEnv
                    .getFiler()
                    .createResource(StandardLocation.CLASS_OUTPUT, "", FILE, settings)
                    .openWriter()) {
                file.write(schema);
            }
        } catch (UnfitException e) {
            error(e.getMessage(), e.element());
        } catch (IOException e) {
            error("The schema of the settings cannot be written: " + e.getMessage(), settings);
        }
    }

    private void error(String message, Element element) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, element);
    }
}
