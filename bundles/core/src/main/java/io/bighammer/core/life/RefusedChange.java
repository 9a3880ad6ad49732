package io.bighammer.core.life;

import java.util.List;

/** A change that is not made, with every reason found. */
final class RefusedChange extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    RefusedChange(List<String> reasons) {
        super(String.join("\n", reasons));
        this.reasons = reasons;
    }

    List<String> reasons() {
        return reasons;
    }
}
