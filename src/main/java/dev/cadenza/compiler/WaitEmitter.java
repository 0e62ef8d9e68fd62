package dev.cadenza.compiler;

import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.TimeDate;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;

/** Emits the steps that wait for a time or for something to happen. */
final class WaitEmitter {

    private static final DateTimeFormatter POINT_IN_TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final String DUE = "${" + ProcessTerms.DUE_AT + "}";

    private final Scope scope;
    private final Retries retries;

    WaitEmitter(Scope scope, Retries retries) {
        this.scope = scope;
        this.retries = retries;
    }

    Part pause(Step.Wait step) {
        IntermediateCatchEvent event = timer(step, step.id(), step.name(), DUE);
        scope.document(event, DurationWords.of(step.duration()) + " after the previous message");
        return Part.of(event, event);
    }

    Part until(Step.WaitUntil step) {
        IntermediateCatchEvent event = timer(step, step.id(), step.name(), step.until().toString());
        scope.document(event, "Until " + POINT_IN_TIME.format(step.until()));
        return Part.of(event, event);
    }

    /** The cohort is parted by timezone first: one timer has one time. */
    Part untilTime(Step.WaitUntilTime step) {
        ServiceTask zone = scope.service(step.id(), step.name(), "zoneStep");
        scope.async(zone, retries.of(step));
        String days = step.days().isEmpty() ? "any day" : step.days().stream().sorted()
                .map(WaitEmitter::name).collect(Collectors.joining(", "));
        scope.document(zone, "Until " + step.at() + " in the lead's own timezone (" + step.zone()
                + " where it is not known), on " + days);
        IntermediateCatchEvent timer = timer(step, step.id() + ProcessTerms.TIMER, "Time has come", DUE);
        scope.next(zone, timer);
        return Part.of(zone, timer);
    }

    /** What has happened before the cohort came is looked up first; then message and timer race. */
    Part waitFor(Step.WaitFor step) {
        ServiceTask look = scope.service(step.id(), step.name(), "awaitStep");
        scope.async(look, retries.of(step));
        String what = step.event().kind().label();
        scope.document(look, "Waits for \"" + what + "\", " + DurationWords.of(step.timeout()) + " at most");
        ExclusiveGateway way =
                scope.node(ExclusiveGateway.class, step.id() + ProcessTerms.GATEWAY, "Has it happened?");
        EventBasedGateway await = scope.node(EventBasedGateway.class, step.id() + ProcessTerms.AWAIT, null);
        IntermediateCatchEvent event =
                scope.node(IntermediateCatchEvent.class, step.id() + ProcessTerms.EVENT, what);
        MessageEventDefinition message = scope.create(MessageEventDefinition.class, event.getId() + ".message");
        message.setMessage(scope.message("event.message", ProcessTerms.EVENT_CAME));
        event.getEventDefinitions().add(message);
        IntermediateCatchEvent timeout = timer(step, step.id() + ProcessTerms.TIMEOUT, "Time is over", DUE);
        scope.next(look, way);
        SequenceFlow notYet = scope.flow(way.getId() + "." + ProcessTerms.OTHERWISE, way, await);
        notYet.setName("Not yet");
        way.setDefault(notYet);
        scope.flow(await.getId() + ".event", await, event);
        scope.flow(await.getId() + ".timeout", await, timeout);
        return Part.of(look, new Part.Out(ProcessTerms.HAPPENED, way, true),
                new Part.Out(ProcessTerms.HAPPENED, event, false),
                new Part.Out(ProcessTerms.OTHERWISE, timeout, false));
    }

    private IntermediateCatchEvent timer(Step step, String id, String name, String date) {
        IntermediateCatchEvent event = scope.node(IntermediateCatchEvent.class, id, name);
        scope.retry(event, retries.of(step));
        TimerEventDefinition timer = scope.create(TimerEventDefinition.class, id + ".timer");
        TimeDate timeDate = scope.create(TimeDate.class, id + ".date");
        timeDate.setTextContent(date);
        timer.setTimeDate(timeDate);
        event.getEventDefinitions().add(timer);
        scope.onEnd(event, "waitOver");
        return event;
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
