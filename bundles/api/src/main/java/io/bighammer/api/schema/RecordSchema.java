package io.bighammer.api.schema;

import io.bighammer.api.Default;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** Makes the JSON Schema of a record of settings: what the gateway binds to it, and nothing else. */
final class RecordSchema {
    private static final Map<String, String> PLAIN = Map.of(
            "java.lang.String", "text",
            "boolean", "flag",
            "java.lang.Boolean", "flag",
            "int", "int",
            "java.lang.Integer", "int",
            "long", "long",
            "java.lang.Long", "long",
            "double", "double",
            "java.lang.Double", "double",
            "java.time.Duration", "duration");

    private static final String OPTIONAL = "java.util.Optional";

    private final Elements elements;
    /** The records that are being described, each inside of the one before. */
    private final Deque<TypeElement> open = new ArrayDeque<>();

    RecordSchema(ProcessingEnvironment environment) {
        elements = environment.getElementUtils();
    }

    String of(TypeElement settings) throws UnfitException, IOException {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.putAll(object(settings));
        schema.put("$defs", kinds());
        return Json.of(schema);
    }

    /** Those of every schema of the gateway. */
    private static Json.Raw kinds() throws IOException {
        try (InputStream in = RecordSchema.class.getResourceAsStream("definitions.json")) {
            return new Json.Raw(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    private Map<String, Object> object(TypeElement type) throws UnfitException {
        open.push(type);
        Comment comment = Comment.of(elements.getDocComment(type));
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponentElement component : type.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            Default absent = component.getAnnotation(Default.class);
            Map<String, Object> property = value(component, component.asType());
            if (absent != null) {
                property.put("default", DefaultValue.of(component, absent.value()));
            } else if (!isOptional(component.asType())) {
                required.add(key(name));
            }
            describe(property, comment.parameters().getOrDefault(name, ""));
            properties.put(key(name), property);
        }
        Map<String, Object> schema = new LinkedHashMap<>(Map.of("type", "object"));
        describe(schema, comment.words());
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        open.pop();
        return schema;
    }

    private Map<String, Object> value(Element component, TypeMirror type) throws UnfitException {
        String plain = PLAIN.get(name(type));
        if (plain != null) {
            return named(plain);
        }
        if (!(type instanceof DeclaredType declared)) {
            throw unfit(component, type);
        }
        TypeElement element = (TypeElement) declared.asElement();
        return switch (element.getKind()) {
            case ENUM -> constants(element);
            case RECORD -> inner(component, element);
            default -> generic(component, declared);
        };
    }

    private static Map<String, Object> constants(TypeElement type) {
        List<String> names = type.getEnclosedElements().stream()
                .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                .map(constant -> constant.getSimpleName().toString().toLowerCase(Locale.ROOT))
                .toList();
        return members("anyOf", List.of(Map.of("enum", names), named("placeholder")));
    }

    private Map<String, Object> inner(Element component, TypeElement type) throws UnfitException {
        if (open.contains(type)) {
            throw new UnfitException(component, "settings cannot contain themselves: " + type);
        }
        return object(type);
    }

    private Map<String, Object> generic(Element component, DeclaredType type) throws UnfitException {
        List<? extends TypeMirror> arguments = type.getTypeArguments();
        switch (((TypeElement) type.asElement()).getQualifiedName().toString()) {
            case OPTIONAL:
                return members("anyOf", List.of(value(component, arguments.get(0)), Map.of("type", "null")));
            case "java.util.List":
            case "java.util.Set":
                return members("type", "array", "items", value(component, arguments.get(0)));
            case "java.util.Map":
                if (name(arguments.get(0)).equals("java.lang.String")) {
                    return members("type", "object", "additionalProperties", value(component, arguments.get(1)));
                }
                throw unfit(component, type);
            default:
                throw unfit(component, type);
        }
    }

    private static boolean isOptional(TypeMirror type) {
        return name(type).startsWith(OPTIONAL + "<");
    }

    /** Annotations of a type are no part of its name. */
    private static String name(TypeMirror type) {
        return type.toString().replaceAll("@\\S+ ", "");
    }

    private static UnfitException unfit(Element component, TypeMirror type) {
        return new UnfitException(component, "settings cannot have the type " + type);
    }

    private static String key(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> named(String kind) {
        return members("$ref", "#/$defs/" + kind);
    }

    private static Map<String, Object> members(Object... keysAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            members.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return members;
    }

    private static void describe(Map<String, Object> schema, String words) {
        if (!words.isEmpty()) {
            schema.put("description", words);
        }
    }
}
