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
