package io.troupe.protocol.workload;

/** How a {@link Constraint} judges a node; the seven operators of Marathon. A node without the field matches only {@link #UNLIKE}. */
public enum ConstraintOperator {
    /** No two instances share the field's value. Takes no value. */
    UNIQUE,
    /** All instances share one value: the given one, or that of the first instance. */
    CLUSTER,
    /** Instances are spread evenly over the field's values, of which the given number is expected. */
    GROUP_BY,
    /** The field's value matches the regular expression as a whole. */
    LIKE,
    /** The field is missing or its value does not match the regular expression as a whole. */
    UNLIKE,
    /** At most the given number of instances share a value. */
    MAX_PER,
    /** The value is equal, as text, or as a number after rounding to thousandths. */
    IS
}
