--liquibase formatted sql

--changeset cadenza:message-1
create table sender_account (
    id           uuid primary key,
    email        text        not null unique,
    display_name text,
    reply_to     text,
    active       boolean     not null default true,
    daily_limit  integer,
    gap_seconds  integer     not null default 0,
    timezone     text        not null default 'UTC',
    -- The pace of today: which day it is at the sender's place, how many went out on it, when the next may go.
    pace_day     date,
    pace_sent    integer     not null default 0,
    pace_next_at timestamptz,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    version      integer     not null default 0
);

-- A lane is the queue of messages that share a sender and a pace: one for each sender and campaign, and one for each
-- sender's messages that belong to no campaign.
create table lane (
    id                uuid primary key,
    sender_account_id uuid        not null references sender_account,
    owner_id          uuid,
    held              boolean     not null default false,
    daily_limit       integer,
    gap_seconds       integer     not null default 0,
    window_start      time,
    window_end        time,
    window_days       text[],
    timezone          text        not null default 'UTC',
    pace_day          date,
    pace_sent         integer     not null default 0,
    pace_next_at      timestamptz,
    created_at        timestamptz not null
);
create unique index lane_of_owner on lane (sender_account_id, owner_id) where owner_id is not null;
create unique index lane_of_sender on lane (sender_account_id) where owner_id is null;
create index lane_owner on lane (owner_id);

create table message (
    id                uuid primary key,
    direction         text        not null check (direction in ('OUTBOUND', 'INBOUND')),
    channel           text        not null,
    lead_id           uuid,
    owner_id          uuid,
    journey_id        uuid,
    enrollment_id     uuid,
    step_id           text,
    iteration         integer     not null default 0,
    draft_id          uuid,
    -- The message of the same enrollment before this one, and the shortest time after it.
    previous_id       uuid,
    delay_seconds     bigint,
    lane_id           uuid,
    sender_account_id uuid,
    address           text        not null,
    -- Content of messages without a draft; with one, the draft holds what is sent.
    subject           text,
    body_html         text,
    body_text         text,
    in_reply_to       uuid,
    state             text        not null,
    pending           boolean     not null default false,
    scheduled_for     timestamptz,
    timezone          text,
    claimed_by        text,
    claimed_until     timestamptz,
    attempt           integer     not null default 0,
    fenced_at         timestamptz,
    sent_at           timestamptz,
    delivered_at      timestamptz,
    opened_at         timestamptz,
    clicked_at        timestamptz,
    bounced_at        timestamptz,
    provider_id       text,
    error             text,
    created_at        timestamptz not null
) with (fillfactor = 60);
create unique index message_intent on message (enrollment_id, step_id, iteration)
    where enrollment_id is not null and direction = 'OUTBOUND';
create index message_due on message (lane_id, scheduled_for) where pending;
create index message_claim on message (claimed_until) where claimed_by is not null;
create index message_lead on message (lead_id, created_at);
create index message_owner_step on message (owner_id, step_id);

create table suppression (
    id         uuid primary key,
    channel    text        not null,
    address    text        not null,
    reason     text        not null check (reason in ('UNSUBSCRIBED', 'BOUNCED', 'COMPLAINED', 'MANUAL')),
    lead_id    uuid,
    detail     text,
    created_at timestamptz not null,
    unique (channel, address)
);
