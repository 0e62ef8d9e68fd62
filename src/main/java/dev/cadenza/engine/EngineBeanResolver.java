package dev.cadenza.engine;

import java.beans.FeatureDescriptor;
import java.util.Collections;
import java.util.Iterator;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.PropertyNotFoundException;
import org.camunda.bpm.impl.juel.jakarta.el.PropertyNotWritableException;
import org.jspecify.annotations.Nullable;

/** Resolves the name of an {@link EngineBean} at the start of an expression, and nothing about the bean. */
class EngineBeanResolver extends ELResolver {

    private final EngineBeans beans;

    EngineBeanResolver(EngineBeans beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
        if (!isOurs(base, property)) {
            return null;
        }
        context.setPropertyResolved(true);
        Object bean = beans.get((String) property);
        return bean instanceof EngineValue value ? value.value(execution(context)) : bean;
    }

    private static DelegateExecution execution(ELContext context) {
        if (context.getContext(VariableScope.class) instanceof DelegateExecution execution) {
            return execution;
        }
        throw new PropertyNotFoundException("This name has a value only inside a running process");
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, Object property, @Nullable Object value) {
        if (isOurs(base, property)) {
            throw new PropertyNotWritableException("A process can't replace the bean " + property);
        }
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
        if (isOurs(base, property)) {
            context.setPropertyResolved(true);
        }
        return true;
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
        return null;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return Object.class;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, @Nullable Object base) {
        return Collections.emptyIterator();
    }

    private boolean isOurs(@Nullable Object base, Object property) {
        return base == null && property instanceof String name && beans.contains(name);
    }
}
