package io.bighammer.core.way;

/** Who made an answer, or the error that it tells of. */
public enum Maker {
    GATEWAY,
    PLUGIN,
    SERVICE
}
