--liquibase formatted sql

--changeset cadenza:draft-1
create table template (
    id          uuid primary key,
    name        text        not null,
    description text,
    channel     text        not null default 'EMAIL',
    subject     text,
    body        text        not null,
    variables   text[]      not null default '{}',
    active      boolean     not null default true,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    version     integer     not null default 0
);
create unique index template_name on template (lower(name));

create table draft (
    id                uuid primary key,
    owner_id          uuid        not null,
    journey_id        uuid        not null,
    cohort_id         uuid        not null,
    enrollment_id     uuid        not null,
    lead_id           uuid        not null,
    step_id           text        not null,
    draft_type        text        not null
        check (draft_type in ('FIRST_OUTREACH', 'SECOND_FOLLOWUP', 'FINAL_FOLLOWUP')),
    channel           text        not null,
    generated_subject text,
    generated_body    text        not null,
    edited_subject    text,
    edited_body       text,
    -- A text that the provider has approved, with this lead's values, for where the body may not go.
    content_template  jsonb,
    -- Variables whose tags still stand in the text, because the lead has no value for them.
    missing           text[]      not null default '{}',
    status            text        not null check (status in ('DRAFT', 'APPROVED', 'REJECTED', 'SCHEDULED')),
    approved_at       timestamptz,
    decided_by        text,
    rejection_reason  text,
    -- When the review ended: nobody decides any more after that.
    concluded_at      timestamptz,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    version           integer     not null default 0
) with (fillfactor = 90);
create unique index draft_intent on draft (enrollment_id, step_id);
create index draft_review on draft (cohort_id, step_id);
create index draft_owner on draft (owner_id, step_id);

--changeset cadenza:draft-2
-- A draft may be written for a campaign before anybody is enrolled; it then belongs to no journey yet.
alter table draft
    alter column journey_id drop not null,
    alter column cohort_id drop not null,
    alter column enrollment_id drop not null,
    -- Who wrote the text: MODEL or TEMPLATE; null for drafts that were never generated ahead, which are their template.
    add column writer text check (writer in ('MODEL', 'TEMPLATE')),
    -- What was used of the lead, and why.
    add column personalization_data jsonb,
    -- Why a person has to look before it may go.
    add column attention text,
    add column exported_at timestamptz;
create unique index draft_prepared on draft (owner_id, lead_id, step_id) where enrollment_id is null;
create index draft_prepared_lead on draft (lead_id) where enrollment_id is null;

--changeset cadenza:draft-3
-- Which time the lead came to the step, from 0: a loop sends the same step again.
alter table draft add column iteration integer not null default 0;
drop index draft_intent;
create unique index draft_intent on draft (enrollment_id, step_id, iteration);
