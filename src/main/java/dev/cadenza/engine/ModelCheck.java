package dev.cadenza.engine;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.FunctionNode;
import org.camunda.bpm.impl.juel.TreeBuilderException;

/**
 * Looks through a whole model before the engine does: only what {@link AllowedModel} lists, no code, delegates from
 * {@link EngineBeans} alone, and expressions that compare variables. Each fault names the element it is in.
 */
class ModelCheck {

    private static final Pattern BEAN = Pattern.compile("[$#]\\{\\s*(\\w+)\\s*}");
    /** The engine evaluates the names of these, and shows those of all others. */
    private static final Set<String> NAME_IS_EXPRESSION = Set.of("message", "signal", "error", "escalation",
            "userTask");
    /** Words for people, which the engine does not evaluate. */
    private static final Set<String> WORDS = Set.of("id", "name", "label");
    /** Pages that come with Cadenza, or forms without code that came with the model; nothing from elsewhere. */
    private static final Pattern FORM_KEY = Pattern.compile(
            "embedded:/forms/[\\w-]+\\.html|camunda-forms:(/forms/|deployment:)[\\w-]+\\.form");
    private static final Builder JUEL_WITHOUT_METHODS = new Builder();

    private final EngineBeans beans;
    private final Faults faults;

    ModelCheck(EngineBeans beans, Faults faults) {
        this.beans = beans;
        this.faults = faults;
    }

    /** Takes what is wrong with an element. */
    interface Faults {

        /** @param ownerId id of the element that a person sees in the diagram */
        void add(String message, Element element, String ownerId);
    }

    void check(Element root) {
        check(root, "", "");
    }

    private void check(Element element, String parentId, String parentTag) {
        String id = element.attribute("id");
        boolean camunda = AllowedModel.CAMUNDA.equals(element.getUri());
        String owner = id == null || camunda ? parentId : id;
        if (camunda) {
            checkExtension(element, owner);
        } else if (AllowedModel.BPMN.equals(element.getUri())) {
            checkElement(element, owner);
        } else if (AllowedModel.ACTIVITI.equals(element.getUri())) {
            refuse("is in a namespace that is not used here", element, owner);
        }
        checkAttributes(element, camunda, owner);
        checkText(element, parentTag, owner);
        element.elements().forEach(child -> check(child, owner, element.getTagName()));
    }

    private void checkElement(Element element, String owner) {
        String tag = element.getTagName();
        if (tag.equals("scriptTask") || tag.equals("script")) {
            refuse("holds a script, and scripts are not run", element, owner);
        } else if (!AllowedModel.BPMN_ELEMENTS.contains(tag)) {
            refuse("is not a part that models may have here", element, owner);
        }
        if (element.attribute("language") != null || element.attribute("scriptFormat") != null) {
            refuse("holds a script, and scripts are not run", element, owner);
        }
    }

    private void checkExtension(Element element, String owner) {
        String tag = element.getTagName();
        if (tag.equals("script")) {
            refuse("holds a script, and scripts are not run", element, owner);
        } else if (tag.equals("connector")) {
            refuse("is a connector, and connectors are not run", element, owner);
        } else if (!AllowedModel.CAMUNDA_ELEMENTS.contains(tag)) {
            refuse("is not an extension that models may have here", element, owner);
        }
        if (tag.equals("constraint") && "validator".equals(element.attribute("name"))) {
            refuse("names a validator of its own", element, owner);
        }
    }

    private void checkAttributes(Element element, boolean ofExtension, String owner) {
        for (String key : element.attributes()) {
            String name = key.substring(key.lastIndexOf(':') + 1);
            String namespace = key.equals(name) ? "" : key.substring(0, key.length() - name.length() - 1);
            boolean camunda = AllowedModel.CAMUNDA.equals(namespace) || ofExtension && namespace.isEmpty();
            String value = element.attribute(key);
            if (AllowedModel.ACTIVITI.equals(namespace)
                    || AllowedModel.CAMUNDA.equals(namespace) && !AllowedModel.CAMUNDA_ATTRIBUTES.contains(name)
                    || ofExtension && namespace.isEmpty() && !AllowedModel.EXTENSION_ATTRIBUTES.contains(name)) {
                refuse("has the attribute camunda:" + name + ", which is not allowed: a model runs no classes,"
                        + " expressions or scripts, only camunda:delegateExpression with one of " + names(), element,
                        owner);
            } else if (camunda && name.equals("formKey") && !FORM_KEY.matcher(value.strip()).matches()) {
                refuse("has the form " + value + ", and forms are embedded:/forms/….html of Cadenza or"
                        + " camunda-forms:deployment:….form of the deployment", element, owner);
            } else if (AllowedModel.CAMUNDA.equals(namespace) && name.equals("type") && !value.equals("external")) {
                refuse("is of the type " + value + ", and only external tasks are run", element, owner);
            } else if (AllowedModel.CAMUNDA.equals(namespace) && name.equals("topic")
                    && !AllowedModel.TOPICS.contains(value)) {
                refuse("has the topic " + value + ", which is none of " + new TreeSet<>(AllowedModel.TOPICS), element,
                        owner);
            } else if (camunda && name.equals("delegateExpression")) {
                checkDelegate(value, element, owner);
            } else if (!WORDS.contains(name) || NAME_IS_EXPRESSION.contains(element.getTagName())) {
                checkExpression(value, element, owner);
            }
        }
    }

    private void checkDelegate(String expression, Element element, String owner) {
        Matcher bean = BEAN.matcher(expression.strip());
        if (!bean.matches() || !beans.contains(bean.group(1))) {
            refuse("names the delegate " + expression + ", which is none of " + names(), element, owner);
        }
    }

    private void checkText(Element element, String parentTag, String owner) {
        String tag = element.getTagName();
        // The description of a person's task is evaluated; all other documentation is words.
        boolean words = tag.equals("documentation") && !parentTag.equals("userTask") || tag.equals("text");
        if (!words) {
            checkExpression(element.getText(), element, owner);
        }
    }

    private void checkExpression(String text, Element element, String owner) {
        if (!text.contains("${") && !text.contains("#{") || isPropertyValue(element)) {
            return;
        }
        try {
            for (FunctionNode function : JUEL_WITHOUT_METHODS.build(text.strip()).getFunctionNodes()) {
                if (!AllowedModel.FUNCTIONS.contains(function.getName())) {
                    refuse("calls the function " + function.getName() + " in " + text.strip(), element, owner);
                }
            }
        } catch (TreeBuilderException fault) {
            refuse("has the expression " + text.strip() + ", which is more than a comparison of variables (position "
                    + fault.getPosition() + ")", element, owner);
        }
    }

    /** An extension property is a note to ourselves that the engine never evaluates. */
    private static boolean isPropertyValue(Element element) {
        return AllowedModel.CAMUNDA.equals(element.getUri()) && element.getTagName().equals("property");
    }

    private void refuse(String what, Element element, String owner) {
        faults.add("Refused: " + element.getTagName() + " in '" + owner + "' " + what + ".", element, owner);
    }

    private String names() {
        return new TreeSet<>(beans.names()).toString();
    }
}
