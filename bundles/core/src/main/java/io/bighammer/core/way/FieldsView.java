package io.bighammer.core.way;

import io.bighammer.api.Headers;
import io.bighammer.spi.FieldSyntax;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Jetty's fields as a plugin sees them. */
final class FieldsView implements Headers {
    private final HttpFields.Mutable fields;

    FieldsView(HttpFields.Mutable fields) {
        this.fields = fields;
    }

    @Override
    public Optional<String> first(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    @Override
    public List<String> all(String name) {
        return fields.getValuesList(name);
    }

    @Override
    public void set(String name, String value) {
        fields.put(FieldSyntax.requireName(name), FieldSyntax.requireValue(value));
    }

    @Override
    public void add(String name, String value) {
        fields.add(FieldSyntax.requireName(name), FieldSyntax.requireValue(value));
    }

    @Override
    public void remove(String name) {
        fields.remove(name);
    }

    @Override
    public void forEach(BiConsumer<String, String> line) {
        for (HttpField field : fields) {
            line.accept(field.getName(), field.getValue());
        }
    }
}
