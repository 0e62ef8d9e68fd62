package dev.cadenza.engine;

import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.impl.juel.ExpressionFactoryImpl;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ListELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.MapELResolver;

/**
 * Expressions that can compare variables and name an {@link EngineBean}, and nothing else. They call no method (the
 * grammar is that of Java EE 5, which has no method calls) and read no property of an object, so that no class can be
 * reached from one, whatever it says. Maps and lists can be read and not written.
 */
class RestrictedExpressions extends JuelExpressionManager {

    private final EngineBeans engineBeans;

    RestrictedExpressions(EngineBeans engineBeans) {
        this.engineBeans = engineBeans;
        setExpressionFactory(new ExpressionFactoryImpl(ExpressionFactoryImpl.Profile.JEE5));
    }

    @Override
    protected ELResolver createElResolver() {
        CompositeELResolver resolvers = new CompositeELResolver();
        // Beans come first: no variable, which people may set over REST, takes the place of a delegate.
        resolvers.add(new EngineBeanResolver(engineBeans));
        resolvers.add(new VariableScopeElResolver());
        resolvers.add(new VariableContextElResolver());
        resolvers.add(new ListELResolver(true));
        resolvers.add(new MapELResolver(true));
        return resolvers;
    }
}
