package io.bighammer.tests.frontdoor;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test an installation of its own, shows its log when the test fails, and closes it. */
final class InstallationParameter implements ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace STORE = Namespace.create(InstallationParameter.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Installation.class;
    }

    @Override
    public Installation resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Installation installation = Installation.unpacked();
        test.getStore(STORE).put(Installation.class, installation);
        return installation;
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        Installation installation = test.getStore(STORE).get(Installation.class, Installation.class);
        if (installation != null && test.getExecutionException().isPresent()) {
            System.err.println(test.getDisplayName() + " failed; the gateway's log:\n" + installation.log());
        }
    }
}
