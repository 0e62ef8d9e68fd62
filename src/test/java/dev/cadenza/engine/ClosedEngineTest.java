package dev.cadenza.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadenza.testing.CadenzaTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@CadenzaTest
class ClosedEngineTest {

    private static final String RUN = "''.getClass().forName('java.lang.Runtime').getMethod('getRuntime')"
            + ".invoke(null).exec('id')";

    @Autowired
    ProcessEngine engine;
    @Autowired
    RepositoryService repository;
    @Autowired
    RuntimeService runtime;
    @Autowired
    TaskService tasks;

    @ParameterizedTest
    @ValueSource(strings = {
        "<scriptTask id='bad' scriptFormat='groovy'><script>1</script></scriptTask>",
        "<scriptTask id='bad' scriptFormat='juel'><script>${1}</script></scriptTask>",
        "<scriptTask id='bad' scriptFormat='js' camunda:resource='deployment://x.js'/>",
        "<serviceTask id='bad' camunda:class='dev.cadenza.engine.HarmlessDelegate'/>",
        "<serviceTask id='bad' camunda:expression='${harmless}'/>",
        "<serviceTask id='bad' camunda:expression='${execution.id}'/>",
        "<serviceTask id='bad' camunda:delegateExpression='${dataSource}'/>",
        "<serviceTask id='bad' camunda:delegateExpression='${harmless.secret}'/>",
        "<serviceTask id='bad' camunda:delegateExpression='${x}'/>",
        "<serviceTask id='bad' camunda:delegateExpression='harmless'/>",
        "<serviceTask id='bad' camunda:type='shell'/>",
        "<serviceTask id='bad' camunda:type='mail'/>",
        "<serviceTask id='bad' activiti:class='dev.cadenza.engine.HarmlessDelegate'/>",
        "<sendTask id='bad' camunda:class='dev.cadenza.engine.HarmlessDelegate'/>",
        "<businessRuleTask id='bad' camunda:expression='${1}'/>",
        "<intermediateThrowEvent id='bad'><messageEventDefinition camunda:class='x.Y'/></intermediateThrowEvent>",
        "<userTask id='bad' camunda:formHandlerClass='x.Y'/>",
        "<userTask id='bad' camunda:assignee='${&quot;&quot;.getClass()}'/>",
        "<userTask id='bad' camunda:dueDate='${dateTime().plusDays(1).toDate()}'/>",
        "<userTask id='bad' camunda:assignee='${other()}'/>",
        "<userTask id='bad' camunda:candidateUsers='a, ${x.y(1)}'/>",
        "<callActivity id='bad' calledElement='${a.b()}'/>",
        "<callActivity id='bad' calledElement='p' camunda:variableMappingClass='x.Y'/>",
        "<callActivity id='bad' calledElement='p' camunda:variableMappingDelegateExpression='${harmless}'/>",
        "<adHocSubProcess id='bad'/>",
        "<complexGateway id='bad'/>",
        "<serviceTask id='bad' camunda:type='external' camunda:topic='t'/>",
    })
    void modelWithCodeInAnElementIsNotDeployed(String element) {
        assertRefused(process(element));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<camunda:executionListener event='start' class='x.Y'/>",
        "<camunda:executionListener event='start' expression='${1}'/>",
        "<camunda:executionListener event='start' delegateExpression='${dataSource}'/>",
        "<camunda:executionListener event='start'><camunda:script scriptFormat='juel'>${1}</camunda:script>"
            + "</camunda:executionListener>",
        "<camunda:executionListener event='start' delegateExpression='${harmless}'>"
            + "<camunda:field name='x' stringValue='y'/></camunda:executionListener>",
        "<camunda:taskListener event='create' class='x.Y'/>",
        "<camunda:taskListener event='create' expression='${1}'/>",
        "<camunda:taskListener event='create'><camunda:script scriptFormat='js' resource='x.js'/>"
            + "</camunda:taskListener>",
        "<camunda:connector><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector>",
        "<camunda:inputOutput><camunda:inputParameter name='x'><camunda:script scriptFormat='js'>1</camunda:script>"
            + "</camunda:inputParameter></camunda:inputOutput>",
        "<camunda:inputOutput><camunda:inputParameter name='x'>${a.b('c')}</camunda:inputParameter>"
            + "</camunda:inputOutput>",
        "<camunda:inputOutput><camunda:inputParameter name='x'><camunda:list><camunda:value>${a.b()}</camunda:value>"
            + "</camunda:list></camunda:inputParameter></camunda:inputOutput>",
        "<camunda:inputOutput><camunda:outputParameter name='x'><camunda:map><camunda:entry key='k'>"
            + "<camunda:script scriptFormat='js'>1</camunda:script></camunda:entry></camunda:map>"
            + "</camunda:outputParameter></camunda:inputOutput>",
        "<camunda:formData><camunda:formField id='f' type='string'><camunda:validation>"
            + "<camunda:constraint name='validator' config='x.Y'/></camunda:validation></camunda:formField>"
            + "</camunda:formData>",
        "<camunda:formData><camunda:formField id='f' type='string' defaultValue='${a.b()}'/></camunda:formData>",
        "<activiti:executionListener event='start' class='x.Y'/>",
        "<camunda:failedJobRetryTimeCycle>${a.b()}</camunda:failedJobRetryTimeCycle>",
    })
    void modelWithCodeInAnExtensionIsNotDeployed(String extension) {
        assertRefused(process("<userTask id='bad'><extensionElements>" + extension
                + "</extensionElements></userTask>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<sequenceFlow id='bad' sourceRef='a' targetRef='b'><conditionExpression xsi:type='tFormalExpression'"
            + " language='groovy'>true</conditionExpression></sequenceFlow>",
        "<sequenceFlow id='bad' sourceRef='a' targetRef='b'><conditionExpression xsi:type='tFormalExpression'"
            + " camunda:resource='x.groovy' language='groovy'/></sequenceFlow>",
        "<sequenceFlow id='bad' sourceRef='a' targetRef='b'><conditionExpression xsi:type='tFormalExpression'>"
            + "${execution.setVariable('a', 1)}</conditionExpression></sequenceFlow>",
        "<sequenceFlow id='bad' sourceRef='a' targetRef='b'><extensionElements><camunda:executionListener"
            + " event='take' class='x.Y'/></extensionElements></sequenceFlow>",
        "<intermediateCatchEvent id='bad'><timerEventDefinition><timeDuration xsi:type='tFormalExpression'>"
            + "${a.b()}</timeDuration></timerEventDefinition></intermediateCatchEvent>",
        "<intermediateCatchEvent id='bad'><conditionalEventDefinition><condition xsi:type='tFormalExpression'"
            + " language='js'>true</condition></conditionalEventDefinition></intermediateCatchEvent>",
        "<receiveTask id='bad'><multiInstanceLoopCharacteristics camunda:collection='${a.list()}'"
            + " camunda:elementVariable='e'/></receiveTask>",
    })
    void modelWithCodeInAFlowOrEventIsNotDeployed(String element) {
        assertRefused(process("<task id='a'/><task id='b'/>" + element));
    }

    @Test
    void nameThatTheEngineEvaluatesIsCheckedAndOthersAreWords() {
        assertThatThrownBy(() -> deploy(definitions("<message id='bad' name='${a.b()}'/>"
                + "<process id='p' isExecutable='true' camunda:historyTimeToLive='5'><startEvent id='s'/></process>")))
                .isInstanceOf(ParseException.class);

        deploy(process("<task id='t' name='Save ${5} off: ${name.length()}'><documentation>Use ${x.y()}"
                + "</documentation></task>"));
    }

    @Test
    void refusalNamesTheElementAndTheBeansThatAreAllowed() {
        assertThatThrownBy(() -> deploy(process("<serviceTask id='bad' camunda:delegateExpression='${dataSource}'/>")))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("serviceTask in 'bad'")
                .hasMessageContaining("${dataSource}")
                .hasMessageContaining("harmless");
    }

    @Test
    void delegatesListenersConditionsAndMappingsOnVariablesWork() {
        String key = deploy(process("""
                <startEvent id='s'/><sequenceFlow id='f1' sourceRef='s' targetRef='t'/>
                <serviceTask id='t' camunda:delegateExpression='${harmless}'>
                  <extensionElements>
                    <camunda:executionListener event='start' delegateExpression='${harmless}'/>
                    <camunda:inputOutput>
                      <camunda:inputParameter name='greeting'>Hello ${name}</camunda:inputParameter>
                      <camunda:outputParameter name='first'>${numbers[0]}</camunda:outputParameter>
                      <camunda:outputParameter name='city'>${address.city}</camunda:outputParameter>
                      <camunda:outputParameter name='said'>${greeting}</camunda:outputParameter>
                    </camunda:inputOutput>
                  </extensionElements>
                </serviceTask>
                <sequenceFlow id='f2' sourceRef='t' targetRef='g'/>
                <exclusiveGateway id='g' default='no'/>
                <sequenceFlow id='no' sourceRef='g' targetRef='u2'/>
                <sequenceFlow id='yes' sourceRef='g' targetRef='u1'>
                  <conditionExpression xsi:type='tFormalExpression'>${score &gt; 5 and branch == 'a'}</conditionExpression>
                </sequenceFlow>
                <userTask id='u1' camunda:assignee='${name}'>
                  <extensionElements>
                    <camunda:taskListener event='create' delegateExpression='${harmless}'/>
                  </extensionElements>
                </userTask>
                <userTask id='u2'/>"""));

        ProcessInstance instance = runtime.startProcessInstanceByKey(key, Variables.createVariables()
                .putValue("name", "marco").putValue("score", 7).putValue("branch", "a")
                .putValueTyped("numbers", Variables.untypedValue(List.of(3, 4), true))
                .putValueTyped("address", Variables.untypedValue(Map.of("city", "Bologna"), true)));

        assertThat(tasks.createTaskQuery().processInstanceId(instance.getId()).singleResult().getAssignee())
                .isEqualTo("marco");
        assertThat(runtime.getVariables(instance.getId())).containsEntry("heard", true)
                .containsEntry("noticed", true).containsEntry("first", 3).containsEntry("city", "Bologna")
                .containsEntry("said", "Hello marco");
    }

    /** Past the check of models: what if an expression gets to the engine some other way. */
    @ParameterizedTest
    @ValueSource(strings = {"${" + RUN + "}", "${harmless.secret}", "${harmless.getSecret()}", "${dataSource}",
        "${x.class}", "${x.bytes}", "${execution.processEngineServices}", "${list.size()}", "${''.getClass()}",
        "#{x.getClass()}", "${map.entrySet()}"})
    void expressionReachesNoObject(String text) {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        String key = deploy(process("<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='u'/>"
                + "<userTask id='u'/>"));
        String id = runtime.startProcessInstanceByKey(key, Map.of("x", "text")).getId();

        assertThatThrownBy(() -> configuration.getCommandExecutorTxRequired().execute((Command<Object>) context -> {
            Expression expression = configuration.getExpressionManager().createExpression(text);
            return expression.getValue(context.getExecutionManager().findExecutionById(id));
        })).isInstanceOf(RuntimeException.class);
    }

    @Test
    void noVariableTakesTheDelegatesPlace() {
        String key = deploy(process("<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>"
                + "<serviceTask id='t' camunda:delegateExpression='${harmless}'/>"
                + "<sequenceFlow id='f2' sourceRef='t' targetRef='u'/><userTask id='u'/>"));

        String id = runtime.startProcessInstanceByKey(key, Map.of("harmless", "mine")).getId();

        assertThat(runtime.getVariable(id, "ran")).isEqualTo(true);
    }

    @Test
    void noScriptEngineIsReachable() {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        // The engine and its FEEL library bring three of their own; what they do is closed by NoScripts.
        assertThat(new ScriptEngineManager().getEngineFactories()).extracting(ScriptEngineFactory::getClass)
                .extracting(Class::getName)
                .allMatch(name -> name.startsWith("org.camunda."));
        for (String language : List.of("groovy", "javascript", "ecmascript", "js", "graal.js", "python", "ruby",
                "juel", "feel")) {
            assertThatThrownBy(() -> configuration.getScriptingEngines().getScriptEngineForLanguage(language))
                    .as(language).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void decisionRunsNoScriptNoMethodAndNoJavaFunction() {
        assertThat(decide("feel", "1 + 1")).isEqualTo(2L);
        assertThatThrownBy(() -> decide("javascript", "1 + 1")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> decide("groovy", "1 + 1")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> decide("juel", "${" + RUN + "}")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> decide("juel", "${harmless.secret}")).isInstanceOf(RuntimeException.class);
        String java = "{ f: function(a, b) external { java: { class: \"java.lang.Math\","
                + " method signature: \"max(int, int)\" } }, r: f(1, 2) }.r";
        assertThatThrownBy(() -> decide("feel", java)).isInstanceOf(RuntimeException.class)
                .hasMessageContaining("calls a function from outside");
    }

    @Test
    void queryWithAnExpressionIsRefused() {
        assertThatThrownBy(() -> tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}").list())
                .isInstanceOf(BadUserRequestException.class);
    }

    @Test
    void caseModelsAreNotDeployed() {
        assertThatThrownBy(() -> repository.createDeployment().addString("c.cmmn", """
                <definitions xmlns='http://www.omg.org/spec/CMMN/20151109/MODEL' targetNamespace='t'>
                  <case id='c'><casePlanModel id='m'/></case></definitions>""").deploy())
                .isInstanceOf(BadUserRequestException.class).hasMessageContaining("c.cmmn");
    }

    @Test
    void serializedJavaObjectIsRefused() {
        String key = deploy(process("<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='u'/>"
                + "<userTask id='u'/>"));

        assertThatThrownBy(() -> runtime.startProcessInstanceByKey(key, Variables.createVariables().putValueTyped("o",
                Variables.serializedObjectValue("rO0ABXQAAWE=").serializationDataFormat(
                        Variables.SerializationDataFormats.JAVA).objectTypeName("java.lang.String").create())))
                .isInstanceOf(RuntimeException.class);
    }

    private void assertRefused(String model) {
        assertThatThrownBy(() -> deploy(model)).isInstanceOf(ParseException.class).hasMessageContaining("Refused:")
                .hasMessageContaining("'bad'");
    }

    private String deploy(String model) {
        String id = repository.createDeployment().addString("model.bpmn", model).deploy().getId();
        return repository.createProcessDefinitionQuery().deploymentId(id).singleResult().getKey();
    }

    private static String process(String content) {
        return definitions("<process id='p-" + UUID.randomUUID()
                + "' isExecutable='true' camunda:historyTimeToLive='5'>"
                + (content.contains("startEvent") ? "" : "<startEvent id='begin'/>") + content + "</process>");
    }

    private static String definitions(String content) {
        return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/bpmn' xmlns:activiti='http://activiti.org/bpmn'"
                + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' targetNamespace='t'>" + content
                + "</definitions>";
    }

    private Object decide(String language, String expression) {
        String key = "d" + UUID.randomUUID().toString().replace("-", "");
        repository.createDeployment().addString("d.dmn", """
                <definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='x' name='x' namespace='n'
                             xmlns:camunda='http://camunda.org/schema/1.0/dmn'>
                  <decision id='%s' name='d' camunda:historyTimeToLive='5'>
                    <variable id='v' name='result'/>
                    <literalExpression id='l' expressionLanguage='%s'><text><![CDATA[%s]]></text></literalExpression>
                  </decision>
                </definitions>""".formatted(key, language, expression)).deploy();
        return engine.getDecisionService().evaluateDecisionByKey(key).evaluate().getSingleResult()
                .getSingleEntry();
    }
}
