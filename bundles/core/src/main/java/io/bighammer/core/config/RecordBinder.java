package io.bighammer.core.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes records of JSON objects by reflection and keeps nothing of their classes, so that a plugin's class loader is not
 * held. What does not fit goes to the findings.
 */
final class RecordBinder {

    private static final Map<Class<?>, Function<Value, Object>> PLAIN = Map.of(
            String.class, Scalars::text,
            boolean.class, Scalars::flag,
            Boolean.class, Scalars::flag,
            int.class, value -> (int) Scalars.whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE),
            Integer.class, value -> (int) Scalars.whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE),
            long.class, value -> Scalars.whole(value, Long.MIN_VALUE, Long.MAX_VALUE),
            Long.class, value -> Scalars.whole(value, Long.MIN_VALUE, Long.MAX_VALUE),
            double.class, Scalars::real,
            Double.class, Scalars::real,
            Duration.class, Scalars::duration);

    private static final Pattern LEADING_KEY = Pattern.compile("\"([^\"]+)\"");

    private static final Map<Class<?>, Object> ABSENT = Map.of(
            boolean.class, false, int.class, 0, long.class, 0L, double.class, 0.0, Optional.class, Optional.empty());

    private final Findings findings;

    RecordBinder(Findings findings) {
        this.findings = findings;
    }

    /** Empty when something did not fit. */
    <T> Optional<T> bind(Value.Members object, Class<T> type) {
        int before = findings.count();
        Fields fields = new Fields(object, findings);
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            Optional<Object> value = fields.read(
                    key(component.getName(), fields),
                    new Kind<>(given -> convert(given, component.getGenericType()), Schema.ANY));
            arguments[i] = value.orElse(ABSENT.get(component.getType()));
        }
        fields.end();
        return findings.count() > before ? Optional.empty() : construct(object, type, components, arguments);
    }

    private String key(String component, Fields fields) {
        String snake = component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        if (snake.equals(component) || !fields.has(component)) {
            return snake;
        }
        if (fields.has(snake)) {
            findings.error(fields.place(component), "is the same key as " + snake + "; remove one");
            fields.value(snake);
        }
        return component;
    }

    private Object convert(Value value, Type type) {
        if (type instanceof ParameterizedType generic) {
            return convertGeneric(value, (Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> plain = (Class<?>) type;
        if (PLAIN.containsKey(plain)) {
            return PLAIN.get(plain).apply(value);
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
            return items(value, arguments[0]);
        }
        if (raw == Set.class) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(items(value, arguments[0])));
        }
        if (raw == Map.class && arguments[0] == String.class) {
            Map<String, Object> map = new LinkedHashMap<>();
            Scalars.object(value).members().forEach((key, member) -> map.put(key, inner(member, arguments[1])));
            return Collections.unmodifiableMap(map);
        }
        throw unsupported(raw);
    }

    private List<Object> items(Value value, Type type) {
        List<Object> items = new ArrayList<>();
        Scalars.list(value).forEach(item -> items.add(inner(item, type)));
        return Collections.unmodifiableList(items);
    }

    /** Reports here, so that the place is the item's own and its neighbours are looked at as well. */
    private Object inner(Value value, Type type) {
        try {
            return convert(value, type);
        } catch (IllegalArgumentException e) {
            findings.error(value.place(), e.getMessage());
            return null;
        }
    }

    private static Object constant(Value value, Class<?> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
        int found = value instanceof Value.Text text ? names.indexOf(text.text()) : -1;
        if (found < 0) {
            throw Scalars.not(names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(" or ")), value);
        }
        return type.getEnumConstants()[found];
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
