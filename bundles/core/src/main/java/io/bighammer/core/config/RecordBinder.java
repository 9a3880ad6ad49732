package io.bighammer.core.config;

import io.bighammer.api.Default;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes records of JSON objects by reflection and keeps nothing of their classes, so that a plugin's class loader is not
 * held. What does not fit goes to the findings.
 */
final class RecordBinder {

    private static final Map<Class<?>, String> PLAIN = Map.of(
            String.class, "text",
            boolean.class, "flag",
            Boolean.class, "flag",
            int.class, "int",
            Integer.class, "int",
            long.class, "long",
            Long.class, "long",
            double.class, "double",
            Double.class, "double",
            Duration.class, "duration");

    private static final Pattern LEADING_KEY = Pattern.compile("\"([^\"]+)\"");

    private final Findings findings;
    private final Readings readings;

    RecordBinder(Findings findings) {
        this.findings = findings;
        this.readings = new Readings(findings);
    }

    /** Empty when something did not fit. */
    <T> Optional<T> bind(Value.Members object, Class<T> type) {
        int before = findings.count();
        Fields fields = new Fields(object, findings);
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = argument(components[i], fields);
        }
        fields.end();
        return findings.count() > before ? Optional.empty() : construct(object, type, components, arguments);
    }

    private Object argument(RecordComponent component, Fields fields) {
        String key =
                component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        Kind<Object> kind = new Kind<>(value -> convert(value, component.getGenericType()), () -> Schema.ANY);
        Default absent = component.getAnnotation(Default.class);
        if (absent != null) {
            return fields.read(key, kind).orElseGet(() -> absent(component, absent.value()));
        }
        if (component.getType() == Optional.class) {
            return fields.read(key, kind).orElse(Optional.empty());
        }
        return fields.required(key, kind).orElse(null);
    }

    /** What the author wrote is text where the component is, and else JSON. */
    private Object absent(RecordComponent component, String written) {
        Class<?> type = component.getType();
        boolean text = type == String.class || type == Duration.class || type.isEnum();
        Place place = new Place(Default.class.getSimpleName(), 0, component.getName());
        Findings wrong = new Findings();
        Optional<Value> value = text
                ? Optional.of(new Value.Text(place, written, false))
                : new JsonTree(Placeholders.none(wrong), wrong).parse(place, written);
        try {
            return convert(
                    value.orElseThrow(() -> new IllegalArgumentException("is not JSON")), component.getGenericType());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "@Default(\"" + written + "\") of " + component.getName() + " " + e.getMessage(), e);
        }
    }

    private Object convert(Value value, Type type) {
        if (type instanceof ParameterizedType generic) {
            return convertGeneric(value, (Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> plain = (Class<?>) type;
        if (PLAIN.containsKey(plain)) {
            return Readings.NAMED.get(PLAIN.get(plain)).apply(value);
        }
        if (plain.isEnum()) {
            return constant(value, plain);
        }
        if (plain.isRecord()) {
            return bind(Scalars.object(value), plain).orElse(null);
        }
        throw unsupported(type);
    }

    private Object convertGeneric(Value value, Class<?> raw, Type[] arguments) {
        if (raw == Optional.class) {
            return Optional.ofNullable(value instanceof Value.Null ? null : convert(value, arguments[0]));
        }
        if (raw == List.class) {
            return Collections.unmodifiableList(readings.items(value, item -> convert(item, arguments[0])));
        }
        if (raw == Set.class) {
            return Collections.unmodifiableSet(
                    new LinkedHashSet<>(readings.items(value, item -> convert(item, arguments[0]))));
        }
        if (raw == Map.class && arguments[0] == String.class) {
            return Collections.unmodifiableMap(readings.map(value, member -> convert(member, arguments[1])));
        }
        throw unsupported(raw);
    }

    private static Object constant(Value value, Class<?> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
        return type.getEnumConstants()[Readings.word(value, names)];
    }

    private <T> Optional<T> construct(
            Value.Members object, Class<T> type, RecordComponent[] components, Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            refused(object, e.getCause());
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the record " + type.getName() + " cannot be made", e);
        }
    }

    /** A record's own complaint begins with the key in quotes when it is about one. */
    private void refused(Value.Members object, Throwable cause) {
        boolean worded = cause instanceof IllegalArgumentException && cause.getMessage() != null;
        String reason = worded ? cause.getMessage() : "make the plugin fail with " + cause;
        Matcher key = LEADING_KEY.matcher(reason);
        Value about = key.lookingAt() ? object.members().getOrDefault(key.group(1), object) : object;
        findings.error(about.place(), Secrets.of(object).masked(reason));
    }

    private static IllegalStateException unsupported(Type type) {
        return new IllegalStateException("settings cannot have the type " + type.getTypeName());
    }
}
