package io.troupe.persistence.testing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All types that a stored type is made of, and what is wrong with them for being stored: a subtype without a stable name, a map key that
 * would not come back, a type that Jackson only seems to know.
 */
public final class StoredTypes {
    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Boolean.class,
            Integer.class,
            Long.class,
            Double.class,
            Instant.class,
            Duration.class,
            boolean.class,
            int.class,
            long.class,
            double.class);
    private static final Set<Class<?>> COLLECTIONS = Set.of(List.class, Set.class, Collection.class, Optional.class);

    private final Set<Class<?>> seen = new LinkedHashSet<>();
    private final List<String> faults = new ArrayList<>();

    private StoredTypes() {}

    /** The types that are part of this one, itself included. */
    public static StoredTypes of(Class<?> root) {
        var types = new StoredTypes();
        types.visit(root, root.getSimpleName());
        return types;
    }

    /** What is wrong, a sentence each; empty if all of it can be stored. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** The records that implement this sealed type, or nested sealed types of it, in the order they are permitted. */
    public static List<Class<?>> leaves(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .<Class<?>>flatMap(type -> type.isSealed() ? leaves(type).stream() : Stream.of(type))
                .toList();
    }

    private void visit(Type type, String where) {
        switch (type) {
            case ParameterizedType generic -> visitGeneric(generic, where);
            case Class<?> plain when PLAIN.contains(plain) || plain.isEnum() -> {}
            case Class<?> composed -> {
                if (seen.add(composed)) {
                    visitComposed(composed, where);
                }
            }
            default -> faults.add(where + ": the type " + type.getTypeName() + " cannot be stored");
        }
    }

    private void visitGeneric(ParameterizedType generic, String where) {
        var arguments = generic.getActualTypeArguments();
        if (generic.getRawType() == Map.class) {
            if (!comesBackAsKey(arguments[0])) {
                faults.add(where + ": " + arguments[0].getTypeName() + " is no map key that comes back:"
                        + " it needs toString() as @JsonValue and a @JsonCreator of one text");
            }
            visit(arguments[1], where);
        } else if (generic.getRawType() instanceof Class<?> raw && COLLECTIONS.contains(raw)) {
            visit(arguments[0], where);
        } else {
            faults.add(where + ": the type " + generic.getTypeName() + " cannot be stored");
        }
    }

    private void visitComposed(Class<?> type, String where) {
        if (type.isSealed()) {
            visitSealed(type);
        } else if (type.isRecord()) {
            if (!isOneText(type)) {
                for (var component : type.getRecordComponents()) {
                    visit(component.getGenericType(), type.getSimpleName() + "." + component.getName());
                }
            }
        } else {
            faults.add(where + ": " + type.getName() + " is neither a record, an enum nor sealed");
        }
    }

    private void visitSealed(Class<?> type) {
        var information = type.getAnnotation(JsonTypeInfo.class);
        if (information == null || information.use() != JsonTypeInfo.Id.NAME) {
            faults.add(type.getName() + " is sealed and does not store the name of its subtype");
        }
        var subtypes = type.getAnnotation(JsonSubTypes.class);
        var named = subtypes == null
                ? Set.<Class<?>>of()
                : Arrays.stream(subtypes.value())
                        .filter(subtype -> !subtype.name().isEmpty())
                        .map(JsonSubTypes.Type::value)
                        .collect(Collectors.toUnmodifiableSet());
        for (var leaf : leaves(type)) {
            if (!named.contains(leaf)) {
                faults.add(leaf.getName() + " has no stable name in " + type.getName());
            }
            visit(leaf, leaf.getSimpleName());
        }
    }

    private static boolean comesBackAsKey(Type key) {
        return key == String.class
                || key == Integer.class
                || key == Long.class
                || key instanceof Class<?> type && (type.isEnum() || isOneText(type));
    }

    /** A record that is stored as one text: its {@code toString()}. */
    private static boolean isOneText(Class<?> type) {
        try {
            return type.isRecord()
                    && type.getMethod("toString").isAnnotationPresent(JsonValue.class)
                    && Arrays.stream(type.getDeclaredMethods())
                            .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class)
                                    && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}));
        } catch (NoSuchMethodException e) {
            throw new AssertionError("everything has toString()", e);
        }
    }
}
