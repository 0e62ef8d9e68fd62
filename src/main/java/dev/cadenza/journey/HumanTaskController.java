package dev.cadenza.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/human-tasks/{taskId}")
@Tag(name = "Human tasks")
class HumanTaskController {

    private final HumanTasks tasks;

    HumanTaskController(HumanTasks tasks) {
        this.tasks = tasks;
    }

    @GetMapping
    @Operation(summary = "What a workflow's task is about: the lead, instructions, fields to fill in, and the outcomes")
    HumanTasks.View one(@PathVariable String taskId) {
        return tasks.get(taskId);
    }

    @PutMapping("/answer")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Keeps an outcome and fields; the task takes them when it is completed in Tasklist")
    void answer(@PathVariable String taskId, @RequestBody JsonNode body) {
        tasks.answer(taskId, body);
    }

    @PostMapping("/complete")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Completes the task with an outcome and fields, as Tasklist does")
    void complete(@PathVariable String taskId, @RequestBody JsonNode body) {
        tasks.complete(taskId, body);
    }
}
