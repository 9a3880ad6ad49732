package io.bighammer.api.schema;

import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/** What {@link io.bighammer.api.Default} says, as JSON. What the component cannot have is the author's error. */
final class DefaultValue {
    private static final String NUMBER = "-?(0|[1-9][0-9]*)";

    private DefaultValue() {}

    static Object of(RecordComponentElement component, String written) throws UnfitException {
        TypeMirror type = component.asType();
        String name = type.toString().replaceAll("<.*", "");
        switch (name) {
            case "java.lang.String":
                return written;
            case "java.time.Duration":
                return quoted(component, written, "[0-9]+(\\.[0-9]+)? ?(ms|s|m|h)");
            case "boolean", "java.lang.Boolean":
                return raw(component, written, "true|false");
            case "int", "java.lang.Integer", "long", "java.lang.Long":
                return raw(component, written, NUMBER);
            case "double", "java.lang.Double":
                return raw(component, written, NUMBER + "(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
            case "java.util.List", "java.util.Set":
                return raw(component, written, "(?s)\\[.*]");
            case "java.util.Optional":
                throw new UnfitException(component, "an Optional has no @Default");
            default:
                return ofDeclared(component, ((DeclaredType) type).asElement(), written);
        }
    }

    private static Object ofDeclared(Element component, Element type, String written) throws UnfitException {
        if (type.getKind() != ElementKind.ENUM) {
            return raw(component, written, "(?s)\\{.*}");
        }
        List<String> names = type.getEnclosedElements().stream()
                .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                .map(constant -> constant.getSimpleName().toString().toLowerCase(Locale.ROOT))
                .toList();
        return quoted(component, written, String.join("|", names));
    }

    private static Object quoted(Element component, String written, String pattern) throws UnfitException {
        raw(component, written, pattern);
        return written;
    }

    private static Json.Raw raw(Element component, String written, String pattern) throws UnfitException {
        if (!written.matches(pattern)) {
            throw new UnfitException(component, "@Default(\"" + written + "\") is no value of " + component.asType());
        }
        return new Json.Raw(written);
    }
}
