--liquibase formatted sql

--changeset cadenza:journey-1
create table journey (
    id                    uuid primary key,
    owner_id              uuid        not null,
    version               integer     not null,
    name                  text        not null,
    plan                  jsonb       not null,
    process_definition_id text        not null unique,
    settings              jsonb       not null,
    created_at            timestamptz not null,
    unique (owner_id, version)
);

create table cohort (
    id                  uuid primary key,
    journey_id          uuid        not null references journey,
    process_instance_id text,
    split_from          uuid,
    timezone            text,
    -- How long its leads have waited since their latest message: what waits between two sends add up to.
    waited_seconds      bigint      not null default 0,
    created_at          timestamptz not null,
    -- When its process instance was over, when its messages are looked at next, and when all of them had an outcome.
    ended_at            timestamptz,
    settle_at           timestamptz,
    settled_at          timestamptz
);
create index cohort_unsettled on cohort (journey_id) where settled_at is null;
create index cohort_journey on cohort (journey_id);

create table enrollment (
    id           uuid primary key,
    journey_id   uuid        not null,
    owner_id     uuid        not null,
    lead_id      uuid        not null,
    cohort_id    uuid        not null,
    entry        integer     not null default 1,
    status       text        not null check (status in ('PENDING', 'IN_PROGRESS', 'COMPLETED', 'REPLIED', 'BOUNCED',
        'UNSUBSCRIBED', 'STOPPED', 'REJECTED', 'CANCELLED', 'FAILED')),
    -- The step that last did something for this lead, and the latest message that came of it.
    current_step text,
    last_message uuid,
    enrolled_at  timestamptz not null,
    completed_at timestamptz,
    replied_at   timestamptz,
    reason       text
) with (fillfactor = 50);
create unique index enrollment_once on enrollment (owner_id, lead_id, entry);
create index enrollment_cohort on enrollment (cohort_id);
create index enrollment_lead on enrollment (lead_id);
-- Half of each page is free and no index names a column that sends change, so that they update rows in place.
create index enrollment_open on enrollment (owner_id) where completed_at is null;

-- Leads that left a cohort, until the cohort's process instance has been told.
create table departure (
    enrollment_id uuid primary key,
    cohort_id     uuid        not null,
    reason        text        not null,
    created_at    timestamptz not null
);
create index departure_cohort on departure (cohort_id);

--changeset cadenza:journey-2
alter table enrollment drop constraint enrollment_status_check;
alter table enrollment add constraint enrollment_status_check check (status in ('PENDING', 'IN_PROGRESS', 'COMPLETED',
    'REPLIED', 'BOUNCED', 'UNSUBSCRIBED', 'STOPPED', 'REJECTED', 'CANCELLED', 'FAILED', 'GOAL_REACHED'));

-- What its leads wait next counts from here, where something else than a message was the last that happened to them.
alter table cohort add column anchored_at timestamptz;
-- How often its leads came to each step, where the plan has loops. They have all come the same way.
alter table cohort add column visits jsonb not null default '{}';

-- True where events concern the leads inside: a step waits for one, or a goal.
alter table journey add column listens boolean not null default false;
create table journey_interest (
    journey_id uuid not null references journey,
    step       text not null,
    goal       boolean not null,
    kind       text not null,
    key        text,
    -- About the event's payload.
    condition  jsonb,
    primary key (journey_id, step)
);
create index journey_interest_kind on journey_interest (kind);

-- Leads that wait for something to happen to them, at the step where they are.
create table awaited (
    enrollment_id uuid primary key references enrollment,
    lead_id       uuid        not null,
    step          text        not null,
    kind          text        not null,
    key           text,
    condition     jsonb,
    since         timestamptz not null
);
create index awaited_lead on awaited (lead_id, kind);

-- What brought a lead in, where it was not an audience.
create table entry_cause (
    enrollment_id uuid primary key references enrollment,
    trigger       text  not null,
    event_id      uuid,
    data          jsonb not null
);

-- What a lead has brought along from steps that ask: answers of webhooks and sources, fields of people's tasks.
create table step_answer (
    enrollment_id uuid        not null references enrollment,
    step          text        not null,
    body          jsonb       not null,
    outcome       integer,
    decided_by    text,
    answered_at   timestamptz not null,
    primary key (enrollment_id, step)
);

-- Calls of external tasks, one a lead and visit: what was answered is not asked again, whatever dies in between.
create table step_call (
    enrollment_id uuid        not null references enrollment,
    step          text        not null,
    visit         integer     not null,
    -- Stays the same for all attempts: the Idempotency-Key.
    call_key      uuid        not null,
    state         text        not null check (state in ('CALLING', 'DONE', 'FAILED', 'REFUSED')),
    attempts      integer     not null,
    error         text,
    called_at     timestamptz not null,
    next_at       timestamptz,
    primary key (enrollment_id, step, visit)
) with (fillfactor = 70);

-- What each node of a workflow did with each lead.
create table execution_log (
    seq           bigint generated always as identity primary key,
    enrollment_id uuid        not null references enrollment,
    step          text        not null,
    visit         integer     not null,
    status        text        not null check (status in ('RUNNING', 'COMPLETED', 'FAILED', 'WAITING', 'SKIPPED')),
    input         jsonb,
    output        jsonb,
    error         text,
    started_at    timestamptz not null,
    duration_ms   bigint
) with (fillfactor = 80);
create unique index execution_log_once on execution_log (enrollment_id, step, visit);
create index execution_log_failed on execution_log (step) where status = 'FAILED';

--changeset cadenza:journey-ending
-- Why the instances of a cancelled journey are to go, until all are gone.
alter table journey add column ending text;
alter table journey add column ending_since timestamptz;
create index journey_ending on journey (id) where ending is not null;
-- Cohorts of workflows whose leads have all left are over; nobody looks at their messages.
update cohort c set settled_at = c.ended_at from journey j
where j.id = c.journey_id and c.ended_at is not null and c.settled_at is null
    and cast(j.settings ->> 'logged' as boolean);
create index execution_log_started on execution_log using brin (started_at);
