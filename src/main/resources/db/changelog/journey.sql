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
    created_at          timestamptz not null,
    ended_at            timestamptz
);
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
    current_step text,
    -- The latest message of this enrollment and when it is planned to go: the base of the next delay.
    last_message uuid,
    planned_at   timestamptz,
    enrolled_at  timestamptz not null,
    completed_at timestamptz,
    replied_at   timestamptz,
    reason       text
) with (fillfactor = 70);
create unique index enrollment_once on enrollment (owner_id, lead_id, entry);
create index enrollment_cohort on enrollment (cohort_id);
create index enrollment_lead on enrollment (lead_id);

-- Leads that left a cohort, until the cohort's process instance has been told.
create table departure (
    enrollment_id uuid primary key,
    cohort_id     uuid        not null,
    reason        text        not null,
    created_at    timestamptz not null
);
create index departure_cohort on departure (cohort_id);
